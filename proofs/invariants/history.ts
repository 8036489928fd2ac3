import type { OrderRow } from './books.ts';
import type { Checks } from './claims.ts';
import type { Happened } from './outside.ts';

/** What must have happened to an order by its status. A cancelled order may have come further before. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  placed: ['OrderPlaced'],
  confirmed: ['OrderPlaced', 'StockReserved', 'PaymentAuthorized', 'OrderConfirmed', 'WarehouseNotified'],
  packed: ['OrderPlaced', 'OrderConfirmed', 'OrderPacked', 'WarehouseNotified', 'CourierNotified'],
  shipped: ['OrderPlaced', 'OrderConfirmed', 'OrderPacked', 'OrderShipped', 'PaymentCaptured', 'StockCommitted'],
  delivered: [
    ...['OrderPlaced', 'StockReserved', 'PaymentAuthorized', 'OrderConfirmed', 'WarehouseNotified', 'OrderPacked'],
    ...['CourierNotified', 'OrderShipped', 'PaymentCaptured', 'StockCommitted', 'InvoiceIssued', 'OrderDelivered'],
  ],
  rejected: ['OrderPlaced', 'OrderRejected'],
  cancelled: ['OrderPlaced', 'OrderCancelled'],
};

/** What cannot have happened to an order of this status: it would be in two states. */
const FORBIDDEN: Readonly<Record<string, readonly string[]>> = {
  delivered: ['OrderCancelled', 'OrderRejected', 'PaymentVoided', 'StockReleased'],
  rejected: ['OrderConfirmed', 'OrderCancelled', 'OrderShipped', 'InvoiceIssued', 'PaymentCaptured'],
  cancelled: ['OrderRejected', 'OrderShipped', 'OrderDelivered', 'InvoiceIssued', 'PaymentCaptured'],
};

const mayComeOften = (type: string): boolean =>
  type === 'MailSent' || type === 'OrderShipmentCorrected' || /(Notified|NeedsAttention)$/.test(type);

/** What happened to an order fits what became of it: nothing is missing, nothing contradicts it, nothing is told twice. */
export const checkHistory = (checks: Checks, { orderId, status }: OrderRow, happened: readonly Happened[]): void => {
  const counts = new Map<string, number>();
  for (const { type } of happened) counts.set(type, (counts.get(type) ?? 0) + 1);
  for (const type of NEEDED[status] ?? [])
    checks.that('12-accounting', counts.has(type), () => `is ${status} and its history lacks ${type}`, orderId);
  for (const type of FORBIDDEN[status] ?? [])
    checks.that('02-rest', !counts.has(type), () => `is ${status} and its history has ${type}`, orderId);
  for (const [type, count] of counts)
    checks.that(
      '03-versions',
      count === 1 || mayComeOften(type),
      () => `its history has ${type} ${count} times`,
      orderId,
    );
};
