import type { Clock } from '@orderwire/kernel/clock';
import { type Result, ok, refuse } from '@orderwire/kernel/result';
import { type CheckedCart, checkCart, type CheckCart } from '../domain/check-cart.ts';
import type { Promises } from '../domain/deadlines.ts';
import { type DiscountRefusal, discountCodeOf } from '../domain/discount.ts';
import type { PricingRefusal, Terms } from '../domain/pricing.ts';
import type { VatIdInvalid } from '../domain/recipient.ts';
import type { VariantRefusal, WantedEntry } from '../domain/variants.ts';
import { makeFindItems } from './find-items.ts';
import type { Discounts, Prices, Shelf } from './ports.ts';

/** Why goods cannot be priced. */
export type PricedRefusal = PricingRefusal | DiscountRefusal | VatIdInvalid | VariantRefusal;

export type CheckCartUseCase = (
  cart: Omit<CheckCart, 'wanted'> & { readonly wanted: readonly WantedEntry[] },
) => Promise<Result<CheckedCart, PricedRefusal>>;

/** Prices a cart as an order would be priced now, and stores nothing. */
export const makeCheckCart = (ports: {
  readonly prices: Pick<Prices, 'find' | 'variantsOf'>;
  readonly discounts: Discounts;
  readonly shelf: Shelf;
  readonly terms: Terms;
  readonly promises: Promises;
  readonly clock: Clock;
}): CheckCartUseCase => {
  const { prices, discounts, shelf, terms, promises, clock } = ports;
  const findItems = makeFindItems(prices);
  return async (cart) => {
    const code = cart.discountCode === undefined ? undefined : discountCodeOf(cart.discountCode);
    const [found, discount] = await Promise.all([
      findItems(cart.wanted),
      code === undefined ? undefined : discounts.find(code),
    ]);
    if (!found.ok) return found;
    const { wanted, prices: known } = found.value;
    const checked = checkCart({ ...cart, wanted }, { prices: known, discount, terms, promises }, clock());
    if (!checked.ok) return refuse(checked.error);
    const available = await shelf.available(checked.value.lines.map(({ itemId }) => itemId));
    const lines = checked.value.lines.map((line) => ({
      ...line,
      // What is not wanted is nobody's business.
      available: Math.min(line.count, Math.max(0, available.get(line.itemId) ?? 0)),
    }));
    return ok({ ...checked.value, lines });
  };
};
