import type { Charges, Line } from '@orderwire/events-schema/common';
import { chargesOf } from '@orderwire/money/charges';
import { perItem } from '@orderwire/money/per-item';

/** What an order of these lines costs, as events say it. */
export const chargesFor = (
  lines: readonly Line[],
  { shipping = 490, country = 'DE', currency = 'EUR' } = {},
): Charges => {
  const goods = perItem(lines).map((line) => ({ ...line, rate: line.vatRate, relieved: 0 }));
  const charges = chargesOf({ country, currency, prices: 'net', lines: goods, shipping, shippingTax: 'shared' });
  return { ...charges, lines: [...charges.lines], taxes: [...charges.taxes] };
};
