import type { Books, MailRow, OrderRow } from './books.ts';
import type { Checks } from './claims.ts';
import type { Happened, Outside, SentMail } from './outside.ts';

type Telling = readonly [kind: string, of?: (event: Happened) => string];

const parcelOf = ({ parcelId = 'p1' }: Happened): string => parcelId;
const returnOf = ({ returnId = '' }: Happened): string => returnId;

/** Event → the mail that tells of it, and what it is about where an order may have several of the kind. */
const KINDS: Readonly<Record<string, Telling>> = {
  OrderPlaced: ['placed'],
  OrderConfirmed: ['confirmed'],
  OrderRejected: ['rejected'],
  OrderPacked: ['packed'],
  OrderShipped: ['shipped', parcelOf],
  OrderDelivered: ['delivered', parcelOf],
  ParcelDelivered: ['delivered', parcelOf],
  OrderDeliveryFailed: ['delivery_failed', (event) => `${parcelOf(event)}/${String(event.attempt)}`],
  OrderReturned: ['returned', parcelOf],
  ParcelReturned: ['returned', parcelOf],
  OrderCancelled: ['cancelled'],
  InvoiceIssued: ['invoice', parcelOf],
  ReturnRequested: ['return_requested', returnOf],
  ReturnApproved: ['return_approved', returnOf],
  ReturnRejected: ['return_rejected', returnOf],
  PaymentRefunded: ['refunded', ({ refundId = '' }) => refundId],
};

/**
 * The names of the mails that are due: `shipped/p1`. A pick-up that was only inferred is told by the delivery
 * alone, and a return that was approved at once by its approval.
 */
const dueBy = (happened: readonly Happened[]): ReadonlySet<string> =>
  new Set(
    happened.flatMap((event) => {
      const [kind, of] = KINDS[event.type] ?? [];
      if (kind === undefined || (event.type === 'OrderShipped' && event.inferred) || event.isApproved === true)
        return [];
      return [of === undefined ? kind : `${kind}/${of(event)}`];
    }),
  );

const kindOf = (name: string): string => name.split('/')[0] ?? '';

const counted = (names: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};

/** `order/kind` → how many went out. */
export const countsOf = (mails: readonly SentMail[]): ReadonlyMap<string, number> =>
  counted(mails.map(({ orderId, kind }) => `${orderId}/${kind}`));

/** How many mails went out that no row accounts for: more than one for it. */
export const countDoubles = (mails: readonly SentMail[], rows: readonly MailRow[]): number => {
  const noted = counted(rows.map(({ orderId, kind }) => `${orderId}/${kind}`));
  return [...countsOf(mails)].reduce((sum, [name, count]) => sum + Math.max(0, count - (noted.get(name) ?? 0)), 0);
};

/** Each mail that is due went out to the order's owner, and nothing else did. How often it may is each proof's own to say. */
export const checkMails = (checks: Checks, books: Books, { happened, mails, ownerOf }: Outside): void => {
  const rows = new Map(books.mails.map((row) => [row.id, row]));
  const counts = countsOf(mails);
  const checkDue = (order: OrderRow): ReadonlySet<string> => {
    const { orderId } = order;
    const due = dueBy(happened.get(orderId) ?? []);
    const kinds = counted([...due].map(kindOf));
    for (const name of due) {
      const status = rows.get(`${orderId}/${name}`)?.status ?? 'none';
      const count = counts.get(`${orderId}/${kindOf(name)}`) ?? 0;
      const wanted = kinds.get(kindOf(name)) ?? 0;
      checks.that(
        '07-mails',
        status === 'sent' && count >= wanted,
        () => `the mail "${name}" is ${status}; of its kind ${count} of ${wanted} were sent`,
        orderId,
      );
    }
    return new Set([...due, ...kinds.keys()]);
  };
  const due = new Map(books.orders.map((order) => [order.orderId, checkDue(order)]));
  const owners = new Map(books.orders.map((order) => [order.orderId, ownerOf(order)]));
  for (const { orderId, kind, of, to } of mails) {
    const name = of === undefined ? kind : `${kind}/${of}`;
    const isDue = due.get(orderId)?.has(name) === true;
    checks.that('07-mails', isDue, () => `the mail "${name}" went out and nothing asked for it`, orderId);
    const owner = owners.get(orderId) ?? to;
    checks.that('07-mails', to === owner, () => `the mail "${name}" went to ${to}, the owner is ${owner}`, orderId);
  }
};
