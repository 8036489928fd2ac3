import type { Discount as TakenOff } from '@orderwire/money/charges';
import { type Result, ok, refuse } from '@orderwire/kernel/result';

/**
 * A discount code. Its terms never change: whoever wants others makes another code. All times are milliseconds since the epoch.
 */
export interface Discount {
  /** In capitals, without blanks. */
  readonly code: string;
  /** Thousandths of a percent, or minor units of `currency` once an order. */
  readonly off: { readonly percent: number } | { readonly amount: number; readonly currency: string };
  /** Only items of this category of the catalogue; all of them when it is absent. */
  readonly category?: string | undefined;
  readonly from?: number | undefined;
  /** The first moment at which it is valid no more. */
  readonly until?: number | undefined;
  /** How many orders may hold it at once. */
  readonly limit?: number | undefined;
  /** How many orders hold it: those that were neither rejected nor cancelled. */
  readonly uses: number;
  readonly createdAt: number;
  readonly closedAt?: number | undefined;
}

export interface DiscountRefusal {
  readonly code:
    | 'DISCOUNT_NOT_FOUND'
    | 'DISCOUNT_CLOSED'
    | 'DISCOUNT_NOT_STARTED'
    | 'DISCOUNT_EXPIRED'
    | 'DISCOUNT_USED_UP'
    | 'DISCOUNT_NOT_APPLICABLE';
}

/** People write `summer 10` for `SUMMER10`. @returns undefined for what is no code, and so names none */
export const discountCodeOf = (text: string): string | undefined => {
  const code = text.replace(/\s/g, '');
  return /^[A-Za-z0-9][A-Za-z0-9_-]{1,39}$/.test(code) ? code.toUpperCase() : undefined;
};

/** Whether an order that is placed now may hold the code. The write that places it asks again whether it is used up or closed. */
export const usable = (discount: Discount | undefined, at: number): Result<Discount, DiscountRefusal> => {
  if (!discount) return refuse({ code: 'DISCOUNT_NOT_FOUND' });
  const { from = at, until = Infinity, limit = Infinity, uses, closedAt } = discount;
  if (closedAt !== undefined) return refuse({ code: 'DISCOUNT_CLOSED' });
  if (at < from) return refuse({ code: 'DISCOUNT_NOT_STARTED' });
  if (at >= until) return refuse({ code: 'DISCOUNT_EXPIRED' });
  return uses >= limit ? refuse({ code: 'DISCOUNT_USED_UP' }) : ok(discount);
};

interface Goods {
  readonly itemId: string;
  /** Of the catalogue. */
  readonly category: string;
  readonly currency: string;
}

/** What the code takes off these goods; undefined when it applies to none of them. */
export const takenOff = ({ off, category }: Discount, goods: readonly Goods[]): TakenOff | undefined => {
  const isMeant = (one: Goods): boolean =>
    (category === undefined || one.category.toLowerCase() === category.toLowerCase()) &&
    ('percent' in off || one.currency === off.currency);
  const itemIds = new Set(goods.filter(isMeant).map(({ itemId }) => itemId));
  return itemIds.size === 0 ? undefined : { itemIds, off };
};
