import type { Line, ShortLine, Totals } from '@orderwire/events-schema/common';
import type { DataOf } from '@orderwire/events-schema/envelope';
import type * as orders from '@orderwire/events-schema/orders';
import { formatMoney } from '@orderwire/kernel/money';
import type { MailContent } from './content.ts';

type Rows = readonly (readonly [string, string])[];

const title = ({ title, color, count }: Pick<Line, 'title' | 'color' | 'count'>): string =>
  `${count} × ${title}${color === undefined ? '' : ` (${color})`}`;

/** Net prices, as the totals below them add up. */
const priced = (lines: readonly Line[], { currency }: Totals): Rows =>
  lines.map((line) => [title(line), formatMoney(line.unitPrice * line.count, currency)]);

const counted = (lines: readonly Line[]): Rows => lines.map((line) => [line.title, `${line.count} ×`]);

const summed = ({
  items,
  shipping,
  tax,
  total,
  currency,
}: Totals): { rows: Rows; total: readonly [string, string] } => ({
  rows: [
    ['Items, net', formatMoney(items, currency)],
    ['Shipping', formatMoney(shipping, currency)],
    ['Tax', formatMoney(tax, currency)],
  ],
  total: ['Total', formatMoney(total, currency)],
});

export const placed = ({ lines, totals }: Pick<DataOf<typeof orders.OrderPlaced>, 'lines' | 'totals'>): MailContent => {
  const { rows, total } = summed(totals);
  return {
    subject: 'We have received your order',
    heading: 'We have received your order',
    paragraphs: [
      'Thank you. We are checking stock and payment now and will write again as soon as the order is confirmed.',
    ],
    rows: [...priced(lines, totals), ...rows],
    total,
  };
};

export const confirmed = ({ lines, totals }: DataOf<typeof orders.OrderConfirmed>): MailContent => ({
  subject: 'Your order is confirmed',
  heading: 'Your order is confirmed',
  paragraphs: [
    'Everything is in stock and reserved for you, and the payment is authorised. Nothing is charged before the order ships.',
  ],
  rows: priced(lines, totals),
  total: summed(totals).total,
});

const REJECTED: Readonly<Record<DataOf<typeof orders.OrderRejected>['reason'], string>> = {
  out_of_stock: 'Something you ordered is no longer available in the number you wanted.',
  payment_declined: 'The payment was declined. You are welcome to order again with another way to pay.',
  timed_out: 'We could not confirm stock and payment in time. You are welcome to order again.',
};

export const rejected = ({ reason, short = [] }: DataOf<typeof orders.OrderRejected>): MailContent => ({
  subject: 'We cannot fulfil your order',
  heading: 'We cannot fulfil your order',
  paragraphs: ['We are sorry.', REJECTED[reason], 'You have not been charged.'],
  facts: short.map(shortage),
});

const shortage = ({ itemId, requested, available }: ShortLine) =>
  [itemId, `${requested} ordered, ${available} available`] as const;

export const packed = ({ lines }: Pick<DataOf<typeof orders.OrderPacked>, 'lines'>): MailContent => ({
  subject: 'Your order is packed',
  heading: 'Your order is packed',
  paragraphs: ['It is waiting for the courier to pick it up.'],
  rows: counted(lines),
});

export const shipped = ({ carrier, trackingNumber, lines }: DataOf<typeof orders.OrderShipped>): MailContent => ({
  subject: 'Your order is on its way',
  heading: 'Your order is on its way',
  paragraphs: ['The courier has picked it up. Your payment is charged now; the invoice follows in a mail of its own.'],
  rows: counted(lines),
  facts: [
    ...(carrier === undefined ? [] : [['Carrier', carrier] as const]),
    ...(trackingNumber === undefined ? [] : [['Tracking number', trackingNumber] as const]),
  ],
});

export const delivered = ({ deliveredAt }: DataOf<typeof orders.OrderDelivered>): MailContent => ({
  subject: 'Your order was delivered',
  heading: 'Your order was delivered',
  paragraphs: ['We hope you like it. If something is wrong with it, just answer this mail.'],
  facts: [['Delivered', `${deliveredAt.slice(0, 10)} ${deliveredAt.slice(11, 16)} UTC`]],
});

export const cancelled = ({ by, reason, lines }: DataOf<typeof orders.OrderCancelled>): MailContent => ({
  subject: 'Your order is cancelled',
  heading: 'Your order is cancelled',
  paragraphs: [
    by === 'customer' ? 'As you asked, we have cancelled your order.' : 'We had to cancel your order.',
    ...(reason === undefined || reason.trim() === '' ? [] : [`Reason: ${reason}`]),
    'It will not be shipped. What was authorised on your payment is released; you have not been charged.',
  ],
  rows: counted(lines),
});
