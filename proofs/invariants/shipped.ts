import type { Books } from './books.ts';
import type { Checks } from './claims.ts';
import type { Outside } from './outside.ts';

const sumOf = (amounts: readonly (number | undefined)[]): number =>
  amounts.reduce<number>((sum, amount = 0) => sum + amount, 0);

/** Money follows goods: what was shipped of an order is what was captured for it, and what its invoices ask for; what was
 * refunded is what its credit notes give back. */
export const checkShipped = (checks: Checks, books: Books, { happened }: Outside): void => {
  for (const { orderId, status, charges } of books.orders) {
    const shipped = sumOf(
      (happened.get(orderId) ?? []).map(({ type, total }) => (type === 'OrderShipped' ? total : 0)),
    );
    const captures = books.payments.filter((row) => row.orderId === orderId).flatMap((row) => row.captures ?? []);
    const captured = sumOf(captures.map(({ amount }) => amount));
    const issued = books.invoices.filter((row) => row.orderId === orderId && row.status === 'issued');
    const billed = sumOf(issued.map((row) => row.charges?.total));
    const that = (holds: boolean, what: string): void => checks.that('10-money', holds, () => what, orderId);
    const isOut = status === 'shipped' || status === 'delivered';
    that(
      shipped === (isOut ? charges.total : 0),
      `is ${status}, costs ${charges.total}, and ${shipped} was shipped of it`,
    );
    that(captured === shipped, `${captured} was captured, and ${shipped} was shipped`);
    const paid = books.payments.filter((row) => row.orderId === orderId).flatMap((row) => row.refunds ?? []);
    const refunded = sumOf(paid.map(({ amount, isDone }) => (isDone ? amount : 0)));
    const credited = sumOf(books.credits.filter((row) => row.orderId === orderId).map(({ charges }) => charges.total));
    that(
      billed - credited === captured - refunded,
      `${billed} is invoiced, ${credited} credited, ${captured} captured, and ${refunded} refunded`,
    );
  }
};
