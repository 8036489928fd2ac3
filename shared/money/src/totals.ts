import type { Charges } from './charges.ts';
import { sumOf } from './integers.ts';

/** The sums of what an order costs: `items` is net, `tax` is on items and shipping; items + shipping + tax = total. */
export const totalsOf = ({ lines, shipping, taxes, total, currency }: Charges) => ({
  items: sumOf(lines, ({ net }) => net),
  shipping,
  tax: sumOf(taxes, ({ tax }) => tax),
  total,
  currency,
});
