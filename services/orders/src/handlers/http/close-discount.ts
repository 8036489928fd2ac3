import { causedByCall } from '@orderwire/events-schema/cause';
import { route } from '@orderwire/http/route';
import type { ManageDiscounts } from '../../application/manage-discounts.ts';
import { discountView, viewOf } from './discount-view.ts';

/** Staff end a code: no order gets it any more. */
export const closeDiscount = route({
  method: 'POST',
  paths: ['/discounts/{code}/closing'],
  callers: 'staff',
  right: 'discounts:write',
  answers: { 200: discountView },
  refusals: { DISCOUNT_NOT_FOUND: { status: 404, detail: 'There is no such discount code.' } },
}).handledBy(async (deps: { readonly discounts: ManageDiscounts }, { path: { code }, ...call }) => {
  const closed = await deps.discounts.close(code, causedByCall(code, call));
  return closed.ok ? { status: 200, body: viewOf(closed.value) } : { refusal: closed.error.code };
});
