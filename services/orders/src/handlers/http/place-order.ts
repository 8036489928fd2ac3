import { amountMinor, orderNumber } from '@orderwire/events-schema/common';
import { route } from '@orderwire/http/route';
import { acceptedLanguage } from '@orderwire/kernel/languages';
import { orderNumberOf } from '@orderwire/money/order-number';
import { totalsOf } from '@orderwire/money/totals';
import * as z from 'zod/mini';
import type { PlaceOrderUseCase, PlaceRefusal } from '../../application/place-order.ts';
import { chargesView, totalsView } from './order-view.ts';
import { type PlaceOrderBody, placeOrderBody, wishOf } from './place-order-body.ts';
import { at, PRICING_REFUSALS, refusedPricing } from './pricing-refusals.ts';
import { token } from '@orderwire/http/names';

interface Deps {
  readonly placeOrder: PlaceOrderUseCase;
  readonly fingerprintOf: (body: unknown) => string;
}

export const placeOrder = route({
  method: 'POST',
  paths: ['/orders'],
  callers: 'signedIn',
  right: null,
  headers: z.object({ 'idempotency-key': z.optional(token(200)), 'accept-language': z.optional(z.string()) }),
  body: placeOrderBody,
  answers: {
    201: z.strictObject({
      orderId: z.string(),
      orderNumber,
      status: z.literal('placed'),
      charges: chargesView,
      discountCode: z.exactOptional(z.string()),
      totals: totalsView,
    }),
  },
  refusals: {
    ...PRICING_REFUSALS,
    PRICE_CHANGED: {
      status: 409,
      detail: 'These items cost something else than you were shown. Show it, and ask again.',
      more: z.strictObject({ expectedTotal: amountMinor, totals: totalsView, charges: chargesView }),
    },
    ADDRESS_MISSING: {
      status: 422,
      detail: 'Neither the request nor the profile says where the goods go.',
      errors: [{ pointer: '#/shippingAddress', message: 'is missing, and the profile has no default address' }],
    },
    PAYMENT_MISSING: {
      status: 422,
      detail: 'The request does not say how the order is paid.',
      errors: [{ pointer: '#/payment', message: 'is missing' }],
    },
    PROFILE_MISSING: { status: 422, detail: 'There is no profile for this user yet. Finish the sign-up first.' },
    IDEMPOTENCY_KEY_REUSED: {
      status: 422,
      detail: 'This Idempotency-Key has placed an order with another body. Use a new key for a new order.',
      errors: [{ pointer: 'idempotency-key', message: 'belongs to another request' }],
    },
  },
}).handledBy(async (deps: Deps, { body, headers, caller, requestId }) => {
  const placed = await deps.placeOrder({
    ...wishOf(body),
    customerId: caller.customerId,
    fingerprint: deps.fingerprintOf(body),
    acceptedLanguage: acceptedLanguage(headers['accept-language']),
    idempotencyKey: headers['idempotency-key'],
    requestId,
  });
  if (!placed.ok) return refused(placed.error, body);
  const { orderId, charges, discountCode } = placed.value.order;
  return {
    status: 201,
    headers: { location: `/orders/${orderId}`, ...(placed.value.replayed && { 'idempotent-replay': 'true' }) },
    body: {
      orderId,
      orderNumber: orderNumberOf(orderId),
      status: 'placed',
      charges,
      ...(discountCode !== undefined && { discountCode }),
      totals: totalsOf(charges),
    },
  };
});

/** Says which part of the body it is about, where that is not always the same. */
const refused = (error: PlaceRefusal, body: PlaceOrderBody) => {
  switch (error.code) {
    case 'PRICE_CHANGED': {
      const { expectedTotal, charges } = error;
      const more = { expectedTotal, totals: totalsOf(charges), charges };
      return { refusal: error.code, errors: at(['#/expectedTotal'], `is ${charges.total} by now`), more };
    }
    case 'ADDRESS_MISSING':
    case 'PAYMENT_MISSING':
    case 'PROFILE_MISSING':
    case 'IDEMPOTENCY_KEY_REUSED':
      return { refusal: error.code };
    default:
      return refusedPricing(error, body);
  }
};
