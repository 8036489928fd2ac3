import { refused, same } from '../check.ts';
import type { Item, Items, ItemCase } from './items.ts';

interface Change {
  readonly from?: Item;
  readonly expression: string;
  readonly values?: Item;
  readonly to: Item;
}

const changed = async (items: Items, { from, expression, values, to }: Change): Promise<void> => {
  const key = items.fresh();
  if (from) await items.put({ ...key, ...from });
  await items.update(key, expression, values);
  same(await items.get(key), { ...key, ...to }, expression);
};

/** Each change is done to an item of its own. */
export const changes = (name: string, rule: string, ...all: readonly Change[]): ItemCase => ({
  name,
  rule,
  run: async (items) => {
    for (const change of all) await changed(items, change);
  },
});

interface Refused {
  readonly from?: Item;
  readonly expression: string;
  readonly values?: Item;
  readonly message: RegExp;
}

export const refuses = (name: string, rule: string, ...all: readonly Refused[]): ItemCase => ({
  name,
  rule,
  run: async (items) => {
    for (const { from = {}, expression, values, message } of all) {
      const key = items.fresh();
      await items.put({ ...key, ...from });
      await refused(items.update(key, expression, values), 'ValidationException', message);
      same(await items.get(key), { ...key, ...from }, 'the item is as it was');
    }
  },
});

export const v = (value: Item[string]): Item => ({ ':v': value });
export const SET_PATH = /The document path provided in the update expression is invalid for update/;
export const NO_ATTRIBUTE = /provided expression refers to an attribute that does not exist in the item/;
