type Rewrite = (value: unknown) => unknown;

/** Rebuilds only what changes, since most answers hold nothing to rewrite. */
const rewrite = (value: unknown, change: Rewrite): unknown => {
  const changed = change(value);
  if (changed !== value || typeof value !== 'object' || value === null) return changed;
  if (Array.isArray(value)) {
    let copy: unknown[] | undefined;
    for (const [index, item] of value.entries()) {
      const next = rewrite(item, change);
      if (next !== item) (copy ??= [...(value as unknown[])])[index] = next;
    }
    return copy ?? value;
  }
  let copy: Record<string, unknown> | undefined;
  for (const [name, item] of Object.entries(value)) {
    const next = rewrite(item, change);
    if (next !== item) (copy ??= { ...value })[name] = next;
  }
  return copy ?? value;
};

/** JSON has neither dates nor bytes: AWS writes seconds since the epoch, and base64. */
export const toWire = (output: unknown): unknown =>
  rewrite(output, (value) => {
    if (value instanceof Date) return value.getTime() / 1000;
    if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
    return value;
  });
