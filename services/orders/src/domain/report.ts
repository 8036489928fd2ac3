import { isoTime } from '@orderwire/kernel/clock';
import { unreachable } from '@orderwire/kernel/invariant';
import { orderNumberOf } from '@orderwire/money/order-number';
import { CALLBACKS, type CallbackResult } from './callback-table.ts';
import {
  type CallbackFacts,
  type Change,
  type Order,
  type OrderEvent,
  type ReportedAction,
  type Shipment,
  amend,
  move,
} from './order.ts';
import { parcelOf } from './parcels.ts';
import { type Tracking, correctedTracking, replacedBy } from './tracking.ts';

/** A report of a partner's: the bare fact and what was told beside it. */
export interface Reported extends CallbackFacts, Tracking {
  readonly action: ReportedAction;
}

/**
 * What a report means to this order now. After a failed delivery the table takes "shipped" for the next attempt; a
 * report that names an attempt we know already is an echo of that one. What we know already may come with another number.
 */
export const resultOf = (reported: Reported, order: Order, hasId: boolean): CallbackResult => {
  const { action, attempt } = reported;
  const result = CALLBACKS[action][order.status];
  const isEcho = action === 'shipped' && attempt !== undefined && attempt <= attemptsOf(order);
  if (result !== 'duplicate' && !(result === 'applied' && isEcho)) return result;
  return correctedShipment(reported, order, hasId) ? 'corrected' : 'duplicate';
};

/** Moves the order to what was reported. Only for a report whose result is `applied`. */
export const apply = (change: Change, reported: Reported, at: number): Change => {
  const told = toldOf(reported, change.order);
  switch (reported.action) {
    case 'packed': {
      const { orderId, lines, recipient } = change.order;
      const data = { orderNumber: orderNumberOf(orderId), lines: [...lines], recipient, ...told };
      return believe(change, reported, { type: 'OrderPacked', data }, at);
    }
    case 'shipped':
      return ship(change, reported, false, at);
    case 'delivered': {
      const onItsWay = change.order.status === 'packed' ? ship(change, reported, true, at) : change;
      // A time that cannot be is shown, and the delivery counts from when we heard of it.
      const deliveredAt = told.occurredAt === undefined || told.doubtful ? isoTime(at) : told.occurredAt;
      return believe(onItsWay, reported, { type: 'OrderDelivered', data: { deliveredAt, ...told } }, at);
    }
    default:
      return unreachable(reported.action);
  }
};

/** Takes another tracking number for the parcel that is on its way. Only for a report whose result is `corrected`. */
export const correct = (change: Change, reported: Reported, hasId: boolean): Change => {
  const { order } = change;
  const shipment = correctedShipment(reported, order, hasId);
  if (!shipment) return change;
  const { carrier, trackingNumber } = shipment;
  const previous = order.shipment?.trackingNumber;
  return amend(
    change,
    { shipment },
    {
      type: 'OrderShipmentCorrected',
      data: {
        ...(carrier !== undefined && { carrier }),
        trackingNumber,
        ...(previous !== undefined && { previous }),
        ...toldOf(reported, order),
      },
    },
  );
};

/** A report of an attempt that has failed since says nothing of the parcel's way now. */
const correctedShipment = ({ action, attempt, ...told }: Reported, { shipment }: Order, hasId: boolean) =>
  action !== 'shipped' || !shipment || (attempt !== undefined && attempt < shipment.attempt)
    ? undefined
    : correctedTracking<Shipment>(shipment, told, hasId);

/** Also infers the pick-up that a courier never told of: it is published before the delivery, in the same outbox. */
const ship = (change: Change, reported: Reported, inferred: boolean, at: number): Change => {
  const { carrier, trackingNumber, replaced = [] } = reported;
  const shipped = {
    attempt: attemptsOf(change.order) + 1,
    inferred,
    ...(carrier !== undefined && { carrier }),
    ...(trackingNumber !== undefined && { trackingNumber }),
  };
  const shipment = { ...shipped, ...replacedBy(trackingNumber, change.order.shipment ?? { replaced }) };
  const told = inferred ? {} : toldOf(reported, change.order);
  const orderNumber = orderNumberOf(change.order.orderId);
  const { customerId } = change.order;
  const data = { orderNumber, customerId, ...shipped, ...parcelOf(change.order), ...told };
  const event: OrderEvent = { type: 'OrderShipped', data };
  return inferred ? move(change, 'shipped', { shipment }, event) : believe(change, reported, event, at, { shipment });
};

const believe = (
  change: Change,
  { action, occurredAt, reason, note }: Reported,
  event: OrderEvent,
  at: number,
  patch: Partial<Order> = {},
): Change => {
  const report = {
    at: occurredAt ?? at,
    ...(isDoubtful(occurredAt, change.order) && { doubtful: true as const }),
    ...(reason !== undefined && { reason }),
    ...(note !== undefined && { note }),
  };
  return move(change, action, { ...patch, reported: { ...change.order.reported, [action]: report } }, event);
};

/** What the event says beside the fact. */
const toldOf = ({ occurredAt, reason, note }: CallbackFacts, order: Order) => ({
  ...(occurredAt !== undefined && { occurredAt: isoTime(occurredAt) }),
  ...(isDoubtful(occurredAt, order) && { doubtful: true }),
  ...(reason !== undefined && { reason }),
  ...(note !== undefined && { note }),
});

/** Nobody packs or ships what was not ordered yet. */
const isDoubtful = (occurredAt: number | undefined, { placedAt }: Order): boolean =>
  occurredAt !== undefined && occurredAt < placedAt;

const attemptsOf = (order: Order): number => order.shipment?.attempt ?? 0;
