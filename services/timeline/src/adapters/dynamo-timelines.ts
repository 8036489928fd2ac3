import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { actorSchema } from '@orderwire/events-schema/envelope';
import { rowReader } from '@orderwire/store/row';
import * as z from 'zod/mini';
import type { Timelines } from '../application/timelines.ts';
import type { Entry } from '../domain/entry.ts';
import { type Burst, placeOf, putTogether } from './put-together.ts';

/** That the customer was erased. Sorts behind every burst, for those begin with a year. */
const ERASED = 'erased';

const burst = rowReader(
  'entries of a timeline',
  z.object({
    orderId: z.string(),
    entry: z.string(),
    entries: z.array(
      z.object({
        id: z.string(),
        at: z.string(),
        type: z.string(),
        source: z.string(),
        actor: actorSchema,
        cause: z.string(),
        facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
      }),
    ),
    customerId: z.exactOptional(z.string()),
  }),
);

/** The Timeline table: what happened to an order under its id, in bursts. */
export const dynamoTimelines = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}): Timelines => {
  const { dynamo, tableName: TableName } = deps;
  const put = putTogether(dynamo, TableName);
  const replace = (row: object): Promise<unknown> =>
    dynamo.send(new PutItemCommand({ TableName, Item: marshall(row) }));

  /** All of an order: a few kilobytes. */
  const burstsOf = async (orderId: string): Promise<readonly Burst[]> => {
    const found: Burst[] = [];
    let from: QueryCommandOutput['LastEvaluatedKey'];
    do {
      const page: QueryCommandOutput = await dynamo.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'orderId = :orderId AND entry < :erased',
          ExpressionAttributeValues: marshall({ ':orderId': orderId, ':erased': ERASED }),
          ConsistentRead: true,
          ...(from && { ExclusiveStartKey: from }),
        }),
      );
      found.push(...(page.Items ?? []).map(burst));
      from = page.LastEvaluatedKey;
    } while (from);
    return found;
  };

  return {
    add: (orderId, entry) => put({ orderId, of: entry }),

    noteOwner: (orderId, customerId) => put({ orderId, customerId }),

    ownerOf: async (orderId) =>
      (await burstsOf(orderId)).find(({ customerId }) => customerId !== undefined)?.customerId,

    forgetWords: async (orderId, wordless) => {
      await replace({ orderId, entry: ERASED });
      for (const row of await burstsOf(orderId)) {
        const entries = row.entries.map((entry) => wordless(entry) ?? entry);
        if (entries.some((entry, place) => entry !== row.entries[place])) await replace({ ...row, entries });
      }
    },

    isErased: async (orderId) => {
      const Key = marshall({ orderId, entry: ERASED });
      return (await dynamo.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item !== undefined;
    },

    list: async (orderId, { limit, after = '' }) => {
      // What was told twice may stand in two bursts.
      const entries = new Map<string, Entry>();
      for (const row of await burstsOf(orderId)) for (const entry of row.entries) entries.set(placeOf(entry), entry);
      const places = [...entries.keys()].sort().filter((place) => place > after);
      const page = places.slice(0, limit);
      const last = page.at(-1);
      return {
        entries: page.flatMap((place) => entries.get(place) ?? []),
        ...(places.length > limit && last !== undefined && { next: last }),
      };
    },
  };
};
