import { AGAIN, untilDecided } from '@orderwire/kernel/decide';
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

/** @param dryRun only says what would become of each entry, as things stand; nothing is written */
export type ImportItems = (entries: readonly Entry[], cause: Cause, dryRun?: boolean) => Promise<readonly Outcome[]>;

/** So many entries are written at the same time. */
const AT_ONCE = 25;

/** How often a change is decided because somebody else has changed the item since it was read. */
const MAX_DECISIONS = 5;

/**
 * Makes the catalogue say what the entries say, each on its own. What fails half way is done by importing the same again.
 * @throws ContentionError when an item changes under every decision
 */
export const makeImportItems = ({
  items,
}: {
  readonly items: Pick<Items, 'add' | 'update' | 'findAll'>;
}): ImportItems => {
  const importOne = async ({ initialStock, ...item }: Entry, cause: Cause): Promise<Outcome> => {
    const first = await items.add(item, initialStock, cause);
    if (!first) return { result: 'added' };
    let known = first;
    return untilDecided<Outcome>(`The item ${item.itemId}`, MAX_DECISIONS, async () => {
      const changed = changedFields(known.item, item);
      if (changed.length === 0 && known.isListed) return { result: 'unchanged' };
      const inTheWay = await items.update(item, { seen: known.version, changed }, cause);
      if (!inTheWay) return { result: 'updated', changed };
      known = inTheWay;
      return AGAIN;
    });
  };

  const foresee = async (entries: readonly Entry[]): Promise<readonly Outcome[]> => {
    const known = new Map(
      (await items.findAll(entries.map(({ itemId }) => itemId))).map((one) => [one.item.itemId, one]),
    );
    return entries.map(({ initialStock: _, ...item }) => {
      const before = known.get(item.itemId);
      if (!before) return { result: 'added' };
      const changed = changedFields(before.item, item);
      return changed.length === 0 && before.isListed ? { result: 'unchanged' } : { result: 'updated', changed };
    });
  };

  return async (entries, cause, dryRun = false) => {
    const outcomes: Outcome[] = [];
    for (let start = 0; start < entries.length; start += AT_ONCE) {
      const together = entries.slice(start, start + AT_ONCE);
      const done = dryRun ? foresee(together) : Promise.all(together.map((entry) => importOne(entry, cause)));
      outcomes.push(...(await done));
    }
    return outcomes;
  };
};
