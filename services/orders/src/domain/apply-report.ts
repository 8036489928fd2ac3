import { isoTime } from '@orderwire/kernel/clock';
import { invariant, unreachable } from '@orderwire/kernel/invariant';
import { orderNumberOf } from '@orderwire/money/order-number';
import { withArrival } from './arrived-return.ts';
import { cancelled } from './cancellation.ts';
import { type CallbackFacts, type Change, type Order, type OrderEvent, type Parcel, amend, move } from './order.ts';
import type { OrderStatus } from './lifecycle.ts';
import { contentsOf, isSame, leftToShip, linesOf, pickedCharges, statusOf, unitsOf } from './parcels.ts';
import { type Judgement, type Reported, correctedParcel } from './report.ts';
import { returnedAs } from './returned-goods.ts';
import { numbersOf, replacedBy } from './tracking.ts';

/** Moves the order to what was reported. Only for a report whose result is `applied`. */
export const apply = (change: Change, reported: Reported, judgement: Judgement, at: number): Change => {
  switch (reported.action) {
    case 'packed':
      return pack(change, reported, at);
    case 'shipped':
      return ship(change, reported, judgement, at);
    case 'delivered':
      return deliver(judgement.parcel ? change : infer(change, reported, judgement, at), reported, judgement, at);
    case 'delivery_failed':
      return fail(change, reported, judgement, at);
    case 'returned':
      return reported.returnId === undefined
        ? takeBack(change, reported, judgement, at)
        : takeIn(change, { ...reported, returnId: reported.returnId }, judgement);
    default:
      return unreachable(reported.action);
  }
};

/** Takes another tracking number for a parcel that is on its way. Only for a report whose result is `corrected`. */
export const correct = (change: Change, reported: Reported, { parcel }: Judgement, hasId: boolean): Change => {
  const corrected = parcel && correctedParcel(reported, parcel, hasId);
  if (!corrected) return change;
  const { parcelId, carrier, trackingNumber } = corrected;
  const data = {
    parcelId,
    ...(carrier !== undefined && { carrier }),
    trackingNumber,
    ...(parcel.trackingNumber !== undefined && { previous: parcel.trackingNumber }),
    ...toldOf(reported, change.order),
  };
  return amend(change, { parcels: withParcel(change.order, corrected) }, { type: 'OrderShipmentCorrected', data });
};

/** What was not found is never sent and never charged. Where nothing was, the order has ended. */
const pack = (change: Change, reported: Reported, at: number): Change => {
  const { order } = change;
  const { orderId, recipient } = order;
  const units = unitsOf(reported.lines ?? order.lines);
  const short = order.lines
    .map(({ itemId, title, count }) => ({ itemId, title, ordered: count, picked: units.get(itemId) ?? 0 }))
    .filter(({ ordered, picked }) => picked < ordered);
  const lines = linesOf(order, units);
  if (lines.length === 0) return cancelled(change, 'confirmed', { by: 'system', reason: 'NOTHING_PICKED' });
  const picked = short.length > 0 && { picked: lines.map(({ itemId, count }) => ({ itemId, count })) };
  const data = {
    orderNumber: orderNumberOf(orderId),
    lines,
    ...(picked && { short, charges: pickedCharges({ ...order, ...picked }) }),
    recipient,
    ...toldOf(reported, order),
  };
  return move(change, 'packed', { ...picked, ...believed(change, reported, at) }, { type: 'OrderPacked', data });
};

/** A parcel that the order does not have yet, or the next attempt with one that has failed. */
const ship = (change: Change, reported: Reported, judgement: Judgement, at: number): Change => {
  const { order } = change;
  const parcel = judgement.parcel
    ? anotherAttempt(judgement.parcel, reported, judgement.attempt, timeOf(reported, order, at))
    : opened(reported, judgement, order, false, timeOf(reported, order, at));
  const told = toldOf(reported, order);
  return advance(change, parcel, believed(change, reported, at), (after) => shippedEvent(parcel, after, told));
};

/** Infers the pick-up that a courier never told of: it is published before the delivery, in the same outbox. */
const infer = (change: Change, reported: Reported, judgement: Judgement, at: number): Change => {
  const parcel = opened(reported, judgement, change.order, true, at);
  return advance(change, parcel, {}, (after) => shippedEvent(parcel, after, {}));
};

