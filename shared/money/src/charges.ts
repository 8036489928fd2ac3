import { invariant } from '@orderwire/kernel/invariant';
import { distribute, roundTogether, share, sumOf, whole } from './integers.ts';
import { FULL_RATE, isVatRate, type VatCategory, type VatRate } from './rates.ts';

/**
 * What is charged for a line. All amounts are minor units, and a discount is taken off already.
 * @property gross with tax: only where the shop's prices include it
 * @property net without tax
 * @property discount how much less that is, in terms of the shop's prices; absent where there is none
 */
export interface ChargedLine {
  readonly itemId: string;
  readonly count: number;
  readonly category: VatCategory;
  readonly rate: VatRate;
  readonly gross?: number;
  readonly net: number;
  readonly discount?: number;
}

/** Tax of one category and rate over the whole of an order or a part. Shipping is in it, and a discount is off. */
export interface ChargedTax {
  readonly category: VatCategory;
  readonly rate: VatRate;
  /** Net. */
  readonly taxable: number;
  readonly tax: number;
}

/**
 * What an order, a shipment or a refund costs, in minor units of `currency`.
 *
 * The net amounts of lines and shipping add up to `taxable`, of each category and rate and in all;
 * taxable + tax + rounding = total. Where the shop's prices include tax, gross amounts of lines + shipping = total, too.
 * Each tax is less than one minor unit away from taxable × rate (at 100 %: at most one), so that an order, a shipment and a
 * refund are each a document by EN 16931 (BR-CO-10 to BR-CO-17).
 */
export interface Charges {
  /** ISO 3166-1: where the goods go. */
  readonly country: string;
  /** Whether the shop's prices include tax. */
  readonly prices: 'gross' | 'net';
  readonly lines: readonly ChargedLine[];
  /** As `prices` says: with or without tax. */
  readonly shipping: number;
  /** What the lines' discounts are together. It is off already: not to be subtracted again. */
  readonly discount: number;
  readonly taxes: readonly ChargedTax[];
  /** EN 16931's BT-114: 0 but in parts of an order whose prices include tax. May be negative. */
  readonly rounding: number;
  readonly total: number;
  readonly currency: string;
}

/** What a price includes, and what is charged: by class of the item, destination and buyer. */
export interface Taxed {
  readonly category: VatCategory;
  readonly rate: VatRate;
  /**
   * The rate that a gross price includes though the buyer is not charged it (export, buyer in another member state): it is
   * taken out of the price. 0 otherwise, and for net prices.
   */
  readonly relieved: VatRate;
}

export interface PricedLine extends Taxed {
  readonly itemId: string;
  readonly count: number;
  /** Minor units; with tax where `prices` says gross. */
  readonly unitPrice: number;
}

/** Off these items, by a percentage (thousandths of a percent), or by an amount (minor units) at most. */
export interface Discount {
  readonly itemIds: ReadonlySet<string>;
  readonly off: { readonly percent: number } | { readonly amount: number };
}

export interface Basket {
  readonly country: string;
  readonly currency: string;
  readonly prices: Charges['prices'];
  /** Each item once. */
  readonly lines: readonly PricedLine[];
  /** As `prices` says: with or without tax. */
  readonly shipping: number;
  /** Shipping has the rates of the goods, shared out by their value; or the highest of them. */
  readonly shippingTax: 'shared' | 'highest';
  readonly discount?: Discount | undefined;
}

/** A part of what is charged that has one category and rate: a line, or what shipping has of that rate. */
interface Component extends Taxed {
  /** In terms of the shop's prices. */
  readonly amount: number;
}

/** What each line loses by the discount. No line loses more than it costs. */
const discounts = ({ lines, discount }: Basket): readonly number[] => {
  const values = lines.map(({ itemId, unitPrice, count }) =>
    discount?.itemIds.has(itemId) === true ? whole(unitPrice * count) : 0,
  );
  const all = sumOf(values, (value) => value);
  if (discount === undefined || all === 0) return values.map(() => 0);
  const { off } = discount;
  return distribute('percent' in off ? share(all, off.percent, FULL_RATE) : Math.min(off.amount, all), values);
};

const isSame = (one: Taxed, other: Taxed): boolean => one.category === other.category && one.rate === other.rate;

/** The distinct taxes of these, in the order in which they come. */
const distinct = <T extends Taxed>(all: readonly T[]): readonly T[] =>
  all.filter((one, at) => all.findIndex((other) => isSame(one, other) && one.relieved === other.relieved) === at);

const byRate = (a: Taxed, b: Taxed): number =>
  b.rate - a.rate || b.relieved - a.relieved || (a.category < b.category ? -1 : 1);

/**
 * Shipping, shared out over the rates of the goods. What is left of the division goes to the higher rate, so that an order
 * costs the same in whatever order its lines come.
 */
