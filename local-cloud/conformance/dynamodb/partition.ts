import { N, S, type Item, type Items } from './items.ts';

export const SORT_KEYS = ['a', 'ab', 'abc', 'b', 'c', 'd'] as const;

/** One partition with an item for each sort key; `n` counts them from 0. */
export const stock = async (items: Items, sortKeys: readonly string[] = SORT_KEYS): Promise<Item> => {
  const { pk } = items.fresh();
  for (const [n, sk] of sortKeys.entries())
    await items.put({ pk, sk: S(sk), n: N(n), colour: S(n % 2 ? 'red' : 'blue') });
  return { ':pk': pk };
};

export const sortKeysOf = (found: readonly Item[] | undefined): readonly (string | undefined)[] =>
  (found ?? []).map(({ sk }) => sk?.S);

export const b: Item = { ':b': S('b') };
export const ALL = [...SORT_KEYS];
