import { ContentionError } from '@orderwire/kernel/contention-error';
import type { Cause } from '@orderwire/events-schema/cause';
import { changedFields, type Item, type ItemField } from '../domain/item.ts';
import type { Items } from './items.ts';

/** An item as the shop describes it: whole. What is not said of a known item is no longer so. */
export interface Entry extends Item {
  /** What the shop has of it when it is first listed; says nothing of a known item. */
  readonly initialStock: number;
}

export type Outcome =
  { readonly result: 'added' | 'unchanged' } | { readonly result: 'updated'; readonly changed: readonly ItemField[] };

export type ImportItems = (entries: readonly Entry[], cause: Cause) => Promise<readonly Outcome[]>;

/** So many entries are written at the same time. */
const AT_ONCE = 25;

/** How often a change is decided anew because somebody else has changed the item meanwhile. */
const MAX_DECISIONS = 5;

/**
 * Makes the catalogue say what the entries say, each on its own. What fails half way is done by importing the same again.
 * @throws ContentionError when an item changes under every decision
 */
export const makeImportItems = ({ items }: { readonly items: Pick<Items, 'add' | 'update'> }): ImportItems => {
  const importOne = async ({ initialStock, ...item }: Entry, cause: Cause): Promise<Outcome> => {
    let known = await items.add(item, initialStock, cause);
    if (!known) return { result: 'added' };
    for (let decisions = 1; decisions <= MAX_DECISIONS; decisions += 1) {
      const changed = changedFields(known.item, item);
      if (changed.length === 0) return { result: 'unchanged' };
      known = await items.update(item, { seen: known.version, changed }, cause);
      if (!known) return { result: 'updated', changed };
    }
    throw new ContentionError(`${item.itemId} changed under ${MAX_DECISIONS} decisions in a row.`);
  };

  return async (entries, cause) => {
    const outcomes: Outcome[] = [];
    for (let start = 0; start < entries.length; start += AT_ONCE) {
      const together = entries.slice(start, start + AT_ONCE);
      outcomes.push(...(await Promise.all(together.map((entry) => importOne(entry, cause)))));
    }
    return outcomes;
  };
};
