import type { Cause } from '@orderwire/events-schema/cause';
import { AGAIN, untilDecided } from '@orderwire/kernel/decide';
import { type Result, ok, refuse } from '@orderwire/kernel/result';
import { changedFields, type Item } from '../domain/item.ts';
import type { Items, KnownItem } from './items.ts';

/** Whether a version is one that the caller knows; absent where the caller does not say what it has seen. */
type IsSeen = ((version: number) => boolean) | undefined;

type Stale = { readonly code: 'ITEM_NOT_FOUND' } | { readonly code: 'VERSION_STALE' };

/** What staff do to single items. */
export interface EditItems {
  /** An item that is there and says just this, and has never been anything else, was made by the same request before. */
  readonly create: (
    item: Item,
    initialStock: number,
    cause: Cause,
  ) => Promise<Result<KnownItem, { readonly code: 'ITEM_EXISTS' }>>;
  /**
   * @param next what becomes of the item, or why it cannot be
   * @param stock so many are to be had from now on: told of, not kept
   */
  readonly change: <E>(
    itemId: string,
    isSeen: IsSeen,
    next: (item: Item) => Result<Item, E>,
    cause: Cause,
    stock?: number,
  ) => Promise<Result<KnownItem, Stale | E>>;
  /** One that is retired already is left as it is. */
  readonly retire: (itemId: string, isSeen: IsSeen, cause: Cause) => Promise<Result<undefined, Stale>>;
}

/** How often a change is decided because somebody else has changed the item since it was read. */
const MAX_DECISIONS = 5;

/** @throws ContentionError when an item changes under every decision */
export const makeEditItems = ({
  items,
}: {
  readonly items: Pick<Items, 'add' | 'current' | 'update' | 'retire'>;
}): EditItems => ({
  create: async (item, initialStock, cause) => {
    const known = await items.add(item, initialStock, cause);
    if (!known) return ok({ item: { ...item, availability: 'unknown' }, version: 1, isRetired: false, isListed: true });
    const isTheSame = known.version === 1 && changedFields(known.item, item).length === 0;
    return isTheSame ? ok(known) : refuse({ code: 'ITEM_EXISTS' });
  },

  change: (itemId, isSeen, next, cause, stock) =>
    untilDecided(`The item ${itemId}`, MAX_DECISIONS, async () => {
      const known = await items.current(itemId);
      if (!known || known.isRetired) return refuse({ code: 'ITEM_NOT_FOUND' });
      if (isSeen && !isSeen(known.version)) return refuse({ code: 'VERSION_STALE' });
      const { availability, ...before } = known.item;
      const after = next(before);
      if (!after.ok) return after;
      const changed = changedFields(before, after.value);
      if (changed.length === 0 && stock === undefined) return ok(known);
      const inTheWay = await items.update(after.value, { seen: known.version, changed, stock }, cause);
      return inTheWay
        ? AGAIN
        : ok({ item: { ...after.value, availability }, version: known.version + 1, isRetired: false, isListed: true });
    }),

  retire: (itemId, isSeen, cause) =>
    untilDecided(`The item ${itemId}`, MAX_DECISIONS, async () => {
      const known = await items.current(itemId);
      if (!known) return refuse({ code: 'ITEM_NOT_FOUND' });
      if (known.isRetired) return ok(undefined);
      if (isSeen && !isSeen(known.version)) return refuse({ code: 'VERSION_STALE' });
      const { availability: _, ...item } = known.item;
      return (await items.retire(item, known.version, cause)) ? AGAIN : ok(undefined);
    }),
});
