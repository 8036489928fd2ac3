import type { Line } from '@orderwire/events-schema/common';
import { optionsText } from '@orderwire/kernel/options';
import { formatMoney } from '@orderwire/money/money';
import type { totalsOf } from '@orderwire/money/totals';
import type { Row } from './content.ts';

/** `Mug (blue)` */
const named = ({ title, options }: Line): string => (options ? `${title} (${optionsText(options)})` : title);

/** What the customer pays, item by item. Prices are net: everything above the total, VAT too, adds up to it. */
export const billed = (
  lines: readonly Line[],
  { shipping, tax, total, currency }: Omit<ReturnType<typeof totalsOf>, 'items'>,
): { readonly rows: readonly Row[]; readonly total: Row } => ({
  rows: [
    ...lines.map((line): Row => [`${line.count} × ${named(line)}`, formatMoney(line.unitPrice * line.count, currency)]),
    ['Shipping', formatMoney(shipping, currency)],
    ['VAT', formatMoney(tax, currency)],
  ],
  total: ['Total', formatMoney(total, currency)],
});

/** What is in a parcel, without money. */
export const counted = (lines: readonly Line[]): readonly Row[] =>
  lines.map((line) => [named(line), `${line.count} ×`]);
