import { describe, expect, it } from '@jest/globals';
import { chargesFor } from '@orderwire/testing/charges';
import { NOW, ORDER_NUMBER, aLine, aParcel, aRecipient, anOrder, anOrderThatIs } from '../testing/builders.ts';
import { CALLBACKS, CALLBACK_ACTIONS, type CallbackAction } from './callback-table.ts';
import { type Callback, type CallbackDecision, MAX_SEEN, receiveCallback } from './callback.ts';
import { ORDER_STATUSES } from './lifecycle.ts';
import type { Order } from './order.ts';

const aCallback = (action: CallbackAction, patch: Partial<Callback> = {}): Callback => ({
  report: { action },
  fingerprint: 'body-1',
  ...patch,
});

const receive = (callback: Callback, order: Order, at = NOW): CallbackDecision => {
  const decided = receiveCallback(callback, order, at);
  if (!decided.ok) throw new Error(decided.error.code);
  return decided.value;
};

const types = ({ events }: CallbackDecision) => events.map(({ type }) => type);

describe.each(CALLBACK_ACTIONS)('"%s" reported', (action) => {
  it.each(ORDER_STATUSES)('on an order that is %s is answered as the table says', (status) => {
    const order = anOrderThatIs(status);
    const result = CALLBACKS[action][status];
    const decided = receive(aCallback(action), order);
    expect(decided.answer).toEqual({ result, status: result === 'applied' ? action : status, replayed: false });
    const writes = result === 'applied' || result === 'held' || result === 'conflict';
    expect(decided.order.version).toBe(writes ? order.version + 1 : order.version);
    expect(decided.order === order).toBe(!writes);
  });
});

const NUMBER = { orderNumber: ORDER_NUMBER };

/** What the event says of a parcel that is all of the order. */
const SHIPPED = {
  ...NUMBER,
  ...{ customerId: 'ada', language: 'en', parcelId: 'p1', isLast: true, position: 1 },
  ...{ lines: [aLine], charges: anOrder().charges },
};

const DELIVERED = { ...NUMBER, parcelId: 'p1' };

describe('what a callback publishes', () => {
  it('is OrderPacked with the recipient, for the courier', () => {
    const { events } = receive(aCallback('packed'), anOrderThatIs('confirmed'));
    expect(events).toEqual([{ type: 'OrderPacked', data: { ...NUMBER, lines: [aLine], recipient: aRecipient } }]);
  });

  it('is OrderShipped with what the courier said', () => {
    const report = {
      action: 'shipped',
      carrier: 'Post',
      trackingNumber: 'T1',
      reason: 'by hand',
      note: 'heavy',
      occurredAt: NOW - 5,
    } as const;
    const { order, events } = receive(aCallback('shipped', { report }), anOrderThatIs('packed'));
    const shipment = { parcelId: 'p1', attempt: 1, inferred: false, carrier: 'Post', trackingNumber: 'T1' };
    const told = { occurredAt: '2026-03-01T11:59:59.995Z', reason: 'by hand', note: 'heavy' };
    expect(events).toEqual([{ type: 'OrderShipped', data: { ...SHIPPED, ...shipment, ...told } }]);
    expect(order.parcels).toEqual([aParcel({ ...shipment, at: NOW - 5 })]);
    expect(order.reported.shipped).toEqual({ at: NOW - 5, reason: 'by hand', note: 'heavy' });
  });

  it('is OrderDelivered at the time the courier says', () => {
    const report = { action: 'delivered', occurredAt: NOW - 1_000 } as const;
    const { events } = receive(aCallback('delivered', { report }), anOrderThatIs('shipped'));
    const at = '2026-03-01T11:59:59.000Z';
    expect(events).toEqual([{ type: 'OrderDelivered', data: { ...DELIVERED, deliveredAt: at, occurredAt: at } }]);
  });

  it('is OrderDelivered at the time that we are told where the courier says one before the order was placed', () => {
    const report = { action: 'delivered', occurredAt: NOW - 1_000 } as const;
    const { order, events } = receive(
      aCallback('delivered', { report }),
      anOrderThatIs('shipped', { placedAt: NOW - 999 }),
    );
    const times = { deliveredAt: '2026-03-01T12:00:00.000Z', occurredAt: '2026-03-01T11:59:59.000Z' };
    const data = { ...DELIVERED, ...times, doubtful: true };
    expect(events).toEqual([{ type: 'OrderDelivered', data }]);
    expect(order.reported.delivered).toEqual({ at: NOW - 1_000, doubtful: true });
  });

  it('is the inferred pick-up before the delivery when nobody told of the pick-up', () => {
    const decided = receive(aCallback('delivered'), anOrderThatIs('packed'));
    expect(types(decided)).toEqual(['OrderShipped', 'OrderDelivered']);
    expect(decided.events[0]?.data).toMatchObject({ inferred: true, attempt: 1 });
    expect(decided.order).toMatchObject({ status: 'delivered', version: 5 });
    expect(decided.order.reported).not.toHaveProperty('shipped');
  });

  it('says beside an inferred pick-up nothing that was told of the delivery', () => {
    const report = { action: 'delivered', occurredAt: NOW - 1_000, note: 'left at the door', carrier: 'Post' } as const;
    const { events } = receive(aCallback('delivered', { report }), anOrderThatIs('packed'));
    expect(events[0]?.data).toEqual({ ...SHIPPED, attempt: 1, inferred: true, carrier: 'Post' });
  });

  it('is a call for people when goods moved that should not have', () => {
    const decided = receive(aCallback('delivered'), anOrderThatIs('cancelled'));
    expect(types(decided)).toEqual(['OrderNeedsAttention']);
    expect(decided.order.status).toBe('cancelled');
  });
});

