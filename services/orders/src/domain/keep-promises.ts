import { isoTime } from '@orderwire/kernel/clock';
import { invariant } from '@orderwire/kernel/invariant';
import { orderNumberOf } from '@orderwire/money/order-number';
import type { Promised } from './deadlines.ts';
import { type Change, type Order, amend } from './order.ts';

/** What a promise is about while an order is in one of these. */
const OPEN = ['confirmed', 'packed', 'shipped', 'delivery_failed'] as const;

type Open = (typeof OPEN)[number];

const openIn = ({ status }: Order): Open | undefined => OPEN.find((open) => open === status);

const isBroken = (order: Order, what: Promised): boolean =>
  what === 'pack_by' ? order.status === 'confirmed' : openIn(order) !== undefined;

/**
 * When a promise is looked at next. It stands still while the order moves on in time: an index is paid for each time it
 * changes. So an order that is packed in time is looked at once in vain, if it is still on its way then.
 */
export const promiseDueAt = (order: Order): number | undefined => {
  const next = openIn(order) && nextOf(order);
  return next && timeOf(order, next);
};

const nextOf = ({ watched: { passed } = {} }: Order): Promised | undefined =>
  passed === undefined ? 'pack_by' : passed === 'pack_by' ? 'deliver_by' : undefined;

const timeOf = ({ deadlines }: Order, what: Promised): number | undefined =>
  what === 'pack_by' ? deadlines?.packBy : deadlines?.deliverBy;

/** Tells people of a promise whose time is over, unless it was kept. Each promise once: it ends. */
export const keepPromise = (change: Change, at: number): Change => {
  const { order } = change;
  const status = openIn(order);
  const what = nextOf(order);
  const dueAt = promiseDueAt(order);
  if (status === undefined || what === undefined || dueAt === undefined || at < dueAt) return change;
  if (!isBroken(order, what)) return keepPromise(amend(change, { watched: { ...order.watched, passed: what } }), at);
  const orderNumber = orderNumberOf(order.orderId);
  const told = amend(
    change,
    { watched: { ...order.watched, passed: what, stuck: what } },
    { type: 'OrderStuck', data: { orderNumber, status, what, dueAt: isoTime(dueAt) } },
  );
  return keepPromise(told, at);
};

const GONE_ON = ['packed', 'shipped', 'delivery_failed', 'delivered', 'returned', 'cancelled'] as const;

/** An order that was stuck and has moved on says so, in the write of its move. */
export const moveOn = (change: Change): Change => {
  const { orderId, watched: { stuck, ...watched } = {} } = change.order;
  if (stuck === undefined || isBroken(change.order, stuck)) return change;
  const status = GONE_ON.find((one) => one === change.order.status);
  invariant(status, 'An order that was stuck is past its confirmation.');
  const data = { orderNumber: orderNumberOf(orderId), status, what: stuck };
  return amend(change, { watched }, { type: 'OrderMovedOn', data });
};