const opened = (reported: Reported, judgement: Judgement, order: Order, inferred: boolean, at: number): Parcel => {
  const { carrier, trackingNumber, replaced } = reported;
  const { parcelId, attempt } = judgement;
  invariant(parcelId !== undefined, 'A new parcel has a name.');
  const left = leftToShip(order);
  const units = reported.lines ? unitsOf(reported.lines) : left;
  const isAll = order.parcels.length === 0 && isSame(units, left);
  return {
    ...{ parcelId, state: 'shipped', at, attempt, inferred },
    ...(!isAll && { lines: [...units].map(([itemId, count]) => ({ itemId, count })) }),
    ...(carrier !== undefined && { carrier }),
    ...(trackingNumber !== undefined && { trackingNumber }),
    ...(replaced !== undefined && { replaced }),
  };
};

/** The courier may have given it a new number, or none this time; and others before, while the report had to wait. */
const anotherAttempt = (parcel: Parcel, reported: Reported, attempt: number, at: number): Parcel => {
  const { parcelId, lines } = parcel;
  const { carrier, trackingNumber, replaced = [] } = reported;
  return {
    ...{ parcelId, state: 'shipped', at, attempt, inferred: false },
    ...(lines && { lines }),
    ...(carrier !== undefined && { carrier }),
    ...(trackingNumber !== undefined && { trackingNumber }),
    ...replacedBy(trackingNumber, { replaced: [...numbersOf(parcel), ...replaced] }),
  };
};

const shippedEvent = (parcel: Parcel, order: Order, told: object): OrderEvent => {
  const { parcelId, attempt, inferred, carrier, trackingNumber } = parcel;
  const position = order.parcels.findIndex((one) => one.parcelId === parcelId) + 1;
  const data = {
    orderNumber: orderNumberOf(order.orderId),
    customerId: order.customerId,
    language: order.language,
    parcelId,
    // Of a further attempt, too: what is let go with the last parcel must not be let go with another.
    isLast: position === order.parcels.length && leftToShip(order).size === 0,
    position,
    ...{ attempt, inferred },
    ...(carrier !== undefined && { carrier }),
    ...(trackingNumber !== undefined && { trackingNumber }),
    ...contentsOf(parcel, order),
    ...told,
  };
  return { type: 'OrderShipped', data };
};

const deliver = (change: Change, reported: Reported, { parcelId }: Judgement, at: number): Change => {
  const { order } = change;
  const delivered = {
    ...settled(parcelIn(order, parcelId)),
    state: 'delivered',
    at: timeOf(reported, order, at),
  } as const;
  const told = toldOf(reported, order);
  return advance(change, delivered, believed(change, reported, at), ({ orderId }, status) => ({
    type: status === 'delivered' ? 'OrderDelivered' : 'ParcelDelivered',
    data: deliveryOf(delivered, orderId, told),
  }));
};

const deliveryOf = ({ parcelId, at }: Parcel, orderId: string, told: object) => ({
  orderNumber: orderNumberOf(orderId),
  parcelId,
  deliveredAt: isoTime(at),
  ...told,
});

const fail = (change: Change, reported: Reported, { parcelId, attempt }: Judgement, at: number): Change => {
  const { order } = change;
  const { nextAttemptAt } = reported;
  const failed = {
    ...settled(parcelIn(order, parcelId)),
    state: 'failed' as const,
    at: timeOf(reported, order, at),
    attempt,
    ...(nextAttemptAt !== undefined && { nextAttemptAt }),
  };
  const data = {
    orderNumber: orderNumberOf(order.orderId),
    parcelId: failed.parcelId,
    attempt,
    ...(nextAttemptAt !== undefined && { nextAttemptAt: isoTime(nextAttemptAt) }),
    ...toldOf(reported, order),
  };
  return advance(change, failed, believed(change, reported, at), () => ({ type: 'OrderDeliveryFailed', data }));
};

