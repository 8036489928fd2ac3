import type { Books, OrderRow } from '../../invariants/books.ts';
import type { World } from '../world/world.ts';
import { aboutOf } from './outside.ts';

/** No partner is asked again for what it was told to stop. */
const checkStop = (
  { checks, ledger, names }: World,
  { orderId }: OrderRow,
  partner: 'warehouse' | 'courier',
  asks: string,
): void => {
  const order = ledger.webhooks
    .filter((hook) => hook.partner === partner && hook.orderId === orderId)
    .map(({ type }) => type);
  const stop = order.indexOf('order.cancelled');
  const consumer = names.fn(partner === 'courier' ? 'delivery' : 'warehouse', 'consume');
  checks.that(
    '17-cancelled',
    stop < 0 || order.lastIndexOf(asks) < stop || ledger.skewed.has(consumer),
    () => `the ${partner} got ${asks} after it was told to stop`,
    orderId,
  );
};

/** Everything that was published about an order stands in its timeline, but for what the audit list has. */
const checkTimeline = ({ checks, ledger }: World, { orders, timeline }: Books): void => {
  const known = new Set(orders.map(({ orderId }) => orderId));
  const entries = new Set(timeline.map(({ orderId, entry }) => `${orderId} ${entry.slice(entry.indexOf('#') + 1)}`));
  for (const event of ledger.published.values()) {
    const orderId = aboutOf(event);
    const { id, type } = event;
    if (!known.has(orderId) || type.endsWith('ChangedByStaff')) continue;
    checks.that('12-accounting', entries.has(`${orderId} ${id}`), () => `the timeline lacks ${type} ${id}`, orderId);
  }
};

/** What only the simulator knows of orders: the bus, and when a partner got what. @returns how many rest in which state */
export const checkOrders = (world: World, books: Books): Readonly<Record<string, number>> => {
  const states: Record<string, number> = {};
  checkTimeline(world, books);
  for (const order of books.orders) {
    states[order.status] = (states[order.status] ?? 0) + 1;
    if (order.status !== 'cancelled') continue;
    checkStop(world, order, 'warehouse', 'order.confirmed');
    checkStop(world, order, 'courier', 'order.packed');
  }
  return states;
};
