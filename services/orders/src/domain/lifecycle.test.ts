import { describe, expect, it } from '@jest/globals';
import { ORDER_STATUSES, canBecome, isFinal } from './lifecycle.ts';

describe('the lifecycle', () => {
  it('ends in four statuses', () => {
    expect(ORDER_STATUSES.filter(isFinal).sort()).toEqual(['cancelled', 'delivered', 'rejected', 'returned']);
  });

  it.each(['placed', ...ORDER_STATUSES.filter(isFinal)] as const)(
    'lets nothing leave an end or come back to %s',
    (status) => {
      const reachedFrom = ORDER_STATUSES.filter((from) => isFinal(from) && canBecome(from, status));
      expect(reachedFrom).toEqual([]);
    },
  );

  it('begins with placed and nowhere else', () => {
    expect(ORDER_STATUSES.filter((from) => canBecome(from, 'placed'))).toEqual([]);
  });

  it('reaches every status from placed', () => {
    const reached = new Set<string>(['placed']);
    for (const from of reached) {
      for (const to of ORDER_STATUSES) if (canBecome(from as 'placed', to)) reached.add(to);
    }
    expect([...reached].sort()).toEqual([...ORDER_STATUSES].sort());
  });

  it('delivers what was shipped, and nothing else', () => {
    expect(ORDER_STATUSES.filter((from) => canBecome(from, 'delivered'))).toEqual(['shipped', 'delivery_failed']);
  });

  it.each(['shipped', 'delivery_failed', 'delivered', 'returned'] as const)('never cancels what is %s', (status) => {
    expect(canBecome(status, 'cancelled')).toBe(false);
  });
});
