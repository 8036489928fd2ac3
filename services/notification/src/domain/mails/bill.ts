import type { Charges, Line } from '@orderwire/events-schema/common';
import { optionsText } from '@orderwire/kernel/options';
import { formatMoney } from '@orderwire/money/money';
import { totalsOf } from '@orderwire/money/totals';
import { reasonsOf } from '@orderwire/money/vat-reasons';
import type { About, InLanguages, MailContent, Row } from './content.ts';

interface Words {
  readonly shipping: string;
  readonly discount: (code: string | undefined) => string;
  readonly tax: string;
  readonly rounding: string;
  readonly total: string;
  readonly totalWithTax: string;
  readonly included: (tax: string) => string;
}

const WORDS: InLanguages<Words> = {
  en: {
    ...{ shipping: 'Shipping', tax: 'VAT', rounding: 'Rounding', total: 'Total', totalWithTax: 'Total incl. VAT' },
    discount: (code) => (code === undefined ? 'Discount' : `Discount ${code}`),
    included: (tax) => `VAT in it: ${tax}.`,
  },
  de: {
    ...{ shipping: 'Versand', tax: 'MwSt.', rounding: 'Rundung', total: 'Gesamtbetrag' },
    totalWithTax: 'Gesamtbetrag inkl. MwSt.',
    discount: (code) => (code === undefined ? 'Rabatt' : `Rabatt ${code}`),
    included: (tax) => `Darin enthaltene MwSt.: ${tax}.`,
  },
};

/** A line of an order, or of a part of it. */
type Named = Pick<Line, 'itemId' | 'title' | 'count'> & { readonly options?: Line['options'] };

/** `Mug (blue)` */
const named = ({ title, options }: Named): string => (options ? `${title} (${optionsText(options)})` : title);

/**
 * What the customer pays, item by item, and all above the total adds up to it: items before the discount, which has a row of
 * its own; prices that include VAT as they are, to others VAT is added in a row of its own. Below it stands how much VAT is in it, or why there is none.
 */
export const billed = (
  lines: readonly Named[],
  charges: Charges,
  { language, exemption }: Pick<About, 'language' | 'exemption'>,
  discountCode?: string,
): Required<Pick<MailContent, 'rows' | 'total' | 'notes'>> => {
  const words = WORDS[language];
  const { tax, shipping, total, currency } = totalsOf(charges);
  const money = (amount: number): string => formatMoney(amount, currency, language);
  const amounts = new Map(
    charges.lines.map(({ itemId, gross, net, discount = 0 }) => [itemId, (gross ?? net) + discount]),
  );
  const added: readonly Row[] = [
    [words.tax, money(tax)],
    ...(charges.rounding === 0 ? [] : [[words.rounding, money(charges.rounding)] as const]),
  ];
  const isIncluded = charges.prices === 'gross';
  const hasTaxIn = isIncluded && tax > 0;
  return {
    rows: [
      ...lines.map((line): Row => [`${line.count} × ${named(line)}`, money(amounts.get(line.itemId) ?? 0)]),
      ...(charges.discount === 0 ? [] : [[words.discount(discountCode), money(-charges.discount)] as const]),
      [words.shipping, money(shipping)],
      ...(isIncluded ? [] : added),
    ],
    total: [hasTaxIn ? words.totalWithTax : words.total, money(total)],
    notes: [...(hasTaxIn ? [words.included(money(tax))] : []), ...reasonsOf(charges, language, exemption)],
  };
};

/** What is in a parcel, without money. */
export const counted = (lines: readonly Named[]): readonly Row[] =>
  lines.map((line) => [named(line), `${line.count} ×`]);
