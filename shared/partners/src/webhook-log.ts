import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { putNextVersion } from '@orderwire/aws/versioned-row';
import type { AttentionDefinition } from '@orderwire/events-schema/attention';
import type { EventDefinition } from '@orderwire/events-schema/envelope';
import type { webhookOutcome } from '@orderwire/events-schema/webhook';
import { type Cause, makeOutbox } from '@orderwire/messaging/outbox';
import type { Settled, WebhookRow } from './webhook-row.ts';

/** The webhooks of one partner, one row each. */
export interface WebhookLog {
  /**
   * Writes the next version of a row together with the event it causes. `undefined` when it is written; otherwise
   * somebody else was faster, and the answer is the row as it is now.
   */
  readonly save: (change: Settled, cause: Cause) => Promise<WebhookRow | undefined>;
}

/** An event that tells what became of a webhook. */
export type OutcomeEvent = EventDefinition<string, typeof webhookOutcome>;

/** The Requests table. */
export const makeWebhookLog = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  readonly events: {
    readonly sent: OutcomeEvent;
    readonly failed: OutcomeEvent;
    /** In the write of `failed`: people have to tell the partner. */
    readonly attention: AttentionDefinition;
  };
}): WebhookLog => {
  const { sent, failed, attention } = deps.events;
  const outboxOf = makeOutbox<OutcomeEvent | AttentionDefinition>(sent, failed, attention);

  const outbox = ({ row, event }: Settled, cause: Cause): string | undefined => {
    if (!event) return undefined;
    const { webhookId, orderId, kind, attempts, lastStatus } = row;
    const data = { orderId, webhookId, kind, attempts, ...(lastStatus !== undefined && { status: lastStatus }) };
    const answer = lastStatus === undefined ? 'no answer' : `answer ${lastStatus}`;
    const unheard = `"${kind}" was given up after ${attempts} tries (${answer}): the partner does not know.`;
    return outboxOf({
      subject: webhookId,
      sequence: row.version,
      at: Date.parse(row.updatedAt),
      cause,
      events: [
        { type: deps.events[event].type, data },
        ...(event === 'failed'
          ? [{ type: attention.type, data: { code: 'WEBHOOK_NOT_DELIVERED', detail: unheard, orderId } }]
          : []),
      ],
    });
  };

  return {
    save: async (change, cause) => putNextVersion({ ...deps, key: 'webhookId' }, change.row, outbox(change, cause)),
  };
};
