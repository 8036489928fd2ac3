import type { Line, Totals } from '@orderwire/events-schema/common';
import { type AmountMinor, taxOn } from '@orderwire/money/money';
import type { VatRate } from '@orderwire/money/rates';

/** Tax at one rate. Shipping is untaxed. */
export interface TaxShare {
  readonly rate: VatRate;
  readonly net: AmountMinor;
  readonly tax: AmountMinor;
}

export const netOf = ({ unitPrice, count }: Line): AmountMinor => unitPrice * count;

/** Net and tax per rate, the highest rate first. Tax is rounded line by line, as the order was priced. */
export const taxShares = (lines: readonly Line[]): readonly TaxShare[] => {
  const shares = new Map<VatRate, TaxShare>();
  for (const line of lines) {
    const { net, tax } = shares.get(line.vatRate) ?? { net: 0, tax: 0 };
    const netOfLine = netOf(line);
    shares.set(line.vatRate, {
      rate: line.vatRate,
      net: net + netOfLine,
      tax: tax + taxOn(netOfLine, line.vatRate),
    });
  }
  return [...shares.values()].sort((a, b) => b.rate - a.rate);
};

/** Whether the lines of the invoice add up to its totals. */
export const addsUp = (lines: readonly Line[], { items, shipping, tax, total }: Totals): boolean => {
  const shares = taxShares(lines);
  const sum = (of: (share: TaxShare) => AmountMinor): AmountMinor => shares.reduce((all, share) => all + of(share), 0);
  return sum(({ net }) => net) === items && sum((share) => share.tax) === tax && items + shipping + tax === total;
};
