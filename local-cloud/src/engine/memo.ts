/**
 * Computes once for each key what depends on nothing else. Keys are parts of a model, which never change: the next
 * engine of the same model takes over what the first has compiled. What throws is tried again.
 */
export const oncePer = <K extends WeakKey, V>(compute: (key: K) => V): ((key: K) => V) => {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found.value;
    const value = compute(key);
    known.set(key, { value });
    return value;
  };
};

/** Enough for every action and resource of a platform, and for what is on its way at one time. */
const MOST_REMEMBERED = 4096;

/**
 * Caches a pure function of a text; what throws is tried again. The size is limited, as a caller may keep inventing new
 * texts.
 */
export const memoised = <V>(compute: (text: string) => V, most = MOST_REMEMBERED): ((text: string) => V) => {
  const known = new Map<string, V>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const value = compute(text);
    if (known.size >= most) known.clear();
    known.set(text, value);
    return value;
  };
};
