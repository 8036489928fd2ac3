import type { Basket, Charges, ChargedTax, PricedLine } from '@orderwire/money/charges';

/**
 * What a basket costs, worked out once more from the rules as `docs/decisions` and EN 16931 say them, in fractions of
 * whole numbers without limit. It takes nothing of shared/money but types.
 */
interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

const FULL = 100_000n;

const fraction = (n: bigint | number, d: bigint | number = 1n): Fraction => ({ n: BigInt(n), d: BigInt(d) });
const plus = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
const minus = (a: Fraction, b: Fraction): Fraction => plus(a, { n: -b.n, d: b.d });
const times = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.n, d: a.d * b.d });
const isLess = (a: Fraction, b: Fraction): boolean => a.n * b.d < b.n * a.d;
const absolute = (a: Fraction): Fraction => ({ n: a.n < 0n ? -a.n : a.n, d: a.d });
const sum = (all: readonly Fraction[]): Fraction => all.reduce(plus, fraction(0));
const floor = ({ n, d }: Fraction): bigint => (n >= 0n ? n / d : -((d - 1n - n) / d));
const halfUp = (a: Fraction): bigint => floor(plus(a, fraction(1, 2)));

const rateOf = (thousandths: number): Fraction => fraction(thousandths, FULL);
const withTax = (thousandths: number): Fraction => fraction(FULL + BigInt(thousandths), FULL);
const over = (a: Fraction, b: Fraction): Fraction => times(a, { n: b.d, d: b.n });

/** Exact shares of a whole number, brought to whole numbers by the method of the largest remainder. */
const largestRemainder = (total: bigint, shares: readonly Fraction[]): readonly bigint[] => {
  const given = shares.map(floor);
  const open = () => total - given.reduce((all, one) => all + one, 0n);
  const rest = shares.map((share, at) => minus(share, fraction(given[at] ?? 0n)));
  const served = new Set<number>();
  while (open() > 0n) {
    let best: number | undefined;
    for (const at of rest.keys())
      if (!served.has(at) && (best === undefined || isLess(rest[best] ?? fraction(0), rest[at] ?? fraction(0))))
        best = at;
    if (best === undefined) throw new Error('There is more left than there are shares.');
    served.add(best);
    given[best] = (given[best] ?? 0n) + 1n;
  }
  return given;
};

const inProportion = (total: bigint, weights: readonly bigint[]): readonly bigint[] => {
  const all = weights.reduce((one, other) => one + other, 0n);
  if (all === 0n) return weights.map((_, at) => (at === 0 ? total : 0n));
  return largestRemainder(
    total,
    weights.map((weight) => fraction(total * weight, all)),
  );
};

interface Piece {
  readonly key: string;
  readonly relieved: number;
  readonly rate: number;
  readonly amount: bigint;
}

const keyOf = ({ category, rate }: Pick<PricedLine, 'category' | 'rate'>): string => `${category}/${rate}`;
const kindOf = ({ key, relieved }: Piece): string => `${key}/${relieved}`;

/** Where shares are equal, the odd minor unit goes to the item whose id comes first. */
const inOrderOfItems = <T>(of: readonly T[], { lines }: Basket, take: (sorted: readonly T[]) => readonly bigint[]) => {
  const places = lines
    .map(({ itemId }, at) => ({ itemId, at }))
    .sort((one, other) => (one.itemId < other.itemId ? -1 : 1))
    .map(({ at }) => at);
  const taken = take(places.flatMap((at) => of[at] ?? []));
  return of.map((_, at) => taken[places.indexOf(at)] ?? 0n);
};

const afterDiscount = (basket: Basket): readonly Piece[] => {
  const { lines, discount } = basket;
  const values = lines.map(({ unitPrice, count }) => BigInt(unitPrice) * BigInt(count));
  const eligible = lines.map(({ itemId }, at) => (discount?.itemIds.has(itemId) === true ? (values[at] ?? 0n) : 0n));
  const all = eligible.reduce((one, other) => one + other, 0n);
  const offered =
    discount === undefined
      ? 0n
      : 'percent' in discount.off
        ? halfUp(times(fraction(all), rateOf(discount.off.percent)))
        : BigInt(discount.off.amount);
  const off = offered > all ? all : offered;
  const each = all === 0n ? eligible : inOrderOfItems(eligible, basket, (sorted) => inProportion(off, sorted));
  return lines.map((line, at) => ({
    key: keyOf(line),
    relieved: line.relieved,
    rate: line.rate,
    amount: (values[at] ?? 0n) - (off === 0n ? 0n : (each[at] ?? 0n)),
  }));
};

