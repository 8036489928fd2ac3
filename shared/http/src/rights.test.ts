import { describe, expect, it } from '@jest/globals';
import { GROUPS, may, RIGHTS, type Group, type Right } from './rights.ts';

/** Written out here once more, by hand: whoever changes a group says so in two places. */
const MATRIX: Readonly<Record<Right, readonly Group[]>> = {
  'customers:read': ['admin', 'staff', 'support', 'bookkeeper', 'reader'],
  'customers:write': ['admin', 'staff', 'support'],
  'customers:erase': ['admin'],
  'catalogue:write': ['admin', 'staff'],
  'stock:read': ['admin', 'staff', 'support', 'warehouse', 'operations', 'reader'],
  'stock:write': ['admin', 'staff', 'warehouse'],
  'orders:read': [...GROUPS],
  'orders:write': ['admin', 'staff', 'support'],
  'orders:review': ['admin', 'staff', 'support'],
  'discounts:read': ['admin', 'staff', 'support', 'bookkeeper', 'reader'],
  'discounts:write': ['admin', 'staff'],
  'returns:read': ['admin', 'staff', 'support', 'warehouse', 'bookkeeper', 'reader'],
  'returns:write': ['admin', 'staff', 'support', 'warehouse'],
  'payments:read': ['admin', 'staff', 'support', 'bookkeeper', 'reader'],
  'payments:refund': ['admin', 'staff', 'bookkeeper'],
  'documents:read': ['admin', 'staff', 'support', 'bookkeeper', 'reader'],
  'partners:read': ['admin', 'staff', 'warehouse', 'operations', 'reader'],
  'partners:resend': ['admin', 'staff', 'warehouse', 'operations'],
  'keys:write': ['admin'],
  'attention:read': [...GROUPS],
  'attention:write': ['admin', 'staff', 'support', 'operations'],
  'operations:read': ['admin', 'staff', 'operations', 'reader'],
  'operations:write': ['admin', 'staff', 'operations'],
  'reports:read': ['admin', 'staff', 'bookkeeper', 'reader'],
  'audit:read': ['admin', 'staff', 'bookkeeper', 'operations', 'reader'],
};

describe.each(RIGHTS)('the right %s', (right) => {
  it('is of the groups that the table names, and of no other', () => {
    expect(GROUPS.filter((group) => may([group], right)).sort()).toEqual([...MATRIX[right]].sort());
  });
});

describe('a caller', () => {
  it('in several groups may what any of them may', () => {
    expect(may(['reader', 'warehouse'], 'stock:write')).toBe(true);
    expect(may(['guests', 'bookkeeper'], 'payments:refund')).toBe(true);
  });

  it.each([[[]], [['guests']], [['Admin']], [['__proto__', 'constructor', 'toString']]])(
    'in %j may nothing',
    (groups) => {
      expect(RIGHTS.filter((right) => may(groups, right))).toEqual([]);
    },
  );
});
