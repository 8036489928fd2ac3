import * as z from 'zod/mini';

type KeyRing<Key> = readonly [Key, ...Key[]];

/** The secrets of two partners, before and after a rotation. */
const REMEMBERED = 4;

/**
 * Makes the reader of secrets that hold keys: `{"keys":[…]}` as staff writes it, so that a rotation can overlap, or one
 * bare key as the first deployment generates it. It answers undefined when it is neither; the caller says so without
 * quoting the text. A text is read once: it comes again with every callback and every mail.
 */
export const makeKeyRing = <K extends z.ZodMiniType<object>>(
  key: K,
): ((text: string) => KeyRing<z.infer<K>> | undefined) => {
  const ring = z.object({ keys: z.array(key).check(z.minLength(1)) });
  const known = new Map<string, KeyRing<z.infer<K>>>();
  const read = (text: string): KeyRing<z.infer<K>> | undefined => {
    const json = jsonOrUndefined(text);
    const several = ring.safeParse(json);
    const keys = several.success ? several.data.keys : [key.safeParse(json).data].filter((one) => one !== undefined);
    const [first, ...others] = keys;
    return first && [first, ...others];
  };
  return (text) => {
    const found = known.get(text) ?? read(text);
    if (found !== undefined && !known.has(text)) {
      if (known.size >= REMEMBERED) known.clear();
      known.set(text, found);
    }
    return found;
  };
};

const jsonOrUndefined = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
