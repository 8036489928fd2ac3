import { type DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { actorSchema } from '@orderwire/events-schema/envelope';
import { rowReader } from '@orderwire/store/row';
import * as z from 'zod/mini';
import type { Timelines } from '../application/timelines.ts';
import type { Entry } from '../domain/entry.ts';
import { putTogether } from './put-together.ts';

/** Sorts behind every entry, for those begin with a year. */
const OWNER = 'owner';

/** That the customer was erased. Sorts behind the entries, too. */
const ERASED = `${OWNER}/erased`;

/** Of entries that are read to be rewritten. */
const PAGE = 100;

const entryRow = rowReader(
  'entry of a timeline',
  z.object({
    entry: z.string(),
    at: z.string(),
    type: z.string(),
    source: z.string(),
    actor: actorSchema,
    cause: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  }),
);

const ownerRow = rowReader('owner of an order', z.object({ customerId: z.string() }));

const placeOf = rowReader('place in a timeline', z.object({ entry: z.string() }));

/** The Timeline table: rows of one order under its id, entries sorted by time and then by the event's id. */
export const dynamoTimelines = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}): Timelines => {
  const TableName = deps.tableName;
  const put = putTogether(deps.dynamo, TableName, (row) => `${row['orderId']?.S}/${row['entry']?.S}`);
  const read = async (orderId: string, entry: string) =>
    (await deps.dynamo.send(new GetItemCommand({ TableName, Key: marshall({ orderId, entry }), ConsistentRead: true })))
      .Item;
  const timelines: Timelines = {
    add: async (orderId, { id, ...rest }) => {
      const row = { orderId, entry: `${rest.at}#${id}`, ...rest };
      await put(marshall(row));
    },

    noteOwner: async (orderId, customerId) => {
      await put(marshall({ orderId, entry: OWNER, customerId }));
    },

    ownerOf: async (orderId) => {
      const row = await read(orderId, OWNER);
      return row && ownerRow(row).customerId;
    },

    forgetWords: async (orderId, wordless) => {
      await put(marshall({ orderId, entry: ERASED }));
      let after: string | undefined;
      do {
        const { entries, next } = await timelines.list(orderId, { limit: PAGE, ...(after !== undefined && { after }) });
        await Promise.all(
          entries.flatMap((entry) => wordless(entry) ?? []).map((entry) => timelines.add(orderId, entry)),
        );
        after = next;
      } while (after !== undefined);
    },

    isErased: async (orderId) => (await read(orderId, ERASED)) !== undefined,

    list: async (orderId, { limit, after }) => {
      const { Items = [], LastEvaluatedKey } = await deps.dynamo.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'orderId = :orderId AND entry < :owner',
          ExpressionAttributeValues: marshall({ ':orderId': orderId, ':owner': OWNER }),
          ConsistentRead: true,
          Limit: limit,
          ...(after !== undefined && { ExclusiveStartKey: marshall({ orderId, entry: after }) }),
        }),
      );
      return {
        entries: Items.map(entryOf),
        ...(LastEvaluatedKey && { next: placeOf(LastEvaluatedKey).entry }),
      };
    },
  };
  return timelines;
};

const entryOf = (row: Parameters<typeof entryRow>[0]): Entry => {
  const { entry, at, ...rest } = entryRow(row);
  return { id: entry.slice(at.length + 1), at, ...rest };
};
