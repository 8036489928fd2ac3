import type { Check, Fault } from './check.ts';
import type { OrderRow, TimelineRow } from './snapshot.ts';

/** What an order's timeline must hold by its status. A cancelled order may have come further before. */
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

const mayComeOften = (type: string): boolean => type === 'MailSent' || type.endsWith('Notified');

const faultsOf = ({ orderId, status }: OrderRow, rows: readonly TimelineRow[]): readonly Fault[] => {
  const counts = new Map<string, number>();
  for (const { type } of rows) counts.set(type, (counts.get(type) ?? 0) + 1);
  const missing = (NEEDED[status] ?? []).filter((type) => !counts.has(type));
  const wrong = (FORBIDDEN[status] ?? []).filter((type) => counts.has(type));
  const twice = [...counts].filter(([type, count]) => count > 1 && !mayComeOften(type)).map(([type]) => type);
  const problems = [
    ...missing.map((type) => `lacks ${type}`),
    ...wrong.map((type) => `has ${type}`),
    ...twice.map((type) => `has ${type} twice`),
  ];
  return problems.map((problem) => ({ orderId, what: `is ${status} and its timeline ${problem}` }));
};

export const timelineFaults: Check = ({ orders, timeline }) => {
  const byOrder = new Map<string, TimelineRow[]>();
  for (const row of timeline) byOrder.set(row.orderId, [...(byOrder.get(row.orderId) ?? []), row]);
  return orders.flatMap((order) => faultsOf(order, byOrder.get(order.orderId) ?? []));
};