describe('a callback that comes too early', () => {
  it('is kept once, however often it comes', () => {
    const first = receive(aCallback('packed'), anOrder());
    expect(first.order.held).toEqual([{ action: 'packed', heldAt: NOW }]);
    const again = receive(aCallback('packed'), first.order);
    expect([again.answer.result, again.order]).toEqual(['held', first.order]);
  });

  it('is applied in the very write that opens the way, with all that waited behind it', () => {
    const waiting = ['delivered', 'shipped'] as const;
    const order = waiting.reduce(
      (before, action) => receive(aCallback(action), before).order,
      anOrderThatIs('confirmed'),
    );
    const packed = receive(aCallback('packed'), order);
    expect(types(packed)).toEqual(['OrderPacked', 'OrderShipped', 'OrderDelivered']);
    expect(packed.events[1]?.data).toMatchObject({ inferred: false });
    expect(packed.order).toMatchObject({ status: 'delivered', version: order.version + 1, held: [] });
    expect(packed.answer).toEqual({ result: 'applied', status: 'delivered', replayed: false });
  });
});

describe('a second delivery attempt', () => {
  const failed = anOrderThatIs('delivery_failed');

  it('is the next attempt', () => {
    const again = receive(aCallback('shipped'), failed);
    expect(again.order).toMatchObject({ status: 'shipped', parcels: [{ attempt: 2 }] });
  });

  it.each([
    ['p1', false, 1],
    ['p2', true, 2],
  ])('of the parcel %s says whether that is the last (%s)', (parcelId, isLast, position) => {
    const lines = [{ itemId: aLine.itemId, count: aLine.count }];
    const order = anOrderThatIs('delivery_failed', {
      lines: [{ ...aLine, count: 2 * aLine.count }],
      charges: chargesFor([{ ...aLine, count: 2 * aLine.count }]),
      parcels: ['p1', 'p2'].map((one) => aParcel({ parcelId: one, lines, state: 'failed' })),
    });
    const { events } = receive(aCallback('shipped', { report: { action: 'shipped', parcelId } }), order);
    expect(events[0]).toMatchObject({ type: 'OrderShipped', data: { parcelId, attempt: 2, isLast, position } });
  });

  it('is not begun by an echo of the first', () => {
    const echo = receive(aCallback('shipped', { report: { action: 'shipped', attempt: 1 } }), failed);
    expect([echo.answer.result, echo.order]).toEqual(['duplicate', failed]);
  });
});

describe('a callback with an id', () => {
  const callback = aCallback('packed', { callbackId: 'cb-1' });

  it.each([
    ['applied', anOrderThatIs('confirmed')],
    ['held', anOrderThatIs('placed')],
    ['duplicate', anOrderThatIs('packed')],
    ['superseded', anOrderThatIs('delivered')],
  ])('gets its first answer again when it was %s', (result, order) => {
    const first = receive(callback, order);
    expect(first.answer.result).toBe(result);
    const again = receive(callback, first.order);
    expect(again.answer).toEqual({ ...first.answer, replayed: true });
    expect(again.order).toBe(first.order);
  });

  it('gets its first answer also when the order has moved on', () => {
    const first = receive(callback, anOrderThatIs('confirmed'));
    const later = receive(aCallback('shipped'), first.order);
    expect(receive(callback, later.order).answer).toEqual({ result: 'applied', status: 'packed', replayed: true });
  });

  it('is refused with another body', () => {
    const { order } = receive(callback, anOrderThatIs('confirmed'));
    const refused = receiveCallback({ ...callback, fingerprint: 'body-2' }, order, NOW);
    expect(refused).toEqual({ ok: false, error: { code: 'CALLBACK_ID_REUSED' } });
  });

  it('may have the same id as one of another action', () => {
    const { order } = receive(callback, anOrderThatIs('confirmed'));
    const shipped = receive(aCallback('shipped', { callbackId: 'cb-1', fingerprint: 'body-2' }), order);
    expect(shipped.answer.result).toBe('applied');
  });

  it('leaves no trace when the order has ended', () => {
    const order = anOrderThatIs('cancelled');
    const stopped = receive(callback, order);
    expect([stopped.answer.result, stopped.order]).toEqual(['stop', order]);
  });

  it('is forgotten after so many others, so that the order stays small', () => {
    const ids = Array.from({ length: MAX_SEEN + 5 }, (_, index) => `cb-${String(index)}`);
    const order = ids.reduce(
      (before, callbackId) => receive(aCallback('packed', { callbackId }), before).order,
      anOrderThatIs('packed'),
    );
    expect(order.seen).toHaveLength(MAX_SEEN);
    expect(order.seen.at(-1)?.key).toBe(`packed/${ids.at(-1) ?? ''}`);
  });
});

describe('a conflict', () => {
  it.each([
    ['with an id', aCallback('delivered', { callbackId: 'cb-9' })],
    ['without an id', aCallback('delivered')],
    ['without an id and with another body', aCallback('delivered', { fingerprint: 'body-2' })],
  ])('raises one alarm only, %s', (_what, callback) => {
    const order = anOrderThatIs('cancelled');
    const first = receive(callback.callbackId === undefined ? aCallback('delivered') : callback, order);
    const again = receive(callback, first.order);
    expect([types(first), types(again)]).toEqual([['OrderNeedsAttention'], []]);
    expect(again.answer).toEqual({ result: 'conflict', status: 'cancelled', replayed: true });
  });
});
