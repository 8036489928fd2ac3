import type { Charges, Line } from '@orderwire/events-schema/common';
import { chargesOf } from '@orderwire/money/charges';
import { perItem } from '@orderwire/money/per-item';
import { totalsOf } from '@orderwire/money/totals';

/** What an order of these lines costs, as events say it. */
export const costsOf = (
  lines: readonly Line[],
  { shipping = 490, country = 'DE', currency = 'EUR' } = {},
): { readonly charges: Charges; readonly totals: ReturnType<typeof totalsOf> } => {
  const goods = perItem(lines).map((line) => ({ ...line, category: 'S' as const, rate: line.vatRate, relieved: 0 }));
  const charged = chargesOf({ country, currency, prices: 'net', lines: goods, shipping, shippingTax: 'shared' });
  const charges = { ...charged, lines: [...charged.lines], taxes: [...charged.taxes] };
  return { charges, totals: totalsOf(charges) };
};
