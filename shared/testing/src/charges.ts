import type { Charges, Line } from '@orderwire/events-schema/common';
import { chargesOf } from '@orderwire/money/charges';
import { perItem } from '@orderwire/money/per-item';

type Terms = Pick<Charges, 'shipping' | 'country' | 'currency' | 'prices'>;

/** What an order of these lines costs, as events say it. */
export const chargesFor = (
  lines: readonly Line[],
  { shipping = 490, country = 'DE', currency = 'EUR', prices = 'net' }: Partial<Terms> = {},
): Charges => {
  const goods = perItem(lines).map((line) => ({ ...line, rate: line.vatRate, relieved: 0 }));
  const charges = chargesOf({ country, currency, prices, lines: goods, shipping, shippingTax: 'shared' });
  return { ...charges, lines: [...charges.lines], taxes: [...charges.taxes] };
};
