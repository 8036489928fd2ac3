import type { Charges, Line } from '@orderwire/events-schema/common';
import type { AmountMinor } from '@orderwire/money/money';
import { perItem } from '@orderwire/money/per-item';

export const netOf = ({ unitPrice, count }: Pick<Line, 'unitPrice' | 'count'>): AmountMinor => unitPrice * count;

/** Whether what is charged is charged for these lines, and adds up. Prices are net. */
export const addsUp = (
  lines: readonly Line[],
  { lines: charged, shipping, taxes, rounding, total }: Charges,
): boolean => {
  const netOfItem = new Map(perItem(lines).map((line) => [line.itemId, netOf(line)]));
  const sum = (amounts: readonly AmountMinor[]): AmountMinor => amounts.reduce((all, one) => all + one, 0);
  const taxable = sum(taxes.map((one) => one.taxable));
  return (
    charged.length === netOfItem.size &&
    charged.every(({ itemId, net }) => netOfItem.get(itemId) === net) &&
    sum(charged.map(({ net }) => net)) + shipping === taxable &&
    taxable + sum(taxes.map(({ tax }) => tax)) + rounding === total
  );
};
