import type { Endpoints } from '@orderwire/http/endpoint';
import { CURSOR_INVALID, cursorOf, keyOf, limitOf, pageQuery } from '@orderwire/http/page';
import type { Problem } from '@orderwire/http/problem';
import { ok, refuse, type Result } from '@orderwire/kernel/result';
import * as z from 'zod/mini';
import type { AttentionList } from '../application/attention-list.ts';
import type { AttentionState } from '../domain/attention.ts';

const query = z.strictObject({ ...pageQuery, state: z.optional(z.enum(['open', 'closed'])) });

/** A time and an id of ours. */
const PLACE = /^\d{4}-\d\d-\d\dT[\d:.]{8,15}Z#[\w.~-]{1,800}$/;

/** `GET /ops/attention`: what somebody has to look at, what was raised last first; for staff. */
export const makeListAttention = (deps: {
  readonly endpoints: Endpoints;
  readonly list: Pick<AttentionList, 'list'>;
}) =>
  deps.endpoints.staff({ query }, async ({ query: { limit, cursor, state = 'open' } }) => {
    const size = limitOf(limit);
    if (!size.ok) return { problem: size.error };
    const after = cursor === undefined ? ok(undefined) : placeIn(cursor, state);
    if (!after.ok) return { problem: after.error };
    const page = { state, limit: size.value, ...(after.value !== undefined && { after: after.value }) };
    const { entries, next } = await deps.list.list(page);
    return {
      status: 200,
      body: { entries, cursor: next === undefined ? undefined : cursorOf({ state, after: next }) },
    };
  });

/** A cursor opens the list that it was given out for, and no other. */
const placeIn = (cursor: string, state: AttentionState): Result<string, Problem> => {
  const key = keyOf(cursor, ['state', 'after']);
  if (!key.ok) return key;
  const { state: of, after } = key.value;
  return of === state && PLACE.test(after) ? ok(after) : refuse(CURSOR_INVALID);
};
