import type { ShortLine } from '@orderwire/events-schema/common';
import type { DataOf } from '@orderwire/events-schema/envelope';
import type * as orders from '@orderwire/events-schema/orders';
import { totalsOf } from '@orderwire/money/totals';
import { billed, counted } from './bill.ts';
import type { About, MailContent, Row } from './content.ts';

/** An event as the data of a mail. */
type Of<Type extends keyof typeof orders> = DataOf<(typeof orders)[Type]>;

export const placed = (
  { lines, charges, recipient }: Pick<Of<'OrderPlaced'>, 'lines' | 'charges' | 'recipient'>,
  { order }: About,
): MailContent => ({
  subject: `We have received your order ${order}`,
  heading: 'We have received your order',
  paragraphs: [
    'Thank you. We are checking stock and payment now and will write again as soon as the order is confirmed.',
  ],
  ...billed(lines, totalsOf(charges)),
  deliverTo: recipient,
});

export const confirmed = (
  { lines, charges }: Pick<Of<'OrderConfirmed'>, 'lines' | 'charges'>,
  { order, deliverTo }: About,
): MailContent => ({
  subject: `Your order ${order} is confirmed`,
  heading: 'Your order is confirmed',
  paragraphs: [
    'Everything is in stock and reserved for you, and the payment is authorised. Nothing is charged before the order ships.',
  ],
  ...billed(lines, totalsOf(charges)),
  deliverTo,
});

const REJECTED: Readonly<Record<Of<'OrderRejected'>['reason'], string>> = {
  out_of_stock: 'Something you ordered is no longer available in the number you wanted.',
  payment_declined: 'The payment was declined. You are welcome to order again with another way to pay.',
  timed_out: 'We could not confirm stock and payment in time. You are welcome to order again.',
};

export const rejected = ({ reason, short = [] }: Of<'OrderRejected'>, { order }: About): MailContent => ({
  subject: `We cannot fulfil your order ${order}`,
  heading: 'We cannot fulfil your order',
  paragraphs: ['We are sorry.', REJECTED[reason], 'You have not been charged.'],
  facts: short.map(shortage),
});

const shortage = ({ itemId, requested, available }: ShortLine): Row => [
  itemId,
  `${requested} ordered, ${available} available`,
];

export const packed = (
  { lines, recipient }: Pick<Of<'OrderPacked'>, 'lines' | 'recipient'>,
  { order }: About,
): MailContent => ({
  subject: `Your order ${order} is packed`,
  heading: 'Your order is packed',
  paragraphs: ['It is waiting for the courier to pick it up.'],
  rows: counted(lines),
  deliverTo: recipient,
});

export const shipped = (
  { carrier, trackingNumber, lines }: Pick<Of<'OrderShipped'>, 'carrier' | 'trackingNumber' | 'lines'>,
  { order, deliverTo }: About,
): MailContent => ({
  subject: `Your order ${order} is on its way`,
  heading: 'Your order is on its way',
  paragraphs: ['The courier has picked it up. Your payment is charged now; the invoice follows in a mail of its own.'],
  rows: counted(lines),
  facts: [
    ...(carrier === undefined ? [] : [['Carrier', carrier] as const]),
    ...(trackingNumber === undefined ? [] : [['Tracking number', trackingNumber] as const]),
  ],
  deliverTo,
});

export const delivered = ({ deliveredAt }: Of<'OrderDelivered'>, { order, deliverTo }: About): MailContent => ({
  subject: `Your order ${order} was delivered`,
  heading: 'Your order was delivered',
  paragraphs: ['We hope you like it. If something is wrong with it, just answer this mail.'],
  facts: [['Delivered', `${deliveredAt.slice(0, 10)} ${deliveredAt.slice(11, 16)} UTC`]],
  deliverTo,
});

export const cancelled = (
  { by, reason, lines }: Pick<Of<'OrderCancelled'>, 'by' | 'reason' | 'lines'>,
  { order }: About,
): MailContent => ({
  subject: `Your order ${order} is cancelled`,
  heading: 'Your order is cancelled',
  paragraphs: [
    by === 'customer' ? 'As you asked, we have cancelled your order.' : 'We had to cancel your order.',
    ...(reason === undefined || reason.trim() === '' ? [] : [`Reason: ${reason}`]),
    'It will not be shipped. What was authorised on your payment is released; you have not been charged.',
  ],
  rows: counted(lines),
});
