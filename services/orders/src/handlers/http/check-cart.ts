import { identifier } from '@orderwire/events-schema/common';
import { destination } from '@orderwire/http/address';
import { route } from '@orderwire/http/route';
import { line } from '@orderwire/http/text';
import { totalsOf } from '@orderwire/money/totals';
import * as z from 'zod/mini';
import type { CheckCartUseCase } from '../../application/check-cart.ts';
import { chargesView, lineView, promiseOf, promiseView, shownLine, totalsView } from './order-view.ts';
import { items, wantedOf } from './place-order-body.ts';
import { PRICING_REFUSALS, refusedPricing } from './pricing-refusals.ts';

/** What an order of this cart would cost now, and whether it could be filled. Nothing is stored, and nothing set aside. */
export const checkCart = route({
  method: 'POST',
  paths: ['/carts/check'],
  callers: 'anyone',
  body: z.strictObject({
    items,
    /** A country is enough; without one it is the shop's own. */
    shippingAddress: z.optional(destination),
    billingAddress: z.optional(z.object({ vatId: z.optional(line(30)) })),
    discountCode: z.optional(line(100)),
  }),
  answers: {
    200: z.strictObject({
      lines: z.array(
        z.strictObject({
          ...lineView.shape,
          /** How many of the count could be set aside now. */
          available: z.int().check(z.nonnegative()),
        }),
      ),
      /** Whether all of it could be. */
      isAvailable: z.boolean(),
      charges: chargesView,
      totals: totalsView,
      discountCode: z.exactOptional(identifier),
      /** What the shop would promise. */
      promise: promiseView,
    }),
  },
  refusals: PRICING_REFUSALS,
}).handledBy(async (deps: { readonly checkCart: CheckCartUseCase }, { body }) => {
  const { shippingAddress: place, billingAddress, discountCode } = body;
  const checked = await deps.checkCart({ wanted: wantedOf(body), place, vatId: billingAddress?.vatId, discountCode });
  if (!checked.ok) return refusedPricing(checked.error, body);
  const { lines, charges, promise, discountCode: code } = checked.value;
  return {
    status: 200,
    body: {
      lines: lines.map(({ available, ...one }) => ({ ...shownLine(one), available })),
      isAvailable: lines.every(({ count, available }) => available === count),
      charges,
      totals: totalsOf(charges),
      ...(code !== undefined && { discountCode: code }),
      promise: promiseOf(promise),
    },
  };
});
