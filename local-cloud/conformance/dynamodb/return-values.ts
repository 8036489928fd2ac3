import { same } from '../check.ts';
import { v } from './changing.ts';
import { casesOn, M, N, type Item, type ItemCase } from './items.ts';
import { API_UPDATE } from './sources.ts';

const BEFORE: Item = { a: N(1), b: N(2), m: M({ x: N(1), y: N(2) }) };

const returned = (
  name: string,
  rule: string,
  ReturnValues: 'NONE' | 'ALL_OLD' | 'UPDATED_OLD' | 'ALL_NEW' | 'UPDATED_NEW',
  expected: (key: Item) => Item | undefined,
): ItemCase => ({
  name,
  rule,
  run: async (items) => {
    const key = items.fresh();
    await items.put({ ...key, ...BEFORE });
    const { Attributes } = await items.update(key, 'SET a = :v, m = :v, c = :v', v(N(9)), { ReturnValues });
    same(Attributes, expected(key));
  },
});

export const returnValues = casesOn('return-values', API_UPDATE, [
  returned('update-none', 'NONE, the default, returns nothing.', 'NONE', () => undefined),
  returned('update-all-old', 'ALL_OLD returns the whole item as it was.', 'ALL_OLD', (key) => ({ ...key, ...BEFORE })),
  returned('update-updated-old', 'UPDATED_OLD returns what was updated as it was.', 'UPDATED_OLD', () => ({
    a: N(1),
    m: M({ x: N(1), y: N(2) }),
  })),
  returned('update-all-new', 'ALL_NEW returns the whole item as it is.', 'ALL_NEW', (key) => ({
    ...key,
    a: N(9),
    b: N(2),
    c: N(9),
    m: N(9),
  })),
  returned('update-updated-new', 'UPDATED_NEW returns what was updated as it is.', 'UPDATED_NEW', () => ({
    a: N(9),
    c: N(9),
    m: N(9),
  })),
  {
    name: 'update-old-of-a-new-item',
    rule: 'ALL_OLD of an update that made the item returns nothing.',
    run: async (items) => {
      const { Attributes } = await items.update(items.fresh(), 'SET a = :v', v(N(1)), { ReturnValues: 'ALL_OLD' });
      same(Attributes, undefined);
    },
  },
]);
