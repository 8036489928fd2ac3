import { describe, expect, it } from '@jest/globals';
import { conflict, kindsOf, partialPut } from './call-faults.ts';
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
  });
});
