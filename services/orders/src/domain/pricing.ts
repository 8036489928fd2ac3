import type { Charges, Line } from '@orderwire/events-schema/common';
import { type Basket, type Discount as TakenOff, type Taxed, chargesOf } from '@orderwire/money/charges';
import { type Seller, taxedAs } from '@orderwire/money/vat';
import type { VatClass } from '@orderwire/money/vat-classes';
import type { Place } from '@orderwire/money/vat-rates';
import { canBeListed } from '@orderwire/kernel/parcel-list';
import { type Result, ok, refuse } from '@orderwire/kernel/result';
import { type Discount, type DiscountRefusal, takenOff } from './discount.ts';

export const MAX_LINES = 40;
export const MAX_COUNT = 99;

/** What the customer asks for: never a price. */
export interface WantedLine {
  readonly itemId: string;
  readonly count: number;
}

/** Our own copy of an item and its price, so that placing an order does not need the catalogue to be up. */
export interface Price {
  readonly itemId: string;
  readonly title: string;
  readonly category: string;
  /** The product that it is a variant of. */
  readonly productId?: string | undefined;
  readonly options?: Readonly<Record<string, string>> | undefined;
  /** What a piece costs the shop, in minor units. */
  readonly costMinor?: number | undefined;
  /** In minor units: with tax where the seller's prices are gross. */
  readonly priceMinor: number;
  readonly vatClass: VatClass;
  readonly currency: string;
  /** It was taken out of the range: nobody can order it. */
  readonly isRetired?: true;
}

/**
 * How a shop charges: a flat rate for shipping, which falls away for goods of `freeFromMinor` or more. Both are minor units, with
 * or without tax as the seller's prices are, and shipping has the rates of the goods, or the highest of them.
 */
export interface Terms {
  readonly seller: Seller;
  readonly flatMinor: number;
  readonly freeFromMinor: number;
  readonly shippingTax: Basket['shippingTax'];
}

/** Where the goods go, and who is billed: what decides how they are taxed. */
export interface Buyer {
  readonly place: Place;
  /** As `vatIdOf` gives it. */
  readonly vatId?: string | undefined;
}

/** `positions` are places in what the customer sent. */
export type PricingRefusal =
  | { readonly code: 'ITEM_NOT_FOUND'; readonly positions: readonly number[] }
  | { readonly code: 'TOO_MANY_LINES' }
  | { readonly code: 'ORDER_TOO_LARGE' | 'AMOUNT_TOO_LARGE' }
  | { readonly code: 'COUNT_TOO_LARGE'; readonly positions: readonly number[] }
  | { readonly code: 'CURRENCIES_DIFFER'; readonly currencies: readonly string[] };

interface MergedLine extends WantedLine {
  readonly positions: readonly number[];
}

/** Entries of one item become one line, at the place of the first. */
export const mergeLines = (wanted: readonly WantedLine[]): readonly MergedLine[] => {
  const merged = new Map<string, MergedLine>();
  wanted.forEach((line, position) => {
    const before = merged.get(line.itemId);
    merged.set(line.itemId, {
      ...line,
      count: line.count + (before?.count ?? 0),
      positions: [...(before?.positions ?? []), position],
    });
  });
  return [...merged.values()];
};

/**
 * Prices what the customer wants. All amounts are minor units.
 * @param discount one that is valid. Whether shipping is free goes by the value of the goods before it.
 */
export const priceLines = (
  wanted: readonly WantedLine[],
  prices: ReadonlyMap<string, Price>,
  terms: Terms,
  { place, vatId }: Buyer,
  discount?: Discount,
): Result<{ readonly lines: readonly Line[]; readonly charges: Charges }, PricingRefusal | DiscountRefusal> => {
  const merged = mergeLines(wanted);
  if (merged.length > MAX_LINES) return refuse({ code: 'TOO_MANY_LINES' });
  const tooLarge = merged.filter(({ count }) => count > MAX_COUNT).flatMap(({ positions }) => positions);
  if (tooLarge.length > 0) return refuse({ code: 'COUNT_TOO_LARGE', positions: tooLarge });

  const priced: PricedLine[] = [];
  const unknown: number[] = [];
  const currencies = new Set<string>();
  for (const { itemId, count, positions } of merged) {
    const known = prices.get(itemId);
    if (!known) {
      unknown.push(...positions);
      continue;
    }
    const taxed = taxedAs(terms.seller, place, vatId, known.vatClass);
    priced.push({ line: lineOf(known, count, taxed), taxed });
    currencies.add(known.currency);
  }
  if (unknown.length > 0) return refuse({ code: 'ITEM_NOT_FOUND', positions: unknown });
  const [currency = '', ...others] = currencies;
  if (others.length > 0) return refuse({ code: 'CURRENCIES_DIFFER', currencies: [...currencies] });
  const lines = priced.map(({ line }) => line);
  // The warehouse could not be told what to pack.
  if (!canBeListed(lines.map(({ itemId, title, count, options }) => ({ itemId, title, count, options }))))
    return refuse({ code: 'ORDER_TOO_LARGE' });
  if (!canBeCharged(lines, terms)) return refuse({ code: 'AMOUNT_TOO_LARGE' });
  const goods = lines.flatMap(({ itemId }) => prices.get(itemId) ?? []);
  const charges = chargesFor(priced, currency, place.country, terms, discount && takenOff(discount, goods));
  // Nobody uses a code up for nothing.
  if (discount && charges.discount === 0) return refuse({ code: 'DISCOUNT_NOT_APPLICABLE' });
  return ok({ lines, charges });
};

interface PricedLine {
  readonly line: Line;
  readonly taxed: Taxed;
}

/** Freezes what the item is today, and how it is taxed. */
const lineOf = (item: Price, count: number, { rate, category }: Taxed): Line => ({
  itemId: item.itemId,
  ...(item.productId !== undefined && { productId: item.productId }),
  title: item.title,
  count,
  ...(item.options && { options: item.options }),
  unitPrice: item.priceMinor,
  vatClass: item.vatClass,
  vatRate: rate,
  category,
  ...(item.costMinor !== undefined && { cost: item.costMinor }),
});

const itemsOf = (lines: readonly Line[]): number =>
  lines.reduce((sum, { unitPrice, count }) => sum + unitPrice * count, 0);

/** Whether a number holds the total exactly, at the highest rate of tax that there is: 100 %. */
const canBeCharged = (lines: readonly Line[], { flatMinor }: Terms): boolean =>
  Number.isSafeInteger(2 * (itemsOf(lines) + flatMinor));

const chargesFor = (
  priced: readonly PricedLine[],
  currency: string,
  country: string,
  { seller, flatMinor, freeFromMinor, shippingTax }: Terms,
  discount: TakenOff | undefined,
): Charges => {
  const worth = itemsOf(priced.map(({ line }) => line));
  const charges = chargesOf({
    country,
    currency,
    prices: seller.prices,
    lines: priced.map(({ line, taxed }) => ({ ...line, ...taxed })),
    shipping: worth >= freeFromMinor ? 0 : flatMinor,
    shippingTax,
    discount,
  });
  return { ...charges, lines: [...charges.lines], taxes: [...charges.taxes] };
};
