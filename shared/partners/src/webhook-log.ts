import { type AttributeValue, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { isConditionFailed } from '@orderwire/aws/dynamo-errors';
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

/** The Requests table. A write is all it takes: a failed condition answers with the row that was in the way. */
export const makeWebhookLog = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  readonly events: { readonly sent: OutcomeEvent; readonly failed: OutcomeEvent };
}): WebhookLog => {
  const outboxOf = makeOutbox(deps.events.sent, deps.events.failed);

  const outbox = ({ row, event }: Settled, cause: Cause): { readonly outbox?: string } => {
    if (!event) return {};
    const { webhookId, orderId, kind, attempts, lastStatus } = row;
    const data = { orderId, webhookId, kind, attempts, ...(lastStatus !== undefined && { status: lastStatus }) };
    return {
      outbox: outboxOf({
        subject: webhookId,
        sequence: row.version,
        at: Date.parse(row.updatedAt),
        cause,
        events: [{ type: deps.events[event].type, data }],
      }),
    };
  };

  return {
    save: async (change, cause) => {
      const { row } = change;
      try {
        await deps.dynamo.send(
          new PutItemCommand({
            TableName: deps.tableName,
            Item: marshall({ ...row, ...outbox(change, cause) }),
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            ...(row.version === 1
              ? { ConditionExpression: 'attribute_not_exists(webhookId)' }
              : {
                  ConditionExpression: 'version = :seen',
                  ExpressionAttributeValues: marshall({ ':seen': row.version - 1 }),
                }),
          }),
        );
        return undefined;
      } catch (error) {
        const { Item: current } = error as { readonly Item?: Record<string, AttributeValue> };
        if (!isConditionFailed(error) || !current) throw error;
        const { outbox: _outbox, ...found } = unmarshall(current) as WebhookRow & { readonly outbox?: string };
        return found;
      }
    },
  };
};
