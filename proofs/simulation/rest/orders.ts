import type { Published } from '../ledger.ts';
import { contactOf } from '../world/people.ts';
import type { World } from '../world/world.ts';
import { rowsOf } from './tables.ts';
import type { Row } from './tables.ts';

interface OrderRow extends Row {
  readonly orderId: string;
  readonly version: number;
  readonly status: string;
  readonly customerId: string;
  readonly totals: { readonly total: number };
  readonly recipient: { readonly address: { readonly street: string } };
  readonly rejection?: { readonly reason: string };
}

/** What the other services must have made of an order that rests: stock, payment, invoice. */
const BOOKS: Readonly<Record<string, readonly [readonly string[], readonly string[], readonly string[]]>> = {
  confirmed: [['reserved'], ['authorized'], ['draft']],
  packed: [['reserved'], ['authorized'], ['draft']],
  shipped: [['committed'], ['captured'], ['issued']],
  delivered: [['committed'], ['captured'], ['issued']],
  rejected: [['released', 'failed'], ['voided', 'declined'], ['draft']],
  cancelled: [['released', 'failed'], ['voided', 'declined'], ['draft']],
};

/** What must be so when an order was rejected for a reason: which book, and what it says. */
const BECAUSE: Readonly<Record<string, readonly [number, string]>> = {
  out_of_stock: [0, 'failed'],
  payment_declined: [1, 'declined'],
};

const MAILS: Readonly<Record<string, string>> = {
  OrderPlaced: 'placed',
  OrderConfirmed: 'confirmed',
  OrderRejected: 'rejected',
  OrderCancelled: 'cancelled',
  OrderPacked: 'packed',
  OrderDelivered: 'delivered',
};

const by = (rows: readonly Row[], key: string): Map<string, Row> => new Map(rows.map((row) => [String(row[key]), row]));

const dueMails = (events: readonly Published[], isInvoiced: boolean): Set<string> => {
  const due = new Set<string>();
  for (const { type, data } of events) {
    const kind = MAILS[type];
    if (kind !== undefined) due.add(kind);
    if (type === 'OrderShipped' && data['inferred'] !== true) due.add('shipped');
  }
  if (isInvoiced) due.add('invoice');
  return due;
};

/** Whether a partner was told, and was told to stop when the order ended after that. */
const checkWebhooks = (
  { checks, ledger, names }: World,
  { orderId, status }: OrderRow,
  partner: 'warehouse' | 'courier',
  asks: string,
): void => {
  const hooks = ledger.webhooks.filter((hook) => hook.partner === partner && hook.orderId === orderId);
  const took = (type: string): boolean => hooks.some((hook) => hook.type === type && hook.status === 204);
  if (status !== 'cancelled') {
    checks.that('12-accounting', took(asks), () => `the ${partner} never took ${asks}`, orderId);
    return;
  }
  const told = took(asks);
  checks.that('17-cancelled', !told || took('order.cancelled'), () => `the ${partner} was never told to stop`, orderId);
  const consumer = names.fn(partner === 'courier' ? 'delivery' : 'warehouse', 'consume');
  const order = hooks.map(({ type }) => type);
  const stop = order.indexOf('order.cancelled');
  checks.that(
    '17-cancelled',
    stop < 0 || order.lastIndexOf(asks) < stop || ledger.skewed.has(consumer),
    () => `the ${partner} got ${asks} after it was told to stop`,
    orderId,
  );
};

