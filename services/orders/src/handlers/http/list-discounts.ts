import { cursorOf, DEFAULT_LIMIT, keyOf, pageQuery } from '@orderwire/http/page';
import { CURSOR_INVALID } from '@orderwire/http/refusals';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { ManageDiscounts } from '../../application/manage-discounts.ts';
import { discountView, viewOf } from './discount-view.ts';
import { isToken } from '@orderwire/http/names';

/** A page of all codes, by name. */
export const listDiscounts = route({
  method: 'GET',
  paths: ['/discounts'],
  callers: 'staff',
  right: 'discounts:read',
  query: z.strictObject(pageQuery),
  answers: { 200: z.strictObject({ discounts: z.array(discountView), cursor: z.optional(z.string()) }) },
  refusals: { CURSOR_INVALID },
}).handledBy(async (deps: { readonly discounts: ManageDiscounts }, { query: { limit = DEFAULT_LIMIT, cursor } }) => {
  const after = cursor === undefined ? undefined : codeAt(cursor);
  if (cursor !== undefined && after === undefined) return { refusal: 'CURSOR_INVALID' };
  const { discounts, last } = await deps.discounts.list({ limit, after });
  return { status: 200, body: { discounts: discounts.map(viewOf), cursor: last && cursorOf({ code: last }) } };
});

const codeAt = (cursor: string): string | undefined => {
  const key = keyOf(cursor, ['code']);
  return key.ok && isToken(key.value.code, 40) ? key.value.code : undefined;
};
