import { createHash } from 'node:crypto';
import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Entry } from '../domain/entry.ts';

/** What happened to one order and was told in one batch: one row of the Timeline table. */
export interface Burst {
  readonly orderId: string;
  /** The row's key under its order. */
  readonly entry: string;
  readonly entries: readonly Entry[];
  /** Whose order it is, where the burst says so. */
  readonly customerId?: string;
}

/** What is to be noted of an order: an entry, or whose it is. */
export type Note = { readonly orderId: string } & ({ readonly of: Entry } | { readonly customerId: string });

interface Waiting {
  readonly note: Note;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const MAX_ROWS = 25;

/** Of a row, far below its 400 kB. */
const MAX_ENTRIES = 50;

/**
 * Its key begins with its first entry's time, and tells the very set: the same burst again meets its own row, and another that
 * shares some of its entries replaces none of the others.
 */
const burstOf = (orderId: string, notes: readonly Note[]): Burst => {
  const byId = new Map(notes.flatMap((note) => ('of' in note ? [[note.of.id, note.of]] : [])));
  const entries = [...byId.values()].sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
  const owner = notes.flatMap((note) => ('customerId' in note ? [note.customerId] : []));
  const set = createHash('sha256')
    .update(entries.map(({ id }) => id).join(' '))
    .digest('hex');
  const [customerId] = owner;
  return {
    orderId,
    entry: `${entries[0]?.at ?? '0000'}#${set.slice(0, 16)}${customerId === undefined ? '' : '!'}`,
    entries,
    ...(customerId !== undefined && { customerId }),
  };
};

/** Sorts by the time, and then by the event. */
export const placeOf = ({ at, id }: Pick<Entry, 'at' | 'id'>): string => `${at}#${id}`;

const groupsOf = function* (waiting: readonly Waiting[]): Generator<readonly Waiting[]> {
  const byOrder = new Map<string, Waiting[]>();
  for (const one of waiting) byOrder.set(one.note.orderId, [...(byOrder.get(one.note.orderId) ?? []), one]);
  for (const group of byOrder.values())
    for (let from = 0; from < group.length; from += MAX_ENTRIES) yield group.slice(from, from + MAX_ENTRIES);
};

/**
 * Writes what is noted at the same moment by one call, and what is of one order into one row: a write is billed by the kilobyte,
 * and an entry takes a quarter of one. A note rejects when its call does, or when DynamoDB hands its row back, as it does when it
 * is throttled.
 */
export const putTogether = (
  dynamo: Pick<DynamoDBClient, 'send'>,
  tableName: string,
): ((note: Note) => Promise<void>) => {
  let asked: Waiting[] = [];

  const put = async (bursts: readonly (readonly [Burst, readonly Waiting[]])[]): Promise<void> => {
    const settle = (waiting: readonly Waiting[], error?: unknown): void => {
      for (const { resolve, reject } of waiting)
        if (error === undefined) resolve();
        else reject(error);
    };
    try {
      const requests = bursts.map(([burst]) => ({ PutRequest: { Item: marshall(burst) } }));
      const { UnprocessedItems = {} } = await dynamo.send(
        new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }),
      );
      const left = (UnprocessedItems[tableName] ?? []).map(({ PutRequest: { Item } = { Item: undefined } }) => Item);
      const back = new Set(left.map((row) => `${row?.['orderId']?.S}/${row?.['entry']?.S}`));
      for (const [{ orderId, entry }, waiting] of bursts)
        if (back.has(`${orderId}/${entry}`)) settle(waiting, new Error('DynamoDB has handed the row back.'));
        else settle(waiting);
    } catch (error) {
      for (const [, waiting] of bursts) settle(waiting, error);
    }
  };

  const putAll = (): void => {
    const bursts = [...groupsOf(asked)].map((group) => {
      const notes = group.map(({ note }) => note);
      return [burstOf(group[0]?.note.orderId ?? '', notes), group] as const;
    });
    asked = [];
    for (let from = 0; from < bursts.length; from += MAX_ROWS) void put(bursts.slice(from, from + MAX_ROWS));
  };

  return (note) =>
    new Promise<void>((resolve, reject) => {
      // Once all that happens now has asked.
      if (asked.length === 0) queueMicrotask(putAll);
      asked.push({ note, resolve, reject });
    });
};
