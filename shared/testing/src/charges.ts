import type { Charges, Line } from '@orderwire/events-schema/common';
import { type Basket, chargesOf } from '@orderwire/money/charges';

type Terms = Pick<Charges, 'shipping' | 'country' | 'currency' | 'prices'> & Pick<Basket, 'discount'>;

/** What an order of these lines costs, as events say it. */
export const chargesFor = (
  lines: readonly Line[],
  { shipping = 490, country = 'DE', currency = 'EUR', prices = 'net', discount }: Partial<Terms> = {},
): Charges => {
  const goods = lines.map((line) => ({ ...line, rate: line.vatRate, relieved: 0 }));
  const charges = chargesOf({ country, currency, prices, lines: goods, shipping, shippingTax: 'shared', discount });
  return { ...charges, lines: [...charges.lines], taxes: [...charges.taxes] };
};
