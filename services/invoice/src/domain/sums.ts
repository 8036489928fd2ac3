import type { Charges, Line } from '@orderwire/events-schema/common';
import type { AmountMinor } from '@orderwire/money/money';

type ChargedLine = Charges['lines'][number];

/** What a line costs, with or without tax as the shop's prices are; the discount is off. */
export const amountOf = ({ gross, net }: ChargedLine): AmountMinor => gross ?? net;

const sum = (amounts: readonly AmountMinor[]): AmountMinor => amounts.reduce((all, one) => all + one, 0);

/** Whether a line costs its price for each piece. Who owes no tax pays a price that includes it without it. */
const isPriced = ({ unitPrice, count }: Pick<Line, 'unitPrice' | 'count'>, charged: ChargedLine): boolean => {
  const listed = unitPrice * count;
  const amount = amountOf(charged) + (charged.discount ?? 0);
  const isRelieved = charged.gross !== undefined && (charged.category === 'G' || charged.category === 'K');
  return charged.count === count && (isRelieved ? amount <= listed : amount === listed);
};

/** Whether what is charged is charged for these lines, and adds up. */
export const addsUp = (
  lines: readonly Line[],
  { prices, lines: charged, shipping, taxes, rounding, total }: Charges,
): boolean => {
  const items = new Map(lines.map((line) => [line.itemId, line]));
  const taxable = sum(taxes.map((one) => one.taxable));
  const amounts = sum(charged.map(amountOf)) + shipping;
  const nets = sum(charged.map(({ net }) => net));
  return (
    charged.length === items.size &&
    charged.every((one) => {
      const line = items.get(one.itemId);
      return line !== undefined && isPriced(line, one);
    }) &&
    amounts === (prices === 'gross' ? total : taxable) &&
    nets <= taxable &&
    taxable - nets <= shipping &&
    taxable + sum(taxes.map(({ tax }) => tax)) + rounding === total
  );
};
