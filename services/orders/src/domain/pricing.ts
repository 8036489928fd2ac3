import type { Charges, Line } from '@orderwire/events-schema/common';
import { type Taxed, chargesOf } from '@orderwire/money/charges';
import type { VatClass } from '@orderwire/money/vat-classes';
import { rateIn, vatRatesOf } from '@orderwire/money/vat-rates';
import { canBeListed } from '@orderwire/kernel/parcel-list';
import { type Result, ok, refuse } from '@orderwire/kernel/result';

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
  /** Net, in minor units. */
  readonly priceMinor: number;
  readonly vatClass: VatClass;
  readonly currency: string;
}

/** A flat rate, net, taxed at the rates of the goods; goods of `freeFromMinor` (net) or more are sent free. Both are minor units. */
export interface ShippingTerms {
  readonly flatMinor: number;
  readonly freeFromMinor: number;
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
 * @param country where the goods go: ISO 3166-1
 */
export const priceLines = (
  wanted: readonly WantedLine[],
  prices: ReadonlyMap<string, Price>,
  shippingTerms: ShippingTerms,
  country: string,
): Result<{ readonly lines: readonly Line[]; readonly charges: Charges }, PricingRefusal> => {
  const merged = mergeLines(wanted);
  if (merged.length > MAX_LINES) return refuse({ code: 'TOO_MANY_LINES' });
  const tooLarge = merged.filter(({ count }) => count > MAX_COUNT).flatMap(({ positions }) => positions);
  if (tooLarge.length > 0) return refuse({ code: 'COUNT_TOO_LARGE', positions: tooLarge });

  const lines: Line[] = [];
  const unknown: number[] = [];
  const currencies = new Set<string>();
  for (const { itemId, count, positions } of merged) {
    const known = prices.get(itemId);
    if (!known) {
      unknown.push(...positions);
      continue;
    }
    lines.push(lineOf(known, count, taxOf(known.vatClass)));
    currencies.add(known.currency);
  }
  if (unknown.length > 0) return refuse({ code: 'ITEM_NOT_FOUND', positions: unknown });
  const [currency = '', ...others] = currencies;
  if (others.length > 0) return refuse({ code: 'CURRENCIES_DIFFER', currencies: [...currencies] });
  // The warehouse could not be told what to pack.
  if (!canBeListed(lines.map(({ itemId, title, count, options }) => ({ itemId, title, count, options }))))
    return refuse({ code: 'ORDER_TOO_LARGE' });
  if (!canBeCharged(lines, shippingTerms)) return refuse({ code: 'AMOUNT_TOO_LARGE' });
  return ok({ lines, charges: chargesFor(lines, currency, country, shippingTerms) });
};

const RATES = vatRatesOf('none');

/** As Germany taxes it. */
const taxOf = (vatClass: VatClass): Taxed => {
  const rate = vatClass === 'zero' || !RATES.ok ? 0 : (rateIn(RATES.value, 'DE', vatClass) ?? 0);
  return { category: rate === 0 ? 'Z' : 'S', rate, relieved: 0 };
};

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
const canBeCharged = (lines: readonly Line[], { flatMinor }: ShippingTerms): boolean =>
  Number.isSafeInteger(2 * (itemsOf(lines) + flatMinor));

/** All prices are net and all goods taxable at the rate of their item; shipping has the rates of the goods. */
const chargesFor = (
  lines: readonly Line[],
  currency: string,
  country: string,
  { flatMinor, freeFromMinor }: ShippingTerms,
): Charges => {
  const charges = chargesOf({
    country,
    currency,
    prices: 'net',
    lines: lines.map((line) => ({ ...line, rate: line.vatRate, relieved: 0 })),
    shipping: itemsOf(lines) >= freeFromMinor ? 0 : flatMinor,
    shippingTax: 'shared',
  });
  return { ...charges, lines: [...charges.lines], taxes: [...charges.taxes] };
};
