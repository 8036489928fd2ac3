import * as z from 'zod/mini';

/**
 * Reads a secret that holds keys: `{"keys":[…]}` as staff writes it, so that a rotation can overlap, or one bare key as
 * the first deployment generates it. Undefined when it is neither; the caller says so without quoting the text.
 */
export const parseKeyRing = <K extends z.ZodMiniType<object>>(
  key: K,
  text: string,
): readonly [z.infer<K>, ...z.infer<K>[]] | undefined => {
  const ring = z.object({ keys: z.array(key).check(z.minLength(1)) });
  const json = jsonOrUndefined(text);
  const several = ring.safeParse(json);
  const keys = several.success ? several.data.keys : [key.safeParse(json).data].filter((one) => one !== undefined);
  const [first, ...others] = keys;
  return first && [first, ...others];
};

const jsonOrUndefined = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
