import { PATIENCE_MS, hasWaitedTooLong, timeOut } from './await-confirmation.ts';
import { heldDueAt, reviewHeld } from './held-callbacks.ts';
import { type Change, type Order, begin, unchanged } from './order.ts';

/** When an order is to be looked at although nothing happens to it; undefined when it waits for nothing of ours. */
export const reviewDueAt = (order: Order): number | undefined => {
  const dueTimes = [order.status === 'placed' ? order.placedAt + PATIENCE_MS : undefined, heldDueAt(order)];
  const known = dueTimes.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
};

/** Does what the passing of time asks for: rejects what waited too long, and tells of callbacks that still wait. */
export const reviewOrder = (order: Order, at: number): Change => {
  if (hasWaitedTooLong(order, at)) return timeOut(order, at);
  const dueAt = heldDueAt(order);
  return dueAt === undefined || at < dueAt ? unchanged(order) : reviewHeld(begin(order, at), at);
};