const shippingPieces = ({ shipping, shippingTax }: Basket, goods: readonly Piece[]): readonly Piece[] => {
  if (shipping === 0) return [];
  const worthOf = new Map<string, Piece>();
  for (const piece of goods) {
    const known = worthOf.get(kindOf(piece));
    worthOf.set(kindOf(piece), { ...piece, amount: piece.amount + (known?.amount ?? 0n) });
  }
  // The higher rate first: it gets what is left of a division, whatever the order of the lines.
  const kinds = [...worthOf.values()].sort(
    (a, b) => b.rate - a.rate || b.relieved - a.relieved || (a.key < b.key ? -1 : 1),
  );
  const isWorthless = kinds.every(({ amount }) => amount === 0n);
  if (shippingTax === 'highest' || isWorthless) {
    const [top] = kinds;
    return top === undefined ? [] : [{ ...top, amount: BigInt(shipping) }];
  }
  const amounts = inProportion(
    BigInt(shipping),
    kinds.map(({ amount }) => amount),
  );
  return kinds.map((kind, at) => ({ ...kind, amount: amounts[at] ?? 0n })).filter(({ amount }) => amount > 0n);
};

/** What the rules say of a basket as a whole. Where a line's odd minor unit goes they leave open. */
export interface Expected {
  readonly shipping: bigint;
  readonly total: bigint;
  /** By category and rate; `shipping` is what of it is in there, in terms of the shop's prices. */
  readonly taxes: ReadonlyMap<string, { readonly taxable: bigint; readonly tax: bigint; readonly shipping: bigint }>;
  /** Gross where prices are gross, net otherwise, the discount off. */
  readonly lines: readonly bigint[];
}

export const expectedOf = (basket: Basket): Expected => {
  const goods = afterDiscount(basket);
  const paid = ({ amount, relieved }: Piece): bigint => halfUp(over(fraction(amount), withTax(relieved)));
  const shipping = shippingPieces(basket, goods);
  const taxes = new Map<string, { taxable: bigint; tax: bigint; shipping: bigint }>();
  const pieces = [...goods, ...shipping];
  for (const { key, rate } of pieces) {
    const paidFor = (some: readonly Piece[]): bigint =>
      some.filter((piece) => piece.key === key).reduce((all, piece) => all + paid(piece), 0n);
    const all = paidFor(pieces);
    const taxable = basket.prices === 'net' ? all : halfUp(over(fraction(all), withTax(rate)));
    const tax = basket.prices === 'net' ? halfUp(times(fraction(all), rateOf(rate))) : all - taxable;
    taxes.set(key, { taxable, tax, shipping: paidFor(shipping) });
  }
  return {
    shipping: shipping.reduce((all, piece) => all + paid(piece), 0n),
    total: [...taxes.values()].reduce((all, { taxable, tax }) => all + taxable + tax, 0n),
    taxes,
    lines: goods.map(paid),
  };
};

/** How far a document's tax is from what its rate makes of its taxable amount. */
export const isWithinOne = ({ taxable, tax, rate }: ChargedTax): boolean =>
  isLess(absolute(minus(fraction(tax), times(fraction(taxable), rateOf(rate)))), fraction(1));

/** Whether a net amount is less than one minor unit from its gross amount without tax. */
export const isNetOf = (net: number | bigint, gross: number | bigint, rate: number): boolean =>
  isLess(absolute(minus(fraction(net), over(fraction(gross), withTax(rate)))), fraction(1));

/** What shipping has of a tax: what is taxable, and no line's. */
export const shippingNet = ({ lines }: Charges, { category, rate, taxable }: ChargedTax): bigint =>
  BigInt(taxable) -
  lines
    .filter((line) => line.category === category && line.rate === rate)
    .reduce((all, { net }) => all + BigInt(net), 0n);

/** For sums beyond what a number holds. */
export const exactly = (amounts: readonly number[]): bigint => sum(amounts.map((amount) => fraction(amount))).n;
