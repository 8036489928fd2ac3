/** By shape and not by `instanceof`: values may come from another realm. */
const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};

/**
 * Whether JSON gives back exactly this value: no bytes, dates or maps, and nothing that is undefined. An object with its own
 * `toJSON` would be written otherwise.
 */
export const isJson = (value: unknown): boolean => {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += 1) if (!isJson(value[at])) return false;
    return true;
  }
  if (!isPlain(value)) return false;
  for (const each of Object.values(value)) if (!isJson(each)) return false;
  return true;
};
