import { type Change, type HeldCallback, type ReportedAction, type Order, type OrderEvent, amend } from './order.ts';
import { apply, resultOf } from './report.ts';
import { correctedTracking } from './tracking.ts';

/** After this long somebody is told that a callback still waits for its order. */
export const HELD_FLAG_MS = 15 * 60_000;

/** After this long a held callback is dropped, and somebody is told. */
export const HELD_EXPIRY_MS = 24 * 60 * 60_000;

/** In which order held callbacks are tried: as things happen, not as they were told. */
const RANK: Readonly<Record<ReportedAction, number>> = { packed: 0, shipped: 1, delivered: 2 };

/**
 * What an order holds once a callback came too early. Of equal ones the first is kept, with the tracking number that was
 * told last. Undefined when this one says nothing new.
 */
export const hold = (order: Order, callback: HeldCallback, hasId: boolean): readonly HeldCallback[] | undefined => {
  const first = order.held.find(({ action }) => action === callback.action);
  if (!first) return sorted([...order.held, callback]);
  const corrected = correctedTracking(first, callback, hasId);
  return corrected && order.held.map((held) => (held === first ? corrected : held));
};

const sorted = (held: readonly HeldCallback[]): readonly HeldCallback[] =>
  [...held].sort((one, other) => RANK[one.action] - RANK[other.action]);

/** Tries held callbacks again, in the write of the move that may have opened the way. It ends: each round drops one. */
export const settleHeld = (change: Change, at: number): Change => {
  const ready = change.order.held.find((callback) => resultOf(callback, change.order, false) !== 'held');
  if (!ready) return change;
  const dropped = amend(change, { held: change.order.held.filter((callback) => callback !== ready) });
  return settleHeld(settle(dropped, ready, at), at);
};

const settle = (change: Change, callback: HeldCallback, at: number): Change => {
  switch (resultOf(callback, change.order, false)) {
    case 'applied':
      return apply(change, callback, at);
    case 'stop':
    case 'conflict':
    case 'refused':
      return amend(
        change,
        {},
        attention('HELD_CALLBACK_CONFLICTS', change.order, callback, `the order became ${change.order.status}`),
      );
    case 'held':
    case 'corrected':
    case 'duplicate':
    case 'superseded':
      return change;
  }
};

/** Tells people about callbacks that wait for long, and drops those that waited too long. */
export const reviewHeld = (change: Change, at: number): Change =>
  change.order.held.reduce((reviewed, callback) => {
    const waited = at - callback.heldAt;
    const others = reviewed.order.held.filter((held) => held !== callback);
    if (waited >= HELD_EXPIRY_MS)
      return amend(
        reviewed,
        { held: others },
        attention('HELD_CALLBACK_EXPIRED', reviewed.order, callback, 'it was dropped after a day'),
      );
    if (waited < HELD_FLAG_MS || callback.flagged) return reviewed;
    return amend(
      reviewed,
      { held: sorted([...others, { ...callback, flagged: true }]) },
      attention('HELD_CALLBACK_WAITS', reviewed.order, callback, `the order is still ${reviewed.order.status}`),
    );
  }, change);

/** When the next held callback is to be looked at, in milliseconds since the epoch. */
export const heldDueAt = (order: Order): number | undefined =>
  order.held.length === 0
    ? undefined
    : Math.min(...order.held.map(({ heldAt, flagged }) => heldAt + (flagged ? HELD_EXPIRY_MS : HELD_FLAG_MS)));

const attention = (code: string, { orderId }: Order, { action }: HeldCallback, what: string): OrderEvent => ({
  type: 'OrderNeedsAttention',
  data: { code, detail: `"${action}" was reported too early, and ${what}.`, orderId },
});
