import { describe, expect, it } from '@jest/globals';
import { conflict, kindsOf, partialPut, partialSend, partialWrite, retried } from './call-faults.ts';
import type { Fault } from './faults.ts';

const fault = (value: number): Fault => ({ site: 'here', nth: 0, kind: 'partial-put', value });
const entries = Array.from({ length: 10 }, (_, index) => ({ Detail: String(index) }));

describe('a bus that takes a part', () => {
  it.each([0, 0.1, 0.37, 0.5, 0.77, 0.999])('refuses one entry at least, and answers by index: %d', (value) => {
    const put: unknown[] = [];
    const output = partialPut({ Entries: entries }, fault(value), (input) => {
      put.push(...(input.Entries ?? []));
      return {
        FailedEntryCount: 0,
        Entries: (input.Entries ?? []).map((entry) => ({ EventId: (entry as { Detail: string }).Detail })),
      };
    });
    expect(output.FailedEntryCount).toBeGreaterThan(0);
    expect(output.FailedEntryCount + put.length).toBe(10);
    output.Entries.forEach((result, index) => {
      const { EventId = String(index), ErrorCode } = result as { EventId?: string; ErrorCode?: string };
      expect(EventId).toBe(String(index));
      expect('EventId' in (result as object)).toBe(ErrorCode === undefined);
    });
  });
});

describe('a queue that takes a part', () => {
  it.each([0, 0.1, 0.37, 0.5, 0.77, 0.999])('refuses one message at least, and names each once: %d', (value) => {
    const sent = entries.map((_, index) => ({ Id: String(index) }));
    const output = partialSend({ QueueUrl: 'q', Entries: sent }, fault(value), (input) => ({
      Successful: input.Entries ?? [],
    }));
    const { Successful: taken = [], Failed: failed = [] } = output as Record<
      string,
      readonly { readonly Id: string }[]
    >;
    expect(failed.length).toBeGreaterThan(0);
    expect([...taken, ...failed].map(({ Id }) => Id).sort()).toEqual(sent.map(({ Id }) => Id));
  });
});

describe('a table that takes a part', () => {
  it.each([0, 0.1, 0.37, 0.5, 0.77, 0.999])('hands one row back at least, and each row once: %d', (value) => {
    const requests = entries.map(({ Detail }) => ({ PutRequest: { Item: { id: { S: Detail } } } }));
    const written: unknown[] = [];
    const { UnprocessedItems: back } = partialWrite({ RequestItems: { rows: requests } }, fault(value), (input) => {
      written.push(...(input.RequestItems?.['rows'] ?? []));
    });
    const left = back['rows'] ?? [];
    expect(left.length).toBeGreaterThan(0);
    expect(left.length + written.length).toBe(10);
    expect(new Set([...left, ...written])).toEqual(new Set(requests));
  });
});

describe('a conflict', () => {
  it('cancels a transaction with one reason per action, in their order', () => {
    const error = conflict('TransactWriteItems', { TransactItems: [{}, {}, {}] }, fault(0.5));
    expect(error).toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }, { Code: 'None' }],
    });
  });

  it('is thrown by a plain write', () =>
    expect(conflict('PutItem', {}, fault(0)).name).toBe('TransactionConflictException'));

  it('befalls writes only', () => {
    expect(kindsOf('dynamodb', 'PutItem')).toContain('conflict');
    expect(kindsOf('dynamodb', 'GetItem')).not.toContain('conflict');
    expect(kindsOf('events', 'PutEvents')).toContain('partial-put');
    expect(kindsOf('sqs', 'SendMessageBatch')).toContain('partial-put');
    expect(kindsOf('dynamodb', 'BatchWriteItem')).toEqual(expect.arrayContaining(['conflict', 'partial-put']));
  });
});

describe('a throttle that the SDK meets', () => {
  const longest = (service: 'dynamodb' | 'sqs', environment: Readonly<Record<string, string>>): number =>
    retried('throttle', service, environment, fault(0.9999)).afterMs;

  it('takes up to seven seconds of DynamoDB and three of the others, as the SDK retries by itself', () => {
    expect([longest('dynamodb', {}), longest('sqs', {})]).toEqual([6_999, 2_999]);
  });

  it('takes a second at most with two attempts, whatever the service', () => {
    const few = { AWS_MAX_ATTEMPTS: '2' };
    expect([longest('dynamodb', few), longest('sqs', few)]).toEqual([999, 999]);
  });

  it('passes now and then, and never where there is one attempt only', () => {
    const values = Array.from({ length: 300 }, (_, index) => index / 300);
    const passed = (environment: Readonly<Record<string, string>>): number =>
      values.filter((value) => retried('throttle', 'sqs', environment, fault(value)).passes).length;
    expect(passed({})).toBeGreaterThan(60);
    expect(passed({ AWS_MAX_ATTEMPTS: '1' })).toBe(0);
  });
});