/** Each order against the books of all others. @returns how many rest in which state */
export const checkOrders = (world: World): Readonly<Record<string, number>> => {
  const { checks, ledger } = world;
  const rows = rowsOf(world, 'OrdersTable');
  const orders = rows
    .filter(({ pk }) => String(pk).startsWith('order/'))
    .map((row) => ({ ...row, orderId: String(row['pk']).slice('order/'.length) }) as unknown as OrderRow);
  const known = new Set(orders.map(({ orderId }) => orderId));
  for (const { orderId } of ledger.placed.values())
    checks.that('01-acknowledged', known.has(orderId), () => 'an acknowledged order is gone', orderId);
  const keys = rows.filter(({ pk, orderId }) => String(pk).startsWith('placed/') && orderId !== 'ord_forgotten');
  checks.that(
    '01-acknowledged',
    keys.length === orders.length,
    () => `${String(orders.length)} orders, ${String(keys.length)} keys`,
  );

  const reservations = by(
    rowsOf(world, 'StockTable').filter((row) => row['orderId'] !== undefined),
    'orderId',
  );
  const payments = by(rowsOf(world, 'PaymentsTable'), 'orderId');
  const invoiceRows = rowsOf(world, 'InvoicesTable').filter((row) => row['orderId'] !== undefined);
  const invoices = by(invoiceRows, 'orderId');
  const mailRows = rowsOf(world, 'MailsTable').filter((row) => row['kind'] !== undefined);
  const timeline = new Set(
    rowsOf(world, 'TimelineTable').map((row) => {
      const entry = String(row['entry']);
      return `${String(row['orderId'])} ${entry.slice(entry.indexOf('#') + 1)}`;
    }),
  );
  const events = new Map<string, Published[]>();
  for (const event of ledger.published.values()) {
    const about = typeof event.data['orderId'] === 'string' ? event.data['orderId'] : event.subject;
    events.set(about, [...(events.get(about) ?? []), event]);
  }

  const states: Record<string, number> = {};
  for (const order of orders) {
    const { orderId, status, totals, rejection } = order;
    states[status] = (states[status] ?? 0) + 1;
    const about = events.get(orderId) ?? [];
    const own = about.filter(({ source }) => source === 'orderwire.orders');
    const invoice = invoices.get(orderId);
    const payment = payments.get(orderId);
    const found = [reservations.get(orderId), payment, invoice].map((row) => String(row?.['status']));
    const books = BOOKS[status];
    checks.that('02-rest', books !== undefined, () => `rests in ${status}`, orderId);
    checks.that(
      '12-accounting',
      books?.every((allowed, index) => allowed.includes(found[index] ?? '')) === true,
      () => `${status}, but stock ${found.join(', payment ')} (the last is the invoice)`,
      orderId,
    );
    if (payment?.['amount'] !== undefined)
      checks.that(
        '10-money',
        payment['amount'] === totals.total,
        () => `${String(payment['status'])} ${String(payment['amount'])} of ${String(totals.total)}`,
        orderId,
      );
    if (invoice?.['status'] === 'issued') {
      const { total } = invoice['totals'] as { readonly total: number };
      checks.that('05-invoices', total === totals.total, () => `the invoice says ${String(total)}`, orderId);
    }
    const due = dueMails(own, invoice?.['status'] === 'issued');
    for (const kind of due) {
      const row = mailRows.find((mail) => mail['orderId'] === orderId && mail['kind'] === kind);
      const sent = ledger.mails.filter((mail) => mail.orderId === orderId && mail.kind === kind);
      checks.that(
        '07-mails',
        row?.['status'] === 'sent' && sent.length > 0,
        () => `the mail "${kind}" was not sent`,
        orderId,
      );
      const owner = contactOf(order.customerId).email;
      checks.that(
        '07-mails',
        sent.every(({ to }) => to === owner),
        () => `the mail "${kind}" went to somebody else`,
        orderId,
      );
    }
    for (const { orderId: about2, kind } of ledger.mails)
      if (about2 === orderId) checks.that('07-mails', due.has(kind), () => `the mail "${kind}" was not due`, orderId);
    for (const { id, type } of about)
      checks.that('12-accounting', timeline.has(`${orderId} ${id}`), () => `the timeline lacks ${type} ${id}`, orderId);
    if (own.some(({ type }) => type === 'OrderConfirmed')) checkWebhooks(world, order, 'warehouse', 'order.confirmed');
    if (own.some(({ type }) => type === 'OrderPacked')) checkWebhooks(world, order, 'courier', 'order.packed');
    const [street] = ledger.addressed.get(orderId) ?? [];
    if (street !== undefined)
      checks.that(
        '01-acknowledged',
        order.recipient.address.street === street,
        () => `${street} was acknowledged, but it goes to ${order.recipient.address.street}`,
        orderId,
      );
    const cause = rejection === undefined ? undefined : BECAUSE[rejection.reason];
    if (cause !== undefined)
      checks.that(
        '02-rest',
        found[cause[0]] === cause[1],
        () => `rejected as ${String(rejection?.reason)}, but it is ${found.join(', ')}`,
        orderId,
      );
    if (ledger.cancelled.has(orderId))
      checks.that('01-acknowledged', status === 'cancelled', () => `cancelled, but rests in ${status}`, orderId);
  }

  return states;
};
