import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AttentionDefinition } from '@orderwire/events-schema/attention';
import type { Cause } from '@orderwire/events-schema/cause';
import type { Clock } from '@orderwire/kernel/clock';
import { makeOutbox } from './outbox.ts';
import { putNextVersion } from './versioned-row.ts';

/**
 * Says that a person has to look at something about an order, or where no order is concerned about what `about` names. What is
 * raised again, under the same code about the same, was raised. `detail` is a sentence for people, without personal data.
 */
export type RaiseAttention = (
  fact: { readonly code: string; readonly detail: string } & (
    { readonly orderId: string } | { readonly about: string }
  ),
  cause: Cause,
) => Promise<void>;

/** The service's table. */
export interface AttentionTable {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  readonly clock: Clock;
}

type Row = Readonly<Record<string, unknown>> & { readonly version: number };

/**
 * Raises what a service has no write of its own for: a contradiction changes nothing, so it gets a row to itself, in the
 * service's table, with the event in its outbox. The row's key is made of the code and what it is about: whoever meets the same
 * contradiction again, in a redelivery, a redrive or a replay, meets the row.
 */
export const makeRaiseAttention = (
  deps: AttentionTable & {
    /** The table's only key attribute. */
    readonly key: string;
    readonly definition: AttentionDefinition;
  },
): RaiseAttention => {
  const { definition, key, clock } = deps;
  const outboxOf = makeOutbox(definition);
  const service = definition.source.replace('orderwire.', '');
  return async (fact, cause) => {
    const { code, detail } = fact;
    const [about, order] = 'orderId' in fact ? [fact.orderId, { orderId: fact.orderId }] : [fact.about, {}];
    const subject = `attention/${service}/${code}/${about}`;
    const events = [{ type: definition.type, data: { code, detail, ...order } }];
    const outbox = outboxOf({ subject, sequence: 1, at: clock(), cause, events });
    await putNextVersion<Row>(deps, { [key]: subject, version: 1 }, outbox);
  };
};
