import { type Books, type OrderRow, refusalsIn } from './books.ts';
import type { Checks } from './claims.ts';
import { isKept, type Outside } from './outside.ts';

/** What the other services must have made of an order that rests: stock, payment, invoice. */
const AGREEING: Readonly<Record<string, readonly [readonly string[], readonly string[], readonly string[]]>> = {
  confirmed: [['reserved'], ['authorized'], ['draft']],
  packed: [['reserved'], ['authorized'], ['draft']],
  // With a part of it still in the house.
  shipped: [['reserved', 'committed'], ['capturing', 'captured'], ['issued']],
  delivery_failed: [['reserved', 'committed'], ['capturing', 'captured'], ['issued']],
  delivered: [['committed'], ['captured'], ['issued']],
  returned: [['committed'], ['captured'], ['issued']],
  rejected: [['released', 'failed'], ['voided', 'declined'], ['draft']],
  cancelled: [['released', 'failed'], ['voided', 'declined'], ['draft']],
};

/** Nothing can be taken from its card: what was shipped waits for people, and is not invoiced. */
const UNPAID: Readonly<Record<string, readonly string[]>> = {
  capturing: ['authorized'],
  captured: ['authorized'],
  issued: ['shipped'],
};

/** What must be so when an order was rejected for a reason: which book, and what it says. */
const BECAUSE: Readonly<Record<string, readonly [number, string]>> = {
  out_of_stock: [0, 'failed'],
  payment_declined: [1, 'declined'],
};

const byOrder = <T extends { readonly orderId: string }>(rows: readonly T[]): ReadonlyMap<string, T> =>
  new Map(rows.map((row) => [row.orderId, row]));

/** What people were told is so, and each key has made one order. */
export const checkAcknowledged = (
  checks: Checks,
  { orders, keys }: Books,
  { acknowledged, areKeysKept }: Outside,
): void => {
  const rows = byOrder(orders);
  for (const write of acknowledged) {
    const order = rows.get(write.orderId);
    checks.that(
      '01-acknowledged',
      order !== undefined && isKept(write, order),
      () => (order === undefined ? 'an acknowledged order is gone' : `${JSON.stringify(write)} was acknowledged`),
      write.orderId,
    );
  }
  checks.that(
    '01-acknowledged',
    areKeysKept ? keys.length === orders.length : keys.length <= orders.length,
    () => `there are ${orders.length} orders, and ${keys.length} keys`,
  );
};

/** Each order against the books of stock, payments and invoices. */
export const checkOrders = (checks: Checks, books: Books): void => {
  const reservations = byOrder(books.reservations);
  const payments = byOrder(books.payments);
  const invoices = byOrder(books.invoices);
  const refusals = refusalsIn(books);
  const checkOrder = ({ orderId, status, charges: { total }, rejection }: OrderRow): void => {
    const payment = payments.get(orderId);
    const invoice = invoices.get(orderId);
    const found = [reservations.get(orderId), payment, invoice].map((row) => row?.status ?? 'none');
    const isUnpaid = refusals.get(orderId) === 'capture';
    const agreeing = AGREEING[status]?.map((allowed) =>
      isUnpaid ? allowed.flatMap((name) => UNPAID[name] ?? [name]) : allowed,
    );
    checks.that('02-rest', agreeing !== undefined, () => `rests in ${status}`, orderId);
    checks.that(
      '12-accounting',
      agreeing?.every((allowed, index) => allowed.includes(found[index] ?? '')) === true,
      () =>
        `is ${status}, but its stock is ${found[0] ?? ''}, its payment ${found[1] ?? ''}, its invoice ${found[2] ?? ''}`,
      orderId,
    );
    // What was voided before it was authorized is over nothing.
    const amount = payment?.status === 'voided' ? (payment.amount ?? total) : payment?.amount;
    checks.that('10-money', amount === total, () => `${amount ?? 'nothing'} of ${total} was charged`, orderId);
    const cause = BECAUSE[rejection?.reason ?? ''];
    checks.that(
      '02-rest',
      cause === undefined || found[cause[0]] === cause[1],
      () => `was rejected as ${rejection?.reason ?? ''}, but it is ${found.join(', ')}`,
      orderId,
    );
  };
  for (const order of books.orders) checkOrder(order);
};
