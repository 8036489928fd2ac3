import { type AttributeValue, type DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { isConditionFailed } from '@orderwire/store/dynamo-errors';
import { rowReader } from '@orderwire/store/row';
import * as z from 'zod/mini';
import type { AuditEntry, AuditFilter, AuditList, AuditPosition } from '../application/audit-list.ts';

type Row = Record<string, AttributeValue>;

/** Every entry has it: the key of the index that lists them all. */
const LIST = 'all';

/** How many entries are looked at for one page, at most: 1,000. */
const MOST = { rounds: 10, evaluated: 100 };

const readRow = rowReader(
  'audit entry',
  z.object({
    id: z.string(),
    at: z.string(),
    actor: z.string(),
    service: z.string(),
    subject: z.string(),
    cause: z.string(),
    changes: z.array(
      z.object({ field: z.string(), before: z.exactOptional(z.unknown()), after: z.exactOptional(z.unknown()) }),
    ),
    withheld: z.array(z.string()),
    reason: z.exactOptional(z.string()),
  }),
);

/** Sorts by the time, and then by the id. */
const placeOf = ({ at, id }: Pick<AuditEntry, 'at' | 'id'>): string => `${at}#${id}`;

const positionOf = (entry: AuditEntry): AuditPosition => ({ service: entry.service, place: placeOf(entry) });

/** One thing has fewest entries, then one person, then one service. */
const KEYS = [
  ['subject', 'bySubject'],
  ['actor', 'byActor'],
  ['service', undefined],
] as const;

/** By which key the entries are found; the other filters are held against what is found. */
const keyFor = (filter: AuditFilter) => {
  const [name, index] = KEYS.find(([one]) => filter[one] !== undefined) ?? ['list', 'byTime'];
  const rest = KEYS.map(([one]) => one).filter((one) => one !== name && filter[one] !== undefined);
  const value = name === 'list' ? LIST : (filter[name] ?? '');
  return { name, index, value, rest };
};

const queryFor = (TableName: string, filter: AuditFilter) => {
  const { name, index, value, rest } = keyFor(filter);
  const names = Object.fromEntries([name, ...rest].map((one) => [`#${one}`, one]));
  const values = Object.fromEntries(rest.map((one) => [`:${one}`, filter[one]]));
  return {
    isFiltered: rest.length > 0,
    startAt: ({ service, place }: AuditPosition) => marshall({ service, place, [name]: value }),
    input: {
      TableName,
      ...(index !== undefined && { IndexName: index }),
      // A place is longer than its time, so that `to` itself lies before all places of its time.
      KeyConditionExpression: `#${name} = :${name} AND place BETWEEN :from AND :to`,
      ...(rest.length > 0 && { FilterExpression: rest.map((one) => `#${one} = :${one}`).join(' AND ') }),
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: marshall({
        ...{ [`:${name}`]: value, ':from': filter.from ?? '0', ':to': filter.to ?? '9999' },
        ...values,
      }),
      ScanIndexForward: false,
    },
  };
};

/** The Audit table: one row per write by staff, which is put once and never touched again. */
export const dynamoAudit = ({
  dynamo,
  tableName,
}: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}): AuditList => ({
  add: async (entry) => {
    const put = new PutItemCommand({
      TableName: tableName,
      Item: marshall({ ...entry, place: placeOf(entry), list: LIST }, { removeUndefinedValues: true }),
      ConditionExpression: 'attribute_not_exists(place)',
    });
    try {
      await dynamo.send(put);
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
    }
  },

  list: async (filter, { limit, after }) => {
    const { input, startAt, isFiltered } = queryFor(tableName, filter);
    // One more than asked for tells whether there is another page.
    const Limit = isFiltered ? MOST.evaluated : limit + 1;
    const found: AuditEntry[] = [];
    let start: Row | undefined = after && startAt(after);
    for (let round = 0; round < MOST.rounds; round += 1) {
      const query = new QueryCommand({ ...input, Limit, ...(start && { ExclusiveStartKey: start }) });
      const { Items = [], LastEvaluatedKey } = await dynamo.send(query);
      found.push(...Items.map(readRow));
      start = LastEvaluatedKey;
      if (found.length > limit || !start) break;
    }
    const entries = found.slice(0, limit);
    const last = entries.at(-1);
    if (found.length > limit && last) return { entries, next: positionOf(last) };
    return {
      entries,
      ...(start && { next: { service: start['service']?.S ?? '', place: start['place']?.S ?? '' } }),
    };
  },
});
