import type { Key } from './keys.ts';
import type { Expiry } from './state.ts';
import { attributeOf, type Item } from './values.ts';

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

export const rememberExpiry = (expiries: Expiry[], attribute: string, key: Key, item: Item): void => {
  const at = expiryOf(item, attribute);
  if (at !== undefined)
    expiries.splice(countExpiriesBefore(expiries, at, key.id), 0, { at, id: key.id, key: key.item });
};

export const forgetExpiry = (expiries: Expiry[], attribute: string, key: Key, item: Item): void => {
  const at = expiryOf(item, attribute);
  if (at !== undefined) expiries.splice(countExpiriesBefore(expiries, at, key.id), 1);
};
