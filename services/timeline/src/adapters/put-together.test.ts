import type { BatchWriteItemInput, WriteRequest } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { makeFakeClient } from '@orderwire/testing/fakes';
import { putTogether } from './put-together.ts';

type Answer = (requests: readonly WriteRequest[]) => Promise<{ UnprocessedItems?: Record<string, WriteRequest[]> }>;

const aTable = (answer: Answer = () => Promise.resolve({})) => {
  const calls: (readonly string[])[] = [];
  const { client } = makeFakeClient((input) => {
    const requests = (input as unknown as BatchWriteItemInput).RequestItems?.['rows'] ?? [];
    calls.push(requests.map(({ PutRequest }) => `${PutRequest?.Item?.['id']?.S}=${PutRequest?.Item?.['value']?.N}`));
    return answer(requests);
  });
  const put = putTogether(client, 'rows', (row) => row['id']?.S ?? '');
  return { calls, put: (id: string, value = 1) => put({ id: { S: id }, value: { N: String(value) } }) };
};

const outcomes = (puts: readonly Promise<void>[]): Promise<readonly string[]> =>
  Promise.all(
    puts.map((put) =>
      put.then(
        () => 'done',
        (error: unknown) => (error instanceof Error ? error.message : ''),
      ),
    ),
  );

describe('rows that are put together', () => {
  it('go out by one call, and those of a later moment by another', async () => {
    const { calls, put } = aTable();
    await Promise.all([put('a'), put('b')]);
    await put('c');
    expect(calls).toEqual([['a=1', 'b=1'], ['c=1']]);
  });

  it('go out by 25', async () => {
    const { calls, put } = aTable();
    await Promise.all(Array.from({ length: 51 }, (_, index) => put(`row-${index}`)));
    expect(calls.map(({ length }) => length)).toEqual([25, 25, 1]);
  });

  it('are one when they have the same key: the last one counts', async () => {
    const { calls, put } = aTable();
    expect(await outcomes([put('a', 1), put('b'), put('a', 2)])).toEqual(['done', 'done', 'done']);
    expect(calls).toEqual([['a=2', 'b=1']]);
  });

  it('fail one by one when DynamoDB hands some back', async () => {
    const { put } = aTable((requests) => Promise.resolve({ UnprocessedItems: { rows: requests.slice(1, 2) } }));
    expect(await outcomes([put('a'), put('b'), put('c')])).toEqual([
      'done',
      'DynamoDB has handed the row back.',
      'done',
    ]);
  });

  it('fail together when the call does, and later ones are tried', async () => {
    let isDown = true;
    const { put } = aTable(() => (isDown ? Promise.reject(new Error('down')) : Promise.resolve({})));
    expect(await outcomes([put('a'), put('b')])).toEqual(['down', 'down']);
    isDown = false;
    expect(await outcomes([put('a')])).toEqual(['done']);
  });
});
