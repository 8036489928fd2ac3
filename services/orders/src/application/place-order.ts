import type { Clock } from '@orderwire/kernel/clock';
import { AGAIN, untilDecided } from '@orderwire/kernel/decide';
import type { NewId } from '@orderwire/kernel/ids';
import { invariant } from '@orderwire/kernel/invariant';
import { type Result, ok, refuse } from '@orderwire/kernel/result';
import type { Language } from '@orderwire/kernel/languages';
import type { Promises } from '../domain/deadlines.ts';
import type { Order } from '../domain/order.ts';
import { type Payment, type PlaceOrder, type PlacingRefusal, placeOrder } from '../domain/place-order.ts';
import type { Terms } from '../domain/pricing.ts';
import type { ReviewRules } from '../domain/review.ts';
import type { VariantRefusal, WantedEntry } from '../domain/variants.ts';
import { discountCodeOf } from '../domain/discount.ts';
import { makeFindItems } from './find-items.ts';
import type { Customers, Discounts, OrderLists, Orders, PlacingKey, PlacingKeys, Prices } from './ports.ts';

export type PlaceRefusal =
  PlacingRefusal | VariantRefusal | { readonly code: 'PROFILE_MISSING' } | { readonly code: 'IDEMPOTENCY_KEY_REUSED' };

export interface PlaceRequest extends Omit<PlaceOrder, 'orderId' | 'wanted'> {
  readonly wanted: readonly WantedEntry[];
  /** Of the body as it was sent. */
  readonly fingerprint: string;
  readonly idempotencyKey?: string | undefined;
  readonly requestId: string;
}

/** The order as it was placed, and whether an earlier request did it. */
export interface Placed {
  readonly order: Pick<Order, 'orderId' | 'charges' | 'discountCode'>;
  readonly replayed: boolean;
}

export type PlaceOrderUseCase = (request: PlaceRequest) => Promise<Result<Placed, PlaceRefusal>>;

interface Ports {
  readonly orders: Orders;
  readonly placingKeys: PlacingKeys;
  readonly prices: Prices;
  readonly customers: Customers;
  readonly discounts: Discounts;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly terms: Terms;
  readonly shopLanguage: Language;
  readonly promises: Promises;
  readonly reviewRules: ReviewRules;
  readonly lists: Pick<OrderLists, 'hasOrders'>;
  /** For orders that name none. Only a developer's own machine has one. */
  readonly defaultPayment?: Payment | undefined;
}

/** How often an order is decided because its discount code was used up or closed since it was read, and is free again. */
const MAX_DECISIONS = 5;

/**
 * Places an order at our own prices. Order, key and the use of a discount code are one write: a second request with the key,
 * however close behind, finds order and key and gets the answer of the first.
 */
export const makePlaceOrder = (ports: Ports): PlaceOrderUseCase => {
  const { orders, lists, placingKeys, prices, customers, discounts, clock, newId } = ports;
  const { terms, shopLanguage, promises, reviewRules, defaultPayment } = ports;
  const findItems = makeFindItems(prices);

  const replay = async (key: PlacingKey): Promise<Result<Placed, PlaceRefusal> | undefined> => {
    const taken = await placingKeys.find(key);
    if (!taken) return undefined;
    if (taken.fingerprint !== key.fingerprint) return refuse({ code: 'IDEMPOTENCY_KEY_REUSED' });
    const order = await orders.find(taken.orderId);
    invariant(order, 'A key and its order are written at once.');
    return ok({ order, replayed: true });
  };

  const decide = async (wish: Omit<PlaceOrder, 'orderId' | 'wanted'> & Pick<PlaceRequest, 'wanted'>) => {
    const code = wish.discountCode === undefined ? undefined : discountCodeOf(wish.discountCode);
    const [profile, found, discount, hasOrders] = await Promise.all([
      customers.find(wish.customerId),
      findItems(wish.wanted),
      code === undefined ? undefined : discounts.find(code),
      reviewRules.ofFirstOrder ? lists.hasOrders(wish.customerId) : true,
    ]);
    if (!profile) return refuse({ code: 'PROFILE_MISSING' } as const);
    if (!found.ok) return found;
    const { wanted, prices: known } = found.value;
    const shop = { terms, shopLanguage, promises, reviewRules, defaultPayment };
    const facts = { ...shop, prices: known, profile, discount, isFirstOrder: !hasOrders };
    return placeOrder({ ...wish, wanted, orderId: newId('ord') }, facts, clock());
  };

  return async ({ fingerprint, idempotencyKey, requestId, ...wish }) => {
    const { customerId } = wish;
    const key = idempotencyKey === undefined ? undefined : { customerId, key: idempotencyKey, fingerprint };
    const before = key && (await replay(key));
    if (before) return before;

    return untilDecided(`The order of ${customerId}`, MAX_DECISIONS, async () => {
      const decided = await decide(wish);
      if (!decided.ok) return decided;
      const { orderId } = decided.value.order;
      const cause = {
        correlationId: orderId,
        causationId: `http/${requestId}`,
        actor: { type: 'customer', id: customerId },
      } as const;
      const added = await orders.add(decided.value, cause, key);
      if (added === 'added') return ok({ order: decided.value.order, replayed: false });
      // Somebody took the last use, or staff closed the code: read anew, it says which.
      if (added === 'code-refused') return AGAIN;
      const winner = key && (await replay(key));
      invariant(winner, 'A key that was taken can be read.');
      return winner;
    });
  };
};
