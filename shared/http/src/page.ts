import type { Result } from '@orderwire/kernel/result';
import { ok, refuse } from '@orderwire/kernel/result';
import * as z from 'zod/mini';
import type { Problem } from './problem.ts';

export const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

/** Query parameters of every list. Strict: an unknown parameter is refused. */
export const pageQuery = {
  limit: z.optional(
    z.pipe(
      z.string().check(z.refine((text) => /^([1-9]\d?|100)$/.test(text), { error: `is 1 to ${MAX_LIMIT}` })),
      z.transform(Number),
    ),
  ),
  cursor: z.optional(z.string().check(z.maxLength(2_000))),
};

/** Where the next page begins, opaque to clients. */
export const cursorOf = (key: Readonly<Record<string, unknown>> | undefined): string | undefined =>
  key && Buffer.from(JSON.stringify(key)).toString('base64url');

export const CURSOR_INVALID: Problem = {
  status: 400,
  code: 'CURSOR_INVALID',
  detail: 'This cursor is not one that this list has given out.',
  errors: [{ pointer: 'cursor', message: 'is not valid' }],
};

/**
 * Reads a cursor back as a flat object of strings with these members and no others, written as `cursorOf` writes it. The
 * reader checks that the key is one its list may begin at.
 */
export const keyOf = <Name extends string>(
  cursor: string,
  names: readonly Name[],
): Result<Readonly<Record<Name, string>>, Problem> => {
  try {
    const key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as Readonly<Record<Name, string>>;
    const shape = z.strictObject(Object.fromEntries(names.map((name) => [name, z.string()])));
    if (shape.safeParse(key).success && cursorOf(key) === cursor) return ok(key);
  } catch {
    // Falls through: what cannot be read was not given out by us.
  }
  return refuse(CURSOR_INVALID);
};
