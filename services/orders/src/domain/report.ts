import { isoTime } from '@orderwire/kernel/clock';
import { unreachable } from '@orderwire/kernel/invariant';
import { CALLBACKS, type CallbackResult } from './callback-table.ts';
import { type CallbackFacts, type Change, type ReportedAction, type Order, type OrderEvent, move } from './order.ts';

/** A report of a partner's: the bare fact and what was told beside it. */
export interface Reported extends CallbackFacts {
  readonly action: ReportedAction;
}

/**
 * What a report means to this order now. After a failed delivery the table takes "shipped" for the next attempt; a
 * report that names an attempt we know already is an echo of that one.
 */
export const resultOf = ({ action, attempt }: Reported, order: Order): CallbackResult => {
  const result = CALLBACKS[action][order.status];
  const isEcho = action === 'shipped' && attempt !== undefined && attempt <= attemptsOf(order);
  return result === 'applied' && isEcho ? 'duplicate' : result;
};

/** Moves the order to what was reported. Only for a report whose result is `applied`. */
export const apply = (change: Change, reported: Reported, at: number): Change => {
  switch (reported.action) {
    case 'packed': {
      const { lines, recipient } = change.order;
      return believe(change, reported, { type: 'OrderPacked', data: { lines: [...lines], recipient } }, at);
    }
    case 'shipped':
      return ship(change, reported, false, at);
    case 'delivered': {
      const onItsWay = change.order.status === 'packed' ? ship(change, reported, true, at) : change;
      const deliveredAt = isoTime(reported.occurredAt ?? at);
      return believe(onItsWay, reported, { type: 'OrderDelivered', data: { deliveredAt } }, at);
    }
    default:
      return unreachable(reported.action);
  }
};

/** Also infers the pick-up that a courier never told of: it is published before the delivery, in the same outbox. */
const ship = (change: Change, reported: Reported, inferred: boolean, at: number): Change => {
  const { carrier, trackingNumber, ...rest } = reported;
  const shipment = {
    attempt: attemptsOf(change.order) + 1,
    inferred,
    ...(carrier !== undefined && { carrier }),
    ...(trackingNumber !== undefined && { trackingNumber }),
  };
  const event: OrderEvent = { type: 'OrderShipped', data: { ...shipment, lines: [...change.order.lines] } };
  return inferred
    ? move(change, 'shipped', { shipment }, event)
    : believe(change, { ...rest, action: 'shipped' }, event, at, { shipment });
};

const believe = (
  change: Change,
  { action, occurredAt, note }: Reported,
  event: OrderEvent,
  at: number,
  patch: Partial<Order> = {},
): Change => {
  const report = { at: occurredAt ?? at, ...(note !== undefined && { note }) };
  return move(change, action, { ...patch, reported: { ...change.order.reported, [action]: report } }, event);
};

const attemptsOf = (order: Order): number => order.shipment?.attempt ?? 0;
