import { countWhile } from '../count-while.ts';
import { attributeOf, type Item } from './item.ts';
import type { Key } from './keys.ts';
import type { Expiry } from './state.ts';

/** Seconds since the epoch, or undefined when the attribute is missing or no number. */
export const expiryOf = (item: Item, attribute: string): number | undefined => {
  const at = Number(attributeOf(item, attribute)?.N);
  return Number.isNaN(at) ? undefined : at;
};

export const countExpiriesBefore = (expiries: readonly Expiry[], at: number, id: string): number =>
  countWhile(expiries, (expiry) => expiry.at < at || (expiry.at === at && expiry.id < id));

/** Updates the list after a write. Most writes do not change the time, and most times are the latest so far. */
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
