import type { Basket, ChargedLine, Charges } from '@orderwire/money/charges';
import { exactly, expectedOf, isNetOf, isWithinOne, shippingNet } from './oracle.ts';
import type { Divided } from './parts.ts';

/** Names of what does not hold; none is what is wanted. */
export type Faults = readonly string[];

const keyOf = ({ category, rate }: { readonly category: string; readonly rate: number }) => `${category}/${rate}`;

const failed = (claims: Readonly<Record<string, boolean>>): Faults =>
  Object.entries(claims).flatMap(([claim, holds]) => (holds ? [] : claim));

/** What the rules say of an order, against what it is charged. */
export const judgeOrder = (basket: Basket, charges: Charges): Faults => {
  const expected = expectedOf(basket);
  const taxOf = new Map(charges.taxes.map((tax) => [keyOf(tax), tax]));
  const charged = charges.lines.map(({ gross, net }) => gross ?? net);
  return failed({
    'the total is what the rules say': BigInt(charges.total) === expected.total,
    'shipping is what the rules say': BigInt(charges.shipping) === expected.shipping,
    'each tax is what the rules say':
      taxOf.size === expected.taxes.size &&
      [...expected.taxes].every(
        ([key, { taxable, tax }]) =>
          BigInt(taxOf.get(key)?.taxable ?? -1) === taxable && BigInt(taxOf.get(key)?.tax ?? -1) === tax,
      ),
    'each line is what the rules say': expected.lines.every((amount, at) => BigInt(charged[at] ?? -1) === amount),
    'nothing is rounded in an order': charges.rounding === 0,
    'every line is there': charges.lines.every(
      ({ itemId, count }, at) => basket.lines[at]?.itemId === itemId && basket.lines[at].count === count,
    ),
    'a net amount is that of its gross amount': charges.lines.every(
      ({ gross, net, rate }) => gross === undefined || isNetOf(net, gross, rate),
    ),
    'shipping has its share of each tax': charges.taxes.every((tax) => {
      const share = expected.taxes.get(keyOf(tax))?.shipping ?? -1n;
      const net = shippingNet(charges, tax);
      return charges.prices === 'net' ? net === share : isNetOf(net, share, tax.rate);
    }),
    'a line and its discount are pieces at the price': charges.lines.every(
      ({ gross, net, discount = 0 }, at) =>
        (basket.lines[at]?.relieved ?? 0) > 0 ||
        BigInt(gross ?? net) + BigInt(discount) ===
          BigInt(basket.lines[at]?.unitPrice ?? 0) * BigInt(basket.lines[at]?.count ?? 0),
    ),
  });
};

/** What must hold of an order, a shipment and a refund alike: that it is a document by EN 16931. */
export const judgeDocument = (charges: Charges): Faults => {
  const { lines, shipping, discount, taxes, rounding, total, prices } = charges;
  const isGross = prices === 'gross';
  const nets = taxes.map((tax) => shippingNet(charges, tax));
  const amounts = [
    ...lines.flatMap((line) => [line.count, line.gross ?? 0, line.net, line.discount ?? 0]),
    ...[shipping, discount, total, ...taxes.flatMap(({ taxable, tax }) => [taxable, tax])],
  ];
  const known = new Set(taxes.map(keyOf));
  return failed({
    'every amount is whole and not negative': amounts.every((amount) => Number.isSafeInteger(amount) && amount >= 0),
    'each line has its tax (BR-S-01, BR-Z-01, BR-E-01 …)': lines.every((line) => known.has(keyOf(line))),
    'each tax stands once': known.size === taxes.length,
    'taxable is lines and shipping (BR-S-08, BR-Z-08 …)': nets.every((net) => net >= 0n),
    'shipping is in what is taxable (BR-CO-13)':
      isGross || nets.reduce((all, net) => all + net, 0n) === BigInt(shipping),
    'tax is taxable × rate (BR-CO-17, BR-S-09)': taxes.every(isWithinOne),
    'only S is taxed (BR-Z-09, BR-E-09 …)': taxes.every(({ category, tax }) => category === 'S' || tax === 0),
    'it adds up (BR-CO-15, BR-CO-16)':
      exactly([...taxes.flatMap(({ taxable, tax }) => [taxable, tax]), rounding]) === BigInt(total),
    'gross amounts add up': !isGross || exactly([...lines.map(({ gross = 0 }) => gross), shipping]) === BigInt(total),
    'net prices leave nothing to round': isGross || rounding === 0,
    'discounts add up': exactly(lines.map((line) => line.discount ?? 0)) === BigInt(discount),
  });
};

const FIELDS = ['shipping', 'discount', 'rounding', 'total'] as const;

/** That the parts are the whole, field by field. */
export const judgeParts = ({ whole, parts }: Divided): Faults => {
  const lineSum = (itemId: string, field: 'count' | 'gross' | 'net' | 'discount') =>
    exactly(
      parts.flatMap(({ lines }) => lines.filter((line) => line.itemId === itemId).map((line) => line[field] ?? 0)),
    );
  const taxSum = (key: string, field: 'taxable' | 'tax') =>
    exactly(parts.flatMap(({ taxes }) => taxes.filter((tax) => keyOf(tax) === key).map((tax) => tax[field])));
  return failed({
    'parts add up': FIELDS.every((field) => exactly(parts.map((part) => part[field])) === BigInt(whole[field])),
    'lines of parts add up': whole.lines.every((line) =>
      (['count', 'gross', 'net', 'discount'] as const).every(
        (field) => lineSum(line.itemId, field) === BigInt(line[field] ?? 0),
      ),
    ),
    'a part of a line and its discount are pieces at the price': whole.lines.every((line) => {
      const worth = (one: ChargedLine): bigint => BigInt(one.gross ?? one.net) + BigInt(one.discount ?? 0);
      // What buyers are relieved of is taken off the line, and leaves no whole price of a piece.
      if (worth(line) % BigInt(line.count) !== 0n) return true;
      return parts
        .flatMap(({ lines }) => lines.filter(({ itemId }) => itemId === line.itemId))
        .every((one) => worth(one) * BigInt(line.count) === worth(line) * BigInt(one.count));
    }),
    'taxes of parts add up': whole.taxes.every((tax) =>
      (['taxable', 'tax'] as const).every((field) => taxSum(keyOf(tax), field) === BigInt(tax[field])),
    ),
    'a part has no tax of its own': parts.every(({ taxes }) =>
      taxes.every((tax) => whole.taxes.some((other) => keyOf(other) === keyOf(tax))),
    ),
  });
};
