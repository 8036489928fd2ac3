import type { Charges } from './charges.ts';
import { sumOf } from './integers.ts';

/**
 * The sums of what an order costs. Items and shipping are as the shop's prices are: where those include tax, items + shipping
 * = total, and `tax` is in them; elsewhere items + shipping + tax + rounding = total.
 */
export const totalsOf = ({ lines, shipping, taxes, total, currency }: Charges) => ({
  items: sumOf(lines, ({ gross, net }) => gross ?? net),
  shipping,
  tax: sumOf(taxes, ({ tax }) => tax),
  total,
  currency,
});
