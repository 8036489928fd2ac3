import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { leasedAttributes } from '@orderwire/store/leased-row';
import { rowReader } from '@orderwire/store/row';
import { putNextVersion } from '@orderwire/store/versioned-row';
import * as z from 'zod/mini';
import type { AttentionDefinition } from '@orderwire/events-schema/attention';
import type { EventDefinition } from '@orderwire/events-schema/envelope';
import type { webhookOutcome } from '@orderwire/events-schema/webhook';
import type { Cause } from '@orderwire/events-schema/cause';
import { makeOutbox } from '@orderwire/store/outbox';
import type { WebhookRow } from './webhook-row.ts';

/** What is to be written, with the event that this write publishes. */
export type Settled =
  | { readonly row: WebhookRow; readonly event?: 'sent' }
  /** `code` says why the last try failed. */
  | { readonly row: WebhookRow; readonly event: 'failed'; readonly code: string };

/** The webhooks of one partner, one row each. */
export interface WebhookLog {
  /**
   * Writes the next version of a row together with the event it causes. `undefined` when it is written; otherwise
   * somebody else was faster, and the answer is the row as it is now.
   */
  readonly save: (change: Settled, cause: Cause) => Promise<WebhookRow | undefined>;
}

/** An event that tells what became of a webhook. */
type OutcomeEvent = EventDefinition<string, typeof webhookOutcome>;

/** What a service publishes of its webhooks. */
export interface OutcomeEvents {
  readonly sent: OutcomeEvent;
  readonly failed: OutcomeEvent;
  /** In the write of `failed`: people have to tell the partner. */
  readonly attention: AttentionDefinition;
}

const read = rowReader(
  'webhook',
  z.object({
    ...leasedAttributes,
    webhookId: z.string(),
    orderId: z.string(),
    kind: z.string(),
    lastStatus: z.exactOptional(z.int()),
    since: z.exactOptional(z.int()),
  }),
);

/** The Requests table. */
export const makeWebhookLog = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  readonly events: OutcomeEvents;
}): WebhookLog => {
  const { sent, failed, attention } = deps.events;
  const outboxOf = makeOutbox<OutcomeEvent | AttentionDefinition>(sent, failed, attention);

  const outbox = (settled: Settled, cause: Cause): string | undefined => {
    if (!settled.event) return undefined;
    const { row } = settled;
    const { webhookId, orderId, kind, attempts, lastStatus } = row;
    const data = { orderId, webhookId, kind, attempts, ...(lastStatus !== undefined && { status: lastStatus }) };
    return outboxOf({
      subject: webhookId,
      sequence: row.version,
      at: Date.parse(row.updatedAt),
      cause,
      events:
        settled.event === 'failed'
          ? [
              { type: failed.type, data },
              { type: attention.type, data: attentionOf(row, settled.code) },
            ]
          : [{ type: sent.type, data }],
    });
  };

  return {
    save: async (change, cause) => {
      const table = { ...deps, key: 'webhookId' } as const;
      const inTheWay = await putNextVersion(table, change.row, outbox(change, cause));
      return inTheWay && read(inTheWay);
    },
  };
};

const attentionOf = ({ orderId, kind, attempts }: WebhookRow, code: string) => ({
  code: 'WEBHOOK_NOT_DELIVERED',
  detail: `"${kind}" was given up after ${attempts} ${attempts === 1 ? 'try' : 'tries'} (${code}): the partner does not know.`,
  orderId,
});
