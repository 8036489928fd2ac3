import { cursorOf, DEFAULT_LIMIT, keyOf, pageQuery } from '@orderwire/http/page';
import { CURSOR_INVALID } from '@orderwire/http/refusals';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { AttentionList } from '../../application/attention-list.ts';
import type { AttentionState } from '../../domain/attention.ts';
import { attentionView } from './attention-view.ts';

/** A time and an id of ours. */
const PLACE = /^\d{4}-\d\d-\d\dT[\d:.]{8,15}Z#[\w.~-]{1,800}$/;

/** What somebody has to look at; what was raised last comes first. */
export const listAttention = route({
  method: 'GET',
  paths: ['/ops/attention'],
  callers: 'staff',
  right: 'attention:read',
  query: z.strictObject({ ...pageQuery, state: z.optional(z.enum(['open', 'closed'])) }),
  answers: { 200: z.strictObject({ entries: z.array(attentionView), cursor: z.optional(z.string()) }) },
  refusals: { CURSOR_INVALID },
}).handledBy(
  async (
    { list }: { readonly list: Pick<AttentionList, 'list'> },
    { query: { limit = DEFAULT_LIMIT, cursor, state = 'open' } },
  ) => {
    const after = cursor === undefined ? undefined : placeIn(cursor, state);
    if (cursor !== undefined && after === undefined) return { refusal: 'CURSOR_INVALID' };
    const { entries, next } = await list.list({ state, limit, ...(after !== undefined && { after }) });
    return {
      status: 200,
      body: { entries: [...entries], cursor: next === undefined ? undefined : cursorOf({ state, after: next }) },
    };
  },
);

/** A cursor opens the list that it was given out for, and no other. */
const placeIn = (cursor: string, state: AttentionState): string | undefined => {
  const key = keyOf(cursor, ['state', 'after']);
  return key.ok && key.value.state === state && PLACE.test(key.value.after) ? key.value.after : undefined;
};