const shippingOf = ({ shipping, shippingTax }: Basket, lines: readonly Component[]): readonly Component[] => {
  const goods = lines.toSorted(byRate);
  const [highest] = goods;
  invariant(highest !== undefined, 'There are goods in a basket.');
  if (shipping === 0) return [];
  const kinds = shippingTax === 'highest' ? [highest] : distinct(goods);
  const worth = kinds.map((kind) =>
    sumOf(goods, (one) => (isSame(one, kind) && one.relieved === kind.relieved ? one.amount : 0)),
  );
  // Goods for nothing have no value to share by.
  if (worth.every((value) => value === 0)) return [{ ...highest, amount: shipping }];
  const amounts = distribute(shipping, worth);
  return kinds.flatMap((kind, at) => ((amounts[at] ?? 0) === 0 ? [] : { ...kind, amount: amounts[at] ?? 0 }));
};

/** A gross amount without the tax that the buyer is not charged. */
const relieve = (amount: number, { relieved }: Taxed): number =>
  relieved === 0 ? amount : share(amount, FULL_RATE, FULL_RATE + relieved);

/**
 * The net amounts of components of one category and rate, and their tax. Tax is rounded once over all of them. Gross
 * prices are kept: what they are net, together, is rounded once, and shared out.
 */
const taxed = (prices: Basket['prices'], rate: VatRate, amounts: readonly number[]) => {
  const sum = sumOf(amounts, (amount) => amount);
  if (prices === 'net') return { nets: amounts, taxable: sum, tax: share(sum, rate, FULL_RATE) };
  const taxable = share(sum, FULL_RATE, FULL_RATE + rate);
  const nets = roundTogether(
    taxable,
    amounts.map((amount) => BigInt(amount) * BigInt(FULL_RATE)),
    BigInt(FULL_RATE + rate),
  );
  return { nets, taxable, tax: sum - taxable };
};

const byItem = (a: PricedLine, b: PricedLine): number => (a.itemId < b.itemId ? -1 : 1);

/**
 * What a basket costs. The same in whatever order its lines come: where amounts leave a minor unit over and shares are equal,
 * it goes to the item whose id comes first. Taxes stand from the highest rate down.
 * @throws InvariantError for amounts that are no whole, non-negative numbers, or where a sum is beyond 2^53: the caller
 * checks what customers and shops send before
 */
export const chargesOf = (basket: Basket): Charges => {
  const charges = chargesInOrder({ ...basket, lines: basket.lines.toSorted(byItem) });
  const charged = new Map(charges.lines.map((line) => [line.itemId, line]));
  return { ...charges, lines: basket.lines.flatMap(({ itemId }) => charged.get(itemId) ?? []) };
};

/** @param basket its lines by item */
const chargesInOrder = (basket: Basket): Charges => {
  const { country, currency, prices, lines } = basket;
  invariant(new Set(lines.map(({ itemId }) => itemId)).size === lines.length, 'An item has one line.');
  invariant(
    lines.every(({ rate, relieved }) => isVatRate(rate) && isVatRate(relieved)),
    'A rate is 0 to 100,000 thousandths of a percent.',
  );
  const off = discounts(basket);
  const priced = lines.map((line, at) => ({ ...line, amount: whole(line.unitPrice * line.count) - (off[at] ?? 0) }));
  const all = [...priced, ...shippingOf(basket, priced)].map((one) => ({ ...one, amount: relieve(one.amount, one) }));

  const nets = new Map<number, number>();
  const kinds = distinct(all.map(({ category, rate }) => ({ category, rate, relieved: 0 }))).toSorted(byRate);
  const taxes = kinds.map((kind) => {
    const places = all.flatMap((one, at) => (isSame(one, kind) ? at : []));
    const result = taxed(
      prices,
      kind.rate,
      places.map((at) => all[at]?.amount ?? 0),
    );
    for (const [index, at] of places.entries()) nets.set(at, result.nets[index] ?? 0);
    return { category: kind.category, rate: kind.rate, taxable: result.taxable, tax: result.tax };
  });

  const charged = lines.map((line, at): ChargedLine => {
    const amount = all[at]?.amount ?? 0;
    const discount = relieve(line.unitPrice * line.count, line) - amount;
    return {
      itemId: line.itemId,
      count: line.count,
      category: line.category,
      rate: line.rate,
      ...(prices === 'gross' && { gross: amount }),
      net: nets.get(at) ?? 0,
      ...(discount > 0 && { discount }),
    };
  });
  return {
    country,
    prices,
    lines: charged,
    shipping: sumOf(all.slice(lines.length), ({ amount }) => amount),
    discount: sumOf(charged, ({ discount = 0 }) => discount),
    taxes,
    rounding: 0,
    total: sumOf(taxes, ({ taxable, tax }) => taxable + tax),
    currency,
  };
};
