import type { Endpoints } from '@orderwire/http/endpoint';
import type { FieldError, Problem } from '@orderwire/http/problem';
import type { PlaceOrderUseCase, PlaceRefusal } from '../../application/place-order.ts';
import { type PlaceOrderBody, countPointers, itemPointers, placeOrderBody, wishOf } from './place-order-body.ts';
import { type Problems, problemFor } from './problems.ts';
import { isToken } from './schemas.ts';

const MAX_KEY = 200;

interface Deps {
  readonly endpoints: Endpoints;
  readonly placeOrder: PlaceOrderUseCase;
  readonly fingerprintOf: (body: unknown) => string;
}

/** `POST /orders`. */
export const makePlaceOrderHandler = ({ endpoints, placeOrder, fingerprintOf }: Deps) =>
  endpoints.signedIn({ body: placeOrderBody }, async ({ body, headers, caller, requestId }) => {
    const idempotencyKey = headers['idempotency-key'];
    if (idempotencyKey !== undefined && !isToken(idempotencyKey, MAX_KEY)) return { problem: KEY_INVALID };
    const placed = await placeOrder({
      ...wishOf(body),
      customerId: caller.customerId,
      fingerprint: fingerprintOf(body),
      idempotencyKey,
      requestId,
    });
    if (!placed.ok) return problemFor(problemsWith(body), placed.error);
    const { orderId, totals } = placed.value.order;
    return {
      status: 201,
      headers: { location: `/orders/${orderId}`, ...(placed.value.replayed && { 'idempotent-replay': 'true' }) },
      body: { orderId, status: 'placed', totals },
    };
  });

const problemsWith = (body: PlaceOrderBody): Problems<PlaceRefusal> => ({
  ITEM_NOT_FOUND: ({ code, positions }) => ({
    status: 422,
    code,
    detail: 'Some items are not in the catalogue.',
    errors: at(itemPointers(body, positions), 'is not in the catalogue'),
  }),
  TOO_MANY_LINES: ({ code }) => ({
    status: 422,
    code,
    detail: 'An order has at most 40 different items.',
    errors: at(['#/items'], 'has more than 40 different items'),
  }),
  ORDER_TOO_LARGE: ({ code }) => ({
    status: 422,
    code,
    detail: 'The ids and colours of these items do not fit into one order. Place two.',
    errors: at(['#/items'], 'does not fit into one order'),
  }),
  COUNT_TOO_LARGE: ({ code, positions }) => ({
    status: 422,
    code,
    detail: 'An order holds at most 99 of one item.',
    errors: at(countPointers(body, positions), 'makes more than 99 together with equal items'),
  }),
  CURRENCIES_DIFFER: ({ code, currencies }) => ({
    status: 422,
    code,
    detail: `An order has one currency; these items are priced in ${currencies.join(' and ')}.`,
  }),
  ADDRESS_MISSING: ({ code }) => ({
    status: 422,
    code,
    detail: 'Neither the request nor the profile says where the goods go.',
    errors: at(['#/shippingAddress'], 'is missing, and the profile has no default address'),
  }),
  PAYMENT_MISSING: ({ code }) => ({
    status: 422,
    code,
    detail: 'The request does not say how the order is paid.',
    errors: at(['#/payment'], 'is missing'),
  }),
  PROFILE_MISSING: ({ code }) => ({
    status: 422,
    code,
    detail: 'There is no profile for this user yet. Finish the sign-up first.',
  }),
  IDEMPOTENCY_KEY_REUSED: ({ code }) => ({
    status: 422,
    code,
    detail: 'This Idempotency-Key has placed an order with another body. Use a new key for a new order.',
    errors: at(['idempotency-key'], 'belongs to another request'),
  }),
});

const at = (pointers: readonly string[], message: string): readonly FieldError[] =>
  pointers.map((pointer) => ({ pointer, message }));

const KEY_INVALID: Problem = {
  status: 422,
  code: 'REQUEST_INVALID',
  detail: `An Idempotency-Key is 1 to ${MAX_KEY} visible ASCII characters.`,
  errors: at(['idempotency-key'], 'is not valid'),
};
