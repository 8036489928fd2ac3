import { describe, expect, it } from '@jest/globals';
import { aModel } from './a-model.fixture.ts';
import { ownerOf } from './owner.ts';

describe('what a call costs', () => {
  const owner = ownerOf(aModel());

  it('is charged to the service of the calling function', () => {
    expect(owner({ kind: 'function', functionName: 'orders-local-place' })).toBe('orders');
  });

  it('is charged to whoever is named when nobody calls from a function', () => {
    expect(owner({ kind: 'anonymous' }, 'customers')).toBe('customers');
    expect(owner({ kind: 'admin' })).toBe('platform');
  });
});
