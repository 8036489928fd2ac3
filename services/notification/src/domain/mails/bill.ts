import type { Line } from '@orderwire/events-schema/common';
import type { Language } from '@orderwire/kernel/languages';
import { optionsText } from '@orderwire/kernel/options';
import { formatMoney } from '@orderwire/money/money';
import type { totalsOf } from '@orderwire/money/totals';
import type { InLanguages, Row } from './content.ts';

const WORDS: InLanguages<{ readonly shipping: string; readonly tax: string; readonly total: string }> = {
  en: { shipping: 'Shipping', tax: 'VAT', total: 'Total' },
  de: { shipping: 'Versand', tax: 'MwSt.', total: 'Gesamtbetrag' },
};

/** `Mug (blue)` */
const named = ({ title, options }: Line): string => (options ? `${title} (${optionsText(options)})` : title);

/** What the customer pays, item by item. Prices are net: everything above the total, VAT too, adds up to it. */
export const billed = (
  lines: readonly Line[],
  { shipping, tax, total, currency }: Omit<ReturnType<typeof totalsOf>, 'items'>,
  language: Language,
): { readonly rows: readonly Row[]; readonly total: Row } => {
  const words = WORDS[language];
  const money = (amount: number): string => formatMoney(amount, currency, language);
  return {
    rows: [
      ...lines.map((line): Row => [`${line.count} × ${named(line)}`, money(line.unitPrice * line.count)]),
      [words.shipping, money(shipping)],
      [words.tax, money(tax)],
    ],
    total: [words.total, money(total)],
  };
};

/** What is in a parcel, without money. */
export const counted = (lines: readonly Line[]): readonly Row[] =>
  lines.map((line) => [named(line), `${line.count} ×`]);
