type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hasDots = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.some(hasDots);
  if (!isFields(value)) return false;
  // Each event that is put comes by here, so no list of its entries is made.
  for (const name in value) if (name.includes('.') || hasDots(value[name])) return true;
  return false;
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : [value]);

/** A path that is there twice has the values of both. */
const both = (left: unknown, right: unknown): unknown => {
  if (!isFields(left) || !isFields(right)) return [...listOf(left), ...listOf(right)];
  const merged = new Map(Object.entries(left));
  for (const [name, value] of Object.entries(right))
    merged.set(name, merged.has(name) ? both(merged.get(name), value) : value);
  return Object.fromEntries(merged);
};

const nest = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(nest);
  if (!isFields(value)) return value;
  return Object.entries(value)
    .map(([name, inner]) => name.split('.').reduceRight<unknown>((held, one) => ({ [one]: held }), nest(inner)))
    .reduce((all, one) => both(all, one), {});
};

/** Caches a pure function: one event is compared with many patterns. Events never change. */
const known = new WeakMap<Fields, unknown>();

/** The event with dots in names read as levels, as AWS's matcher does; most events have none and stay as they are. */
export const withoutDots = (event: unknown): unknown => {
  if (!isFields(event)) return event;
  const found = known.get(event);
  if (found !== undefined) return found;
  const nested = hasDots(event) ? nest(event) : event;
  known.set(event, nested);
  return nested;
};
