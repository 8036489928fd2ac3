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
