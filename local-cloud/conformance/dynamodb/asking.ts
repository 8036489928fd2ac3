import { refused, same } from '../check.ts';
import { L, M, N, S, type Item, type ItemCase } from './items.ts';
import { OPERATORS } from './sources.ts';

/** What every condition here is asked of. */
const SUBJECT: Item = {
  name: S('orderwire'),
  count: N(10),
  price: N('9.99'),
  yes: { BOOL: true },
  nothing: { NULL: true },
  bytes: { B: Uint8Array.of(1, 2, 3) },
  tags: { SS: ['blue', 'green'] },
  numbers: { NS: ['1', '2', '3'] },
  blobs: { BS: [Uint8Array.of(1), Uint8Array.of(2, 3)] },
  list: L(S('a'), N(2), M({ deep: S('down') })),
  address: M({ city: S('Wien'), floor: N(3), doors: L(S('left'), S('right')) }),
  twin: S('orderwire'),
};

/** `#name` and `#count` always mean those attributes: both words are reserved. */
const NAMES: Readonly<Record<string, string>> = { '#name': 'name', '#count': 'count', '#list': 'list' };

interface Asked {
  readonly holds: readonly string[];
  readonly fails: readonly string[];
  readonly values?: Item;
}

const used = <T>(all: Readonly<Record<string, T>>, expression: string): Record<string, T> | undefined => {
  const entries = Object.entries(all).filter(([name]) => new RegExp(`${name}(?![A-Za-z0-9_])`).test(expression));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
};

/** Each expression is the condition of a write; that it was written, or not, is the answer. */
export const asks = (
  name: string,
  rule: string,
  { holds, fails, values = {} }: Asked,
  source = OPERATORS,
): ItemCase => ({
  name,
  rule,
  source,
  run: async (items) => {
    const key = items.fresh();
    await items.put({ ...key, ...SUBJECT });
    const attempt = (ConditionExpression: string) => {
      const names = used(NAMES, ConditionExpression);
      return items.update(
        key,
        'SET marked = :marked',
        { ':marked': S(ConditionExpression), ...used(values, ConditionExpression) },
        {
          ConditionExpression,
          ...(names !== undefined && { ExpressionAttributeNames: names }),
        },
      );
    };
    for (const expression of holds) {
      await attempt(expression);
      same((await items.get(key))?.['marked'], S(expression));
    }
    const before = await items.get(key);
    for (const expression of fails) {
      await refused(attempt(expression), 'ConditionalCheckFailedException', 'The conditional request failed');
      same(await items.get(key), before, expression);
    }
  },
});
