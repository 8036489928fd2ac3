import { describe, expect, it } from '@jest/globals';
import { NOW, aParcel, anOrderThatIs } from '../testing/builders.ts';
import { type Callback, receiveCallback } from './callback.ts';
import type { CallbackAction } from './callback-table.ts';
import type { Order } from './order.ts';

interface Told {
  readonly id?: string;
  readonly carrier?: string;
  readonly trackingNumber?: string;
  readonly attempt?: number;
  readonly note?: string;
}

const aCallback = (action: CallbackAction, { id, ...told }: Told): Callback => ({
  report: { action, ...told },
  ...(id !== undefined && { callbackId: id }),
  fingerprint: JSON.stringify(told),
});

/** What comes one after the other, told by the courier. @returns the order and every answer and event */
const ship = (before: Order, ...told: readonly Told[]) => {
  let order = before;
  const answers: string[] = [];
  const events: { readonly type: string; readonly data: object }[] = [];
  for (const one of told) {
    const decided = receiveCallback(aCallback('shipped', one), order, NOW);
    if (!decided.ok) throw new Error(decided.error.code);
    answers.push(decided.value.answer.result);
    events.push(...decided.value.events);
    order = decided.value.order;
  }
  return { order, answers, events, number: order.parcels[0]?.trackingNumber };
};

const packed = anOrderThatIs('packed');
const P1 = { parcelId: 'p1' };
const T1 = { trackingNumber: 'T1' };
const T2 = { trackingNumber: 'T2' };

describe('"shipped" with another tracking number', () => {
  it('corrects the first, and the order stays shipped', () => {
    const { order, answers, events } = ship(packed, { ...T1, carrier: 'Post' }, { ...T2, note: 'new label' });
    expect(answers).toEqual(['applied', 'corrected']);
    expect(order).toMatchObject({ status: 'shipped', version: packed.version + 2 });
    expect(order.parcels[0]).toMatchObject({ attempt: 1, carrier: 'Post', trackingNumber: 'T2' });
    const data = { ...P1, carrier: 'Post', trackingNumber: 'T2', previous: 'T1', note: 'new label' };
    expect(events[1]).toEqual({ type: 'OrderShipmentCorrected', data });
  });

  it('brings its carrier with it', () => {
    const { events } = ship(packed, { ...T1, carrier: 'Post' }, { ...T2, carrier: 'Bike' });
    expect(events[1]?.data).toEqual({ ...P1, carrier: 'Bike', trackingNumber: 'T2', previous: 'T1' });
  });

  it('is the first number of a parcel that had none', () => {
    const { answers, events } = ship(packed, {}, T1);
    expect([answers, events[1]?.data]).toEqual([['applied', 'corrected'], { ...P1, trackingNumber: 'T1' }]);
  });

  it.each([
    ['no number', {}],
    ['the same number', T1],
    ['the same number and another carrier', { ...T1, carrier: 'Bike' }],
    ['a carrier alone', { carrier: 'Bike' }],
  ])('is no correction when it names %s', (_what, told) => {
    const { answers, order } = ship(packed, T1, told);
    expect([answers, order.version]).toEqual([['applied', 'duplicate'], packed.version + 1]);
  });

  it.each(['delivered', 'returned'] as const)('comes too late when the order is %s', (status) => {
    const { answers, number } = ship(anOrderThatIs(status, { parcels: [aParcel({ state: status, ...T1 })] }), T2);
    expect([answers, number]).toEqual([['superseded'], 'T1']);
  });
});

describe('a correction', () => {
  it('has the same answer when it comes again', () => {
    const { answers, number } = ship(packed, { id: 'a', ...T1 }, { id: 'b', ...T2 }, { id: 'b', ...T2 });
    expect([answers, number]).toEqual([['applied', 'corrected', 'corrected'], 'T2']);
  });

  it('is known already when it comes again without an id', () => {
    const { answers, order } = ship(packed, T1, T2, T2);
    expect([answers, order.version]).toEqual([['applied', 'corrected', 'duplicate'], packed.version + 2]);
  });

  it.each([
    ['under its id', { id: 'a', ...T1 }, 'applied'],
    ['without an id', T1, 'duplicate'],
  ])('is not undone by the first report that comes again %s', (_how, first, answer) => {
    const { answers, number } = ship(packed, first, { id: 'b', ...T2 }, first);
    expect([answers, number]).toEqual([['applied', 'corrected', answer], 'T2']);
  });

  it('is not undone by any of the reports before it', () => {
    const { answers, number } = ship(packed, T1, T2, { trackingNumber: 'T3' }, T1, T2);
    expect([answers.slice(3), number]).toEqual([['duplicate', 'duplicate'], 'T3']);
  });

  it('is taken back by a new message, which its id shows to be one', () => {
    const { answers, number, order } = ship(packed, T1, T2, { id: 'c', ...T1 }, T2);
    expect([answers, number]).toEqual([['applied', 'corrected', 'corrected', 'duplicate'], 'T1']);
    expect(order.parcels[0]?.replaced).toEqual(['T2']);
  });

  it('remembers a few numbers only, so that the order stays small', () => {
    const many = Array.from({ length: 9 }, (_, index) => ({ trackingNumber: `N${index}` }));
    expect(ship(packed, ...many).order.parcels[0]?.replaced).toEqual(['N3', 'N4', 'N5', 'N6', 'N7']);
  });
});

