import { invariant } from '@orderwire/kernel/invariant';
import type { ChargedLine, ChargedTax, Charges } from './charges.ts';
import { share, sumOf } from './integers.ts';
import { FULL_RATE } from './rates.ts';

/** Some of an order, or of a shipment. */
export interface Taken {
  /** itemId → pieces. */
  readonly counts: ReadonlyMap<string, number>;
  /** How much of the whole's `shipping`, in minor units. */
  readonly shipping: number;
}

export const NOTHING: Taken = { counts: new Map(), shipping: 0 };

export const together = (one: Taken, other: Taken): Taken => ({
  counts: new Map(
    [...one.counts.keys(), ...other.counts.keys()].map((itemId) => [
      itemId,
      (one.counts.get(itemId) ?? 0) + (other.counts.get(itemId) ?? 0),
    ]),
  ),
  shipping: one.shipping + other.shipping,
});

/** What stands between the whole and a part of it: the net amount that is not a line's. */
const shippingNets = ({ lines, taxes }: Charges): readonly number[] =>
  taxes.map((tax) => tax.taxable - sumOf(lines, (line) => (isOf(line, tax) ? line.net : 0)));

const isOf = (line: ChargedLine, { category, rate }: ChargedTax): boolean =>
  line.category === category && line.rate === rate;

/** Half down, so that a line and its discount, which is rounded half up, still add up. */
const shareDown = (amount: number, part: number, all: number): number => amount - share(amount, all - part, all);

const lineUpTo = (line: ChargedLine, count: number): ChargedLine => ({
  ...line,
  count,
  ...(line.gross !== undefined && { gross: shareDown(line.gross, count, line.count) }),
  net: shareDown(line.net, count, line.count),
  ...(line.discount !== undefined && { discount: share(line.discount, count, line.count) }),
});

/**
 * The tax on the first `taxable` of a whole's taxable amount. It grows with it from 0 to the whole's tax, and never is
 * more than half a minor unit from a straight line of the slope `rate`: so the tax of what lies between two such amounts
 * is less than one minor unit from its own taxable × rate.
 */
const taxUpTo = (whole: ChargedTax, taxable: number): number => {
  if (taxable === 0) return 0;
  if (taxable === whole.taxable) return whole.tax;
  const [upTo, rate, full] = [BigInt(taxable), BigInt(whole.rate), BigInt(FULL_RATE)];
  // What the whole's tax has too much or too little, over FULL_RATE; the line runs half of that higher.
  const excess = BigInt(whole.tax) * full - BigInt(whole.taxable) * rate;
  return Number((2n * upTo * rate + excess + full) / (2n * full));
};

/** What all that was taken costs together. */
const upTo = (whole: Charges, { counts, shipping }: Taken): Charges => {
  const lines = whole.lines.map((line) => lineUpTo(line, counts.get(line.itemId) ?? 0));
  const ofShipping = shippingNets(whole);
  const allShipping = sumOf(ofShipping, (net) => net);
  // One rate's shipping after the other's: shares of all at once would not add up to whole minor units.
  let left = whole.shipping === 0 ? 0 : share(allShipping, shipping, whole.shipping);
  const taxes = whole.taxes.map((tax, at) => {
    const net = Math.min(left, ofShipping[at] ?? 0);
    left -= net;
    const taxable = net + sumOf(lines, (line) => (isOf(line, tax) ? line.net : 0));
    return { ...tax, taxable, tax: taxUpTo(tax, taxable) };
  });
  const withTax = sumOf(taxes, ({ taxable, tax }) => taxable + tax);
  const total = whole.prices === 'gross' ? sumOf(lines, ({ gross = 0 }) => gross) + shipping : withTax;
  return {
    ...whole,
    lines,
    shipping,
    discount: sumOf(lines, ({ discount = 0 }) => discount),
    taxes,
    rounding: total - withTax,
    total,
  };
};

const difference = (after: ChargedLine, before: ChargedLine): ChargedLine => {
  const discount = (after.discount ?? 0) - (before.discount ?? 0);
  const { discount: _discount, ...line } = after;
  return {
    ...line,
    count: after.count - before.count,
    ...(after.gross !== undefined && { gross: after.gross - (before.gross ?? 0) }),
    net: after.net - before.net,
    ...(discount > 0 && { discount }),
  };
};

const fits = (whole: Charges, { counts, shipping }: Taken): boolean => {
  const known = new Map(whole.lines.map(({ itemId, count }) => [itemId, count]));
  const isWithin = (amount: number, most: number): boolean =>
    Number.isSafeInteger(amount) && amount >= 0 && amount <= most;
  return (
    isWithin(shipping, whole.shipping) &&
    [...counts].every(([itemId, count]) => isWithin(count, known.get(itemId) ?? 0))
  );
};

/**
 * What the next part of a whole costs: a shipment of an order, a refund of a shipment. It is what all parts up to this one
 * cost less what those before it cost, so the parts add up to the whole in every field, minor unit by minor unit, in
 * whatever order they come and however they are cut. A part can itself be cut into parts.
 * @param before what earlier parts have taken, together
 * @param wanted at least one piece, or some shipping
 * @throws InvariantError where that is more than there is: the caller checks before
 */
export const partOf = (whole: Charges, before: Taken, wanted: Taken): Charges => {
  const after = together(before, wanted);
  invariant(fits(whole, before) && fits(whole, wanted) && fits(whole, after), 'A part is within its whole.');
  const [until, from] = [upTo(whole, after), upTo(whole, before)];
  const lines = until.lines
    .map((line, at) => difference(line, from.lines[at] ?? line))
    .filter(({ count }) => count > 0);
  const taxes = until.taxes
    .map((tax, at) => ({
      ...tax,
      taxable: tax.taxable - (from.taxes[at]?.taxable ?? 0),
      tax: tax.tax - (from.taxes[at]?.tax ?? 0),
    }))
    .filter((tax) => tax.taxable > 0 || tax.tax > 0 || lines.some((line) => isOf(line, tax)));
  return {
    ...until,
    lines,
    shipping: until.shipping - from.shipping,
    discount: until.discount - from.discount,
    taxes,
    rounding: until.rounding - from.rounding,
    total: until.total - from.total,
  };
};