/** An order that ends so, and of which something was delivered before, ends as delivered: by its last delivery. */
const takeBack = (change: Change, told: Reported, { parcelId }: Judgement, at: number): Change => {
  const { order } = change;
  const { reason, restock } = returnedAs(told);
  const reported = { ...told, reason };
  const returned = {
    ...settled(parcelIn(order, parcelId)),
    state: 'returned',
    at: timeOf(reported, order, at),
  } as const;
  const back = advance(change, returned, believed(change, reported, at), (after, status) => ({
    type: status === 'returned' ? 'OrderReturned' : 'ParcelReturned',
    data: {
      orderNumber: orderNumberOf(order.orderId),
      parcelId: returned.parcelId,
      ...contentsOf(returned, after),
      restock,
      ...toldOf(reported, order),
      reason,
    },
  }));
  if (back.order.status !== 'delivered') return back;
  const [first, ...others] = back.order.parcels.filter(({ state }) => state === 'delivered');
  invariant(first, 'A delivered order has a delivered parcel.');
  const last = others.reduce((latest, parcel) => (parcel.at > latest.at ? parcel : latest), first);
  return amend(back, {}, { type: 'OrderDelivered', data: deliveryOf(last, order.orderId, {}) });
};

/** Goods of a return. The order stays what it is: it was delivered. */
const takeIn = (
  change: Change,
  reported: Reported & { readonly returnId: string },
  { arrived = [] }: Judgement,
): Change => {
  const { order } = change;
  const { returnId, condition = 'good' } = reported;
  const data = {
    orderNumber: orderNumberOf(order.orderId),
    ...{ returnId, lines: [...arrived], condition },
    ...toldOf(reported, order),
  };
  return amend(
    change,
    { returns: withArrival(order.returns, returnId, arrived) },
    { type: 'OrderReturnArrived', data },
  );
};

const parcelIn = ({ parcels }: Order, parcelId: string | undefined): Parcel => {
  const parcel = parcels.find((one) => one.parcelId === parcelId);
  invariant(parcel, 'The order has the parcel.');
  return parcel;
};

/** Nobody waits for the next attempt with it any more. */
const settled = ({ nextAttemptAt: _, ...parcel }: Parcel): Parcel => parcel;

const withParcel = ({ parcels }: Order, parcel: Parcel): readonly Parcel[] =>
  parcels.some(({ parcelId }) => parcelId === parcel.parcelId)
    ? parcels.map((one) => (one.parcelId === parcel.parcelId ? parcel : one))
    : [...parcels, parcel];

/** Takes what became of a parcel, and moves the order to where its parcels are now. The event is of the order after that. */
const advance = (
  change: Change,
  parcel: Parcel,
  patch: Partial<Order>,
  eventOf: (after: Order, status: OrderStatus) => OrderEvent,
): Change => {
  const moved = { ...patch, parcels: withParcel(change.order, parcel) };
  const after = { ...change.order, ...moved };
  const status = statusOf(after);
  const event = eventOf(after, status);
  return status === change.order.status ? amend(change, moved, event) : move(change, status, moved, event);
};

/** What is kept of the report. */
const believed = (
  { order }: Change,
  { action, occurredAt, reason, note }: Reported,
  at: number,
): Pick<Order, 'reported'> => {
  const report = {
    at: occurredAt ?? at,
    ...(isDoubtful(occurredAt, order) && { doubtful: true as const }),
    ...(reason !== undefined && { reason }),
    ...(note !== undefined && { note }),
  };
  return { reported: { ...order.reported, [action]: report } };
};

/** What the event says beside the fact. */
const toldOf = ({ occurredAt, reason, note }: CallbackFacts, order: Order) => ({
  ...(occurredAt !== undefined && { occurredAt: isoTime(occurredAt) }),
  ...(isDoubtful(occurredAt, order) && { doubtful: true }),
  ...(reason !== undefined && { reason }),
  ...(note !== undefined && { note }),
});

/** A time that cannot be is shown, and what it is told of counts from when we heard of it. */
const timeOf = ({ occurredAt }: CallbackFacts, order: Order, at: number): number =>
  occurredAt === undefined || isDoubtful(occurredAt, order) ? at : occurredAt;

/** Nobody packs or ships what was not ordered yet. */
const isDoubtful = (occurredAt: number | undefined, { placedAt }: Order): boolean =>
  occurredAt !== undefined && occurredAt < placedAt;
