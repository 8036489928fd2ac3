import { attributeOf, type Item } from './item.ts';
import type { Key } from './keys.ts';
import type { Expiry } from './state.ts';

/** Seconds since the epoch, or undefined when the attribute is missing or no number. */
export const expiryOf = (item: Item, attribute: string): number | undefined => {
  const at = Number(attributeOf(item, attribute)?.N);
  return Number.isNaN(at) ? undefined : at;
};

export const countExpiriesBefore = (expiries: readonly Expiry[], at: number, id: string): number => {
  let low = 0;
  let high = expiries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const expiry = expiries[middle] as Expiry;
    if (expiry.at < at || (expiry.at === at && expiry.id < id)) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Keeps the list in step with a write. Most writes leave the time alone, and most times are the latest so far. */
export const moveExpiry = (
  expiries: Expiry[],
  attribute: string,
  key: Key,
  before: Item | undefined,
  after: Item | undefined,
): void => {
  const old = before === undefined ? undefined : expiryOf(before, attribute);
  const fresh = after === undefined ? undefined : expiryOf(after, attribute);
  if (old === fresh) return;
  if (old !== undefined) expiries.splice(countExpiriesBefore(expiries, old, key.id), 1);
  if (fresh !== undefined)
    expiries.splice(countExpiriesBefore(expiries, fresh, key.id), 0, { at: fresh, id: key.id, key: key.item });
};
