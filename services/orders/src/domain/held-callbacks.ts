import type { Result } from '@orderwire/kernel/result';
import { apply, correct } from './apply-report.ts';
import type { CallbackAction } from './callback-table.ts';
import { type Change, type HeldCallback, type Order, type OrderEvent, amend } from './order.ts';
import { isSame, unitsOf } from './parcels.ts';
import { type Judgement, type ReportRefusal, judge } from './report.ts';
import { correctedTracking } from './tracking.ts';

/** After this long somebody is told that a callback still waits for its order. */
export const HELD_FLAG_MS = 15 * 60_000;

/** After this long a held callback is dropped, and somebody is told. */
export const HELD_EXPIRY_MS = 24 * 60 * 60_000;

/** In which order held callbacks are tried: as things happen, not as they were told. */
const RANK: Readonly<Record<CallbackAction, number>> = {
  packed: 0,
  shipped: 1,
  delivery_failed: 2,
  delivered: 3,
  returned: 4,
};

/** More than partners ever tell too early, few enough to keep the item small. */
export const MAX_HELD = 20;

/**
 * What an order holds once a callback came too early. Of equal ones the first is kept, with the tracking number that was
 * told last. Undefined when this one says nothing new.
 */
export const hold = (order: Order, callback: HeldCallback, hasId: boolean): readonly HeldCallback[] | undefined => {
  const first = order.held.find((held) => isAbout(callback, held));
  if (!first) return sorted([...order.held, callback]);
  const corrected = correctedTracking(first, callback, hasId);
  return corrected && order.held.map((held) => (held === first ? corrected : held));
};

/** Whether both tell the same of the same attempt with the same parcel. "Shipped" brings the number; what follows goes by it. */
const isAbout = (one: HeldCallback, other: HeldCallback): boolean =>
  one.action === other.action &&
  one.parcelId === other.parcelId &&
  one.returnId === other.returnId &&
  (one.attempt ?? 1) === (other.attempt ?? 1) &&
  (one.action === 'shipped' || one.trackingNumber === other.trackingNumber) &&
  isSame(unitsOf(one.lines ?? []), unitsOf(other.lines ?? []));

/** As things happen to a parcel; what is equal stays as it was told. */
const sorted = (held: readonly HeldCallback[]): readonly HeldCallback[] =>
  [...held].sort((one, other) => RANK[one.action] - RANK[other.action] || (one.attempt ?? 1) - (other.attempt ?? 1));

/** Tries held callbacks again, in the write of the move that may have opened the way. It ends: each round drops one. */
export const settleHeld = (change: Change, at: number): Change => {
  const ready = change.order.held.find((callback) => !mustWait(judge(callback, change.order, false)));
  if (!ready) return change;
  const dropped = amend(change, { held: change.order.held.filter((callback) => callback !== ready) });
  return settleHeld(settle(dropped, ready, at), at);
};
/** Its time has not come, or as long as several parcels can be meant nobody knows which. */
const mustWait = (judged: Result<Judgement, ReportRefusal>): boolean =>
  judged.ok ? judged.value.result === 'held' : judged.error.code === 'PARCEL_UNCLEAR';

const settle = (change: Change, callback: HeldCallback, at: number): Change => {
  const judged = judge(callback, change.order, false);
  if (!judged.ok) return amend(change, {}, conflicts(change.order, callback, 'more was reported than is left'));
  switch (judged.value.result) {
    case 'applied':
      return apply(change, callback, judged.value, at);
    case 'stop':
    case 'conflict':
    case 'refused':
      return amend(change, {}, conflicts(change.order, callback, `the order became ${change.order.status}`));
    // The attempt that it is about has failed by now, and nobody told of the one before.
    case 'corrected':
      return correct(change, callback, judged.value, false);
    case 'held':
    case 'duplicate':
    case 'superseded':
      return change;
  }
};

const conflicts = (order: Order, callback: HeldCallback, what: string): OrderEvent =>
  attention('HELD_CALLBACK_CONFLICTS', order, callback, what);

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
