import type { Books, OrderRow } from './books.ts';
import type { Checks } from './claims.ts';
import type { Happened, Outside, SentMail } from './outside.ts';

/** Event → the mail that tells of it. */
const KINDS: Readonly<Record<string, string>> = {
  OrderPlaced: 'placed',
  OrderConfirmed: 'confirmed',
  OrderRejected: 'rejected',
  OrderPacked: 'packed',
  OrderShipped: 'shipped',
  OrderDelivered: 'delivered',
  OrderCancelled: 'cancelled',
  InvoiceIssued: 'invoice',
};

/** A pick-up that was only inferred is told by the delivery alone. */
const dueBy = (happened: readonly Happened[]): ReadonlySet<string> =>
  new Set(
    happened.flatMap(({ type, inferred }) => {
      const kind = type === 'OrderShipped' && inferred ? undefined : KINDS[type];
      return kind === undefined ? [] : [kind];
    }),
  );

/** `order/kind` → how many went out. */
export const countsOf = (mails: readonly SentMail[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { orderId, kind } of mails) counts.set(`${orderId}/${kind}`, (counts.get(`${orderId}/${kind}`) ?? 0) + 1);
  return counts;
};

/** How many mails went out more often than once. */
export const countDoubles = (mails: readonly SentMail[]): number =>
  [...countsOf(mails).values()].reduce((sum, count) => sum + count - 1, 0);

/** Each mail that is due went out to the order's owner, and nothing else did. How often it may is each proof's own to say. */
export const checkMails = (checks: Checks, books: Books, { happened, mails, ownerOf }: Outside): void => {
  const rows = new Map(books.mails.map((row) => [`${row.orderId}/${row.kind}`, row]));
  const counts = countsOf(mails);
  const checkDue = (order: OrderRow): ReadonlySet<string> => {
    const { orderId } = order;
    const due = dueBy(happened.get(orderId) ?? []);
    for (const kind of due) {
      const status = rows.get(`${orderId}/${kind}`)?.status ?? 'none';
      const count = counts.get(`${orderId}/${kind}`) ?? 0;
      checks.that(
        '07-mails',
        status === 'sent' && count > 0,
        () => `the mail "${kind}" is ${status}, sent ${count} times`,
        orderId,
      );
    }
    return due;
  };
  const due = new Map(books.orders.map((order) => [order.orderId, checkDue(order)]));
  const owners = new Map(books.orders.map((order) => [order.orderId, ownerOf(order)]));
  for (const { orderId, kind, to } of mails) {
    const isDue = due.get(orderId)?.has(kind) === true;
    checks.that('07-mails', isDue, () => `the mail "${kind}" went out and nothing asked for it`, orderId);
    const owner = owners.get(orderId) ?? to;
    checks.that('07-mails', to === owner, () => `the mail "${kind}" went to ${to}, the owner is ${owner}`, orderId);
  }
};
