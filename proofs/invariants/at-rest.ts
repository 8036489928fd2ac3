import { type Books, refusalsIn } from './books.ts';
import type { Checks } from './claims.ts';
import { checkHistory } from './history.ts';
import { checkNumbers } from './invoices.ts';
import { checkMails } from './mails.ts';
import { checkAcknowledged, checkOrders } from './orders.ts';
import type { Outside } from './outside.ts';
import { checkShipped } from './shipped.ts';
import { checkStock } from './stock.ts';
import { checkWebhooks } from './webhooks.ts';

/** What must hold whenever nothing is left to do, after whatever went wrong before: all books agree with what people know. */
export const checkAtRest = (checks: Checks, books: Books, outside: Outside): void => {
  checkAcknowledged(checks, books, outside);
  checkOrders(checks, books);
  checkShipped(checks, books, outside);
  checkStock(checks, books, outside);
  checkNumbers(checks, books);
  checkMails(checks, books, outside);
  checkWebhooks(checks, books, outside);
  const refusals = refusalsIn(books);
  for (const order of books.orders) {
    const { orderId } = order;
    checkHistory(checks, order, outside.happened.get(orderId) ?? [], refusals.get(orderId));
  }
};