describe('a correction that arrives before the report it corrects', () => {
  it('is the first report, and the late one corrects it for all to see: nothing tells which is newer', () => {
    const { answers, events } = ship(packed, { id: 'b', ...T2 }, { id: 'a', ...T1 });
    expect(answers).toEqual(['applied', 'corrected']);
    expect(events[1]).toEqual({
      type: 'OrderShipmentCorrected',
      data: { ...P1, trackingNumber: 'T1', previous: 'T2' },
    });
  });
});

describe('a correction of what is held', () => {
  const confirmed = anOrderThatIs('confirmed');
  const packedAfter = (order: Order) => {
    const decided = receiveCallback(aCallback('packed', {}), order, NOW);
    if (!decided.ok) throw new Error(decided.error.code);
    return decided.value;
  };

  it('counts when its time has come', () => {
    const { order, answers } = ship(confirmed, { ...T1, carrier: 'Post' }, T2);
    const { events, order: after } = packedAfter(order);
    expect([answers, order.held.length]).toEqual([['held', 'held'], 1]);
    expect(events[1]).toMatchObject({ type: 'OrderShipped', data: { carrier: 'Post', trackingNumber: 'T2' } });
    expect(events[1]?.data).not.toHaveProperty('replaced');
    expect(after.parcels[0]).toMatchObject(T2);
  });

  it('is not undone by what was held first, neither before that nor after', () => {
    const held = ship(confirmed, T1, T2, T1).order;
    const { answers, number } = ship(packedAfter(held).order, T1);
    expect([answers, number]).toEqual([['duplicate'], 'T2']);
  });

  it('writes nothing when it says nothing new', () => {
    const { order } = ship(confirmed, T1);
    expect(ship(order, T1, {}).order).toBe(order);
  });
});

describe('a correction after a failed delivery', () => {
  const failed = (attempt: number) =>
    anOrderThatIs('delivery_failed', { parcels: [aParcel({ state: 'failed', attempt, ...T1 })] });

  it('is remembered when it came before the failure was told: its old number does not come back', () => {
    const before = anOrderThatIs('shipped', { parcels: [aParcel({ attempt: 1, ...T1 })] });
    const early = ship(before, { ...T2, attempt: 2 }, { trackingNumber: 'T3', attempt: 2 });
    expect(early.answers).toEqual(['held', 'held']);
    const failed = receiveCallback(aCallback('delivery_failed', { attempt: 1 }), early.order, NOW);
    if (!failed.ok) throw new Error(failed.error.code);
    expect(failed.value.order.parcels).toMatchObject([{ attempt: 2, trackingNumber: 'T3', replaced: ['T1', 'T2'] }]);
    expect(ship(failed.value.order, T2).answers).toEqual(['duplicate']);
  });

  it('is taken when only the failure of its own attempt is told', () => {
    const before = anOrderThatIs('shipped', { parcels: [aParcel({ attempt: 1, ...T1 })] });
    const early = ship(before, { ...T2, attempt: 2 });
    const failed = receiveCallback(aCallback('delivery_failed', { attempt: 2 }), early.order, NOW);
    if (!failed.ok) throw new Error(failed.error.code);
    const { order, events } = failed.value;
    expect(events.map(({ type }) => type)).toEqual(['OrderDeliveryFailed', 'OrderShipmentCorrected']);
    expect([order.status, order.held]).toEqual(['delivery_failed', []]);
    expect(order.parcels).toMatchObject([{ state: 'failed', attempt: 2, trackingNumber: 'T2', replaced: ['T1'] }]);
  });

  it('is one when it names the attempt that failed', () => {
    const { answers, order } = ship(failed(2), { ...T2, attempt: 2 });
    expect([answers, order.status, order.parcels[0]]).toEqual([
      ['corrected'],
      'delivery_failed',
      aParcel({ state: 'failed', attempt: 2, trackingNumber: 'T2', replaced: ['T1'] }),
    ]);
  });

  it('is the next attempt when it names none', () => {
    const { answers, order } = ship(failed(2), T2);
    expect([answers, order.parcels[0]]).toMatchObject([['applied'], { attempt: 3, trackingNumber: 'T2' }]);
  });

  it('is not undone by a report of the attempt before', () => {
    const { answers, number } = ship(failed(1), T2, T1);
    expect([answers, number]).toEqual([['applied', 'duplicate'], 'T2']);
  });

  it.each([
    ['failed', failed(2)],
    ['is under way', anOrderThatIs('shipped', { parcels: [aParcel({ attempt: 2, ...T1 })] })],
  ])('comes too late for the attempt before the one that %s', (_what, before) => {
    const { answers, order } = ship(before, { trackingNumber: 'T0', attempt: 1 });
    expect([answers, order]).toEqual([['superseded'], before]);
  });

  it.each([
    ['no number', {}],
    ['a number that we know', T1],
  ])('is none where an earlier attempt is told once more with %s', (_what, told) => {
    expect(ship(failed(2), { ...told, attempt: 1 }).answers).toEqual(['duplicate']);
  });

  it('that was held comes too late when the attempt after its own has failed', () => {
    const before = anOrderThatIs('shipped', { parcels: [aParcel({ attempt: 1, ...T1 })] });
    const early = ship(before, { ...T2, attempt: 2 });
    const failed = receiveCallback(aCallback('delivery_failed', { attempt: 3 }), early.order, NOW);
    if (!failed.ok) throw new Error(failed.error.code);
    const { order, events } = failed.value;
    expect([early.answers, events.map(({ type }) => type)]).toEqual([['held'], ['OrderDeliveryFailed']]);
    expect(order).toMatchObject({ held: [], parcels: [{ attempt: 3, trackingNumber: 'T1' }] });
  });
});
