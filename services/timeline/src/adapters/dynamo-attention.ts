import {
  type AttributeValue,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { actorSchema } from '@orderwire/events-schema/envelope';
import { batchGet } from '@orderwire/store/batch-get';
import { itemInTheWay } from '@orderwire/store/dynamo-errors';
import { makeOutbox } from '@orderwire/store/outbox';
import { rowReader } from '@orderwire/store/row';
import * as z from 'zod/mini';
import type { AttentionList } from '../application/attention-list.ts';
import { type Attention, ATTENTION_STATES } from '../domain/attention.ts';

/** Holds keys only, and no row of a timeline has its attributes: an ordinary order costs nothing here. */
const INDEX = 'byAttention';

const outboxOf = makeOutbox();

type Row = Record<string, AttributeValue>;

const attentionRow = z.object({
  /** The row's own key. */
  orderId: z.string(),
  attentionState: z.enum(ATTENTION_STATES),
  /** The order, if it is about one. */
  about: z.exactOptional(z.string()),
  code: z.string(),
  detail: z.string(),
  type: z.string(),
  source: z.string(),
  raisedAt: z.string(),
  closing: z.exactOptional(z.object({ note: z.string(), by: actorSchema, at: z.string() })),
});

const readRow = rowReader('attention', attentionRow);

/** A row of its own: nobody closes a part of an order's timeline. */
const keyOf = (id: string) => ({ orderId: `${OWN}${id}`, entry: 'attention' });

const OWN = 'attention/';

const keyAt = (place: string) => keyOf(place.slice(place.indexOf('#') + 1));

const stored = ({ id, state, orderId, ...rest }: Attention) => ({
  ...keyOf(id),
  attentionState: state,
  // Sorts by the time, and then by the id.
  attentionAt: `${rest.raisedAt}#${id}`,
  ...(orderId !== undefined && { about: orderId }),
  ...rest,
});

const idOf = (row: Row): string => row['orderId']?.S?.slice(OWN.length) ?? '';

const attentionOf = (row: Row): Attention => {
  const { orderId: key, attentionState, about, ...rest } = readRow(row);
  return { id: key.slice(OWN.length), state: attentionState, ...(about !== undefined && { orderId: about }), ...rest };
};

/** The Timeline table's rows about what needs attention. */
export const dynamoAttention = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}): AttentionList => {
  const { dynamo, tableName: TableName } = deps;
  return {
    add: async (attention) => {
      const put = new PutItemCommand({
        TableName,
        Item: marshall(stored(attention)),
        ConditionExpression: 'attribute_not_exists(orderId)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      const before = await dynamo.send(put).then(() => undefined, itemInTheWay);
      return before ? attentionOf(before).state : attention.state;
    },

    close: async (id, closing, cause) => {
      // Raised, then closed: nothing else happens to it.
      const outbox = outboxOf({ subject: id, sequence: 2, at: Date.parse(closing.at), cause, events: [] });
      const update = new UpdateItemCommand({
        TableName,
        Key: marshall(keyOf(id)),
        UpdateExpression: 'SET attentionState = :closed, closing = :closing, outbox = :outbox',
        ConditionExpression: 'attentionState = :open',
        ExpressionAttributeValues: marshall({
          ...{ ':open': 'open', ':closed': 'closed' },
          ...{ ':closing': closing, ':outbox': outbox },
        }),
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      const row = await dynamo.send(update).then(({ Attributes }) => Attributes, itemInTheWay);
      return row && attentionOf(row);
    },

    list: async ({ state, limit, after }) => {
      // One more than asked for tells whether there is another page.
      const { Items: keys = [] } = await dynamo.send(
        new QueryCommand({
          TableName,
          IndexName: INDEX,
          KeyConditionExpression: 'attentionState = :state',
          ExpressionAttributeValues: marshall({ ':state': state }),
          ScanIndexForward: false,
          Limit: limit + 1,
          ...(after && {
            ExclusiveStartKey: marshall({ ...keyAt(after), attentionState: state, attentionAt: after }),
          }),
        }),
      );
      const page = keys.slice(0, limit);
      const rowKeys = page.map((key) => marshall(keyOf(idOf(key))));
      const found = new Map((await batchGet(dynamo, TableName, rowKeys)).map((row) => [idOf(row), attentionOf(row)]));
      const entries = page.flatMap((key) => found.get(idOf(key)) ?? []);
      const next = keys.length > limit ? page.at(-1)?.['attentionAt']?.S : undefined;
      // The index may be a moment behind: what was closed since is not shown as open.
      return { entries: entries.filter((one) => one.state === state), ...(next !== undefined && { next }) };
    },
  };
};
