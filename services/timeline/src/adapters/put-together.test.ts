import type { BatchWriteItemInput, WriteRequest } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { makeFakeClient } from '@orderwire/testing/fakes';
import type { Entry } from '../domain/entry.ts';
import { type Burst, putTogether } from './put-together.ts';

type Answer = (requests: readonly WriteRequest[]) => Promise<{ UnprocessedItems?: Record<string, WriteRequest[]> }>;

const entry = (id: string, at = 'T1'): Entry => ({
  ...{ id, at, type: 'MailSent', source: 's', actor: { type: 'system', id: 's' }, cause: 'c', facts: {} },
});

const aTable = (answer: Answer = () => Promise.resolve({})) => {
  /** Per call and row: its order, and the ids of its entries. */
  const calls: (readonly string[])[] = [];
  const rows: Burst[] = [];
  const { client } = makeFakeClient((input) => {
    const requests = (input as unknown as BatchWriteItemInput).RequestItems?.['rows'] ?? [];
    const bursts = requests.map(({ PutRequest }) => unmarshall(PutRequest?.Item ?? {}) as Burst);
    rows.push(...bursts);
    calls.push(bursts.map(({ orderId, entries }) => `${orderId}: ${entries.map(({ id }) => id).join(' ')}`));
    return answer(requests);
  });
  const put = putTogether(client, 'rows');
  return {
    calls,
    rows,
    put,
    add: (orderId: string, ...told: Parameters<typeof entry>) => put({ orderId, of: entry(...told) }),
  };
};

const outcomes = (puts: readonly Promise<void>[]): Promise<readonly string[]> =>
  Promise.all(
    puts.map((one) =>
      one.then(
        () => 'done',
        (error: unknown) => (error instanceof Error ? error.message : ''),
      ),
    ),
  );

describe('what is noted together', () => {
  it('is a row for each order, by one call; what is noted at a later moment is another', async () => {
    const { calls, add } = aTable();
    await Promise.all([add('o1', 'b', 'T2'), add('o2', 'x'), add('o1', 'a', 'T1')]);
    await add('o1', 'c');
    expect(calls).toEqual([['o1: a b', 'o2: x'], ['o1: c']]);
  });

  it('says whose order it is, where it is told', async () => {
    const { rows, add, put } = aTable();
    await Promise.all([put({ orderId: 'o1', customerId: 'ada' }), add('o1', 'a')]);
    expect(rows).toMatchObject([{ orderId: 'o1', customerId: 'ada', entries: [{ id: 'a' }] }]);
  });

  it('goes out by 25 rows of at most 50 entries', async () => {
    const { calls, rows, add } = aTable();
    await Promise.all([
      ...Array.from({ length: 51 }, (_, index) => add('o', `${index}`)),
      ...Array.from({ length: 49 }, (_, index) => add(`o${index}`, 'a')),
    ]);
    expect(calls.map(({ length }) => length)).toEqual([25, 25, 1]);
    expect(rows.slice(0, 2).map(({ entries }) => entries.length)).toEqual([50, 1]);
  });

  it('stands once, however often it is told at that moment', async () => {
    const { calls, add } = aTable();
    expect(await outcomes([add('o1', 'a'), add('o1', 'a')])).toEqual(['done', 'done']);
    expect(calls).toEqual([['o1: a']]);
  });

  it('meets its own row again, and replaces none that holds more or less', async () => {
    const { rows, add } = aTable();
    await Promise.all([add('o1', 'a'), add('o1', 'b')]);
    await Promise.all([add('o1', 'b'), add('o1', 'a')]);
    await add('o1', 'a');
    const [first, again, less] = rows.map((row) => row.entry);
    expect([again === first, less === first]).toEqual([true, false]);
  });

  it('fails order by order when DynamoDB hands rows back', async () => {
    const { add } = aTable((requests) => Promise.resolve({ UnprocessedItems: { rows: requests.slice(1, 2) } }));
    const back = 'DynamoDB has handed the row back.';
    expect(await outcomes([add('o1', 'a'), add('o2', 'b'), add('o2', 'c')])).toEqual(['done', back, back]);
  });

  it('fails together when the call does, and later notes are tried', async () => {
    let isDown = true;
    const { add } = aTable(() => (isDown ? Promise.reject(new Error('down')) : Promise.resolve({})));
    expect(await outcomes([add('o1', 'a'), add('o2', 'b')])).toEqual(['down', 'down']);
    isDown = false;
    expect(await outcomes([add('o1', 'a')])).toEqual(['done']);
  });
});
