import type { AuthorizationRow, OrderRow } from './books.ts';
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
  delivery_failed: ['OrderPlaced', 'OrderConfirmed', 'OrderPacked', 'OrderShipped', 'OrderDeliveryFailed'],
  returned: ['OrderPacked', 'OrderShipped', 'PaymentCaptured', 'InvoiceIssued', 'OrderReturned', 'PaymentRefunded'],
  rejected: ['OrderPlaced', 'OrderRejected'],
  cancelled: ['OrderPlaced', 'OrderCancelled'],
};

/** What does not happen to an order whose card refuses it. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  capture: ['PaymentCaptured', 'InvoiceIssued', 'PaymentRefunded'],
  refund: ['PaymentRefunded'],
};

/** What cannot have happened to an order of this status: it would be in two states. */
const FORBIDDEN: Readonly<Record<string, readonly string[]>> = {
  delivered: ['OrderCancelled', 'OrderRejected', 'PaymentVoided', 'OrderReturned'],
  returned: ['OrderCancelled', 'OrderRejected', 'PaymentVoided', 'OrderDelivered', 'ParcelDelivered'],
  rejected: ['OrderConfirmed', 'OrderCancelled', 'OrderShipped', 'InvoiceIssued', 'PaymentCaptured'],
  cancelled: ['OrderRejected', 'OrderShipped', 'OrderDelivered', 'InvoiceIssued', 'PaymentCaptured'],
};

/** Units that were not found, and what was left when the order was cancelled; a return in pieces; what each brought back. */
const OFTEN = new Set([
  'OrderStuck',
  'OrderMovedOn',
  'MailSent',
  'OrderShipmentCorrected',
  'OrderReturnArrived',
  'StockReleased',
  'StockReturned',
]);

const mayComeOften = (type: string): boolean => OFTEN.has(type) || /(Notified|NeedsAttention)$/.test(type);

/** What happens once: an attempt of a parcel, a refund, a receipt of a return. */
const nameOf = ({ type, parcelId, attempt, refundId, returnId, receipt }: Happened): string =>
  [type, refundId ?? parcelId, attempt, refundId === undefined ? returnId : undefined, receipt]
    .filter((part) => part !== undefined)
    .join(' ');

/** What happened to an order fits what became of it: nothing is missing, nothing contradicts it, nothing is told twice. */
export const checkHistory = (
  checks: Checks,
  { orderId, status }: OrderRow,
  happened: readonly Happened[],
  refuses?: AuthorizationRow['refuses'],
): void => {
  const refused = REFUSED[refuses ?? ''] ?? [];
  const counts = new Map<string, number>();
  for (const event of happened) counts.set(nameOf(event), (counts.get(nameOf(event)) ?? 0) + 1);
  const types = new Set(happened.map(({ type }) => type));
  for (const type of NEEDED[status] ?? [])
    checks.that(
      '12-accounting',
      types.has(type) || refused.includes(type),
      () => `is ${status} and its history lacks ${type}`,
      orderId,
    );
  for (const type of [...(FORBIDDEN[status] ?? []), ...refused])
    checks.that('02-rest', !types.has(type), () => `is ${status} and its history has ${type}`, orderId);
  for (const [name, count] of counts)
    checks.that(
      '03-versions',
      count === 1 || mayComeOften(name.split(' ')[0] ?? ''),
      () => `its history has ${name} ${count} times`,
      orderId,
    );
};
