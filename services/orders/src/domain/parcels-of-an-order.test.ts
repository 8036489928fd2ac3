import { describe, expect, it } from '@jest/globals';
import { chargesFor } from '@orderwire/testing/charges';
import { MINUTE, NOW, aLine, anOrderThatIs } from '../testing/builders.ts';
import { type Callback, receiveCallback } from './callback.ts';
import { cancelOrder } from './cancel-order.ts';
import type { Order, OrderEvent } from './order.ts';

type Told = Callback['report'] & { readonly id?: string };

const mugs = (count: number) => [{ itemId: 'mug', count }];
const cups = (count: number) => [{ itemId: 'cup', count }];

const LINES = [aLine, { ...aLine, itemId: 'cup', count: 3, unitPrice: 333 }];
const packed = anOrderThatIs('packed', { lines: LINES, charges: chargesFor(LINES) });
const ALL = packed.charges;

/** What comes one after the other. @returns the order, and every answer (or refusal) and event */
const tell = (before: Order, ...told: readonly Told[]) => {
  let order = before;
  const answers: string[] = [];
  const events: OrderEvent[] = [];
  for (const [index, { id, ...report }] of told.entries()) {
    const callback = { report, fingerprint: JSON.stringify(report), ...(id !== undefined && { callbackId: id }) };
    const decided = receiveCallback(callback, order, NOW + index);
    answers.push(decided.ok ? decided.value.answer.result : decided.error.code);
    if (!decided.ok) continue;
    events.push(...decided.value.events);
    ({ order } = decided.value);
  }
  const states = Object.fromEntries(order.parcels.map(({ parcelId, state }) => [parcelId, state]));
  return { order, answers, events, states, types: events.map(({ type }) => type) };
};

const one = { action: 'shipped', parcelId: 'X', lines: mugs(2) } as const;
const rest = { action: 'shipped', parcelId: 'Y' } as const;
const both = tell(packed, one, rest).order;

describe('an order that goes in two parcels', () => {
  it('is shipped with the first, and each costs its part', () => {
    const { order, events, answers } = tell(packed, one, rest);
    expect([answers, order.status]).toEqual([['applied', 'applied'], 'shipped']);
    const [first, second] = events.flatMap((event) => (event.type === 'OrderShipped' ? [event.data] : []));
    expect(first).toMatchObject({ parcelId: 'X', position: 1, isLast: false, charges: { shipping: ALL.shipping } });
    expect(second).toMatchObject({ parcelId: 'Y', position: 2, isLast: true, charges: { shipping: 0 } });
    expect([first?.lines, second?.lines]).toMatchObject([mugs(2), cups(3)]);
    expect((first?.charges.total ?? 0) + (second?.charges.total ?? 0)).toBe(ALL.total);
  });

  it('ends with the second', () => {
    const { types, order } = tell(both, { action: 'delivered', parcelId: 'Y' }, { action: 'delivered' });
    expect([types, order.status]).toEqual([['ParcelDelivered', 'OrderDelivered'], 'delivered']);
  });

  it('goes on when the first has arrived and the second has not left', () => {
    const { types, order } = tell(packed, one, { action: 'delivered', parcelId: 'X' });
    expect([types, order.status]).toEqual([['OrderShipped', 'ParcelDelivered'], 'shipped']);
  });

  it('is delivery_failed as long as one has failed', () => {
    const failed = tell(both, { action: 'delivery_failed', parcelId: 'X' });
    expect([failed.order.status, failed.states]).toEqual(['delivery_failed', { X: 'failed', Y: 'shipped' }]);
    const other = tell(failed.order, { action: 'delivered', parcelId: 'Y' });
    expect([other.order.status, other.types]).toEqual(['delivery_failed', ['ParcelDelivered']]);
    const again = tell(failed.order, { action: 'shipped', parcelId: 'X' });
    expect([again.order.status, again.order.parcels[0]?.attempt]).toEqual(['shipped', 2]);
  });

  it('ends as returned when both came back', () => {
    const { types, order } = tell(
      both,
      { action: 'returned', parcelId: 'X', reason: 'refused' },
      { action: 'returned', parcelId: 'Y', reason: 'lost' },
    );
    expect([types, order.status]).toEqual([['ParcelReturned', 'OrderReturned'], 'returned']);
  });

  it('ends as delivered, by the delivery that was, when the last comes back', () => {
    const { events, order } = tell(
      both,
      { action: 'delivered', parcelId: 'X', occurredAt: NOW - MINUTE + 1 },
      { action: 'returned', parcelId: 'Y' },
    );
    expect(order.status).toBe('delivered');
    expect(events.slice(1)).toMatchObject([
      { type: 'ParcelReturned', data: { parcelId: 'Y', lines: cups(3), restock: true, reason: 'undeliverable' } },
      { type: 'OrderDelivered', data: { parcelId: 'X', deliveredAt: '2026-03-01T11:59:00.001Z' } },
    ]);
  });

  it.each(['shipped', 'delivered'] as const)('cannot be cancelled once the first is %s', (action) => {
    const { order } = tell(packed, one, { action, parcelId: 'X' });
    const refused = { ok: false, error: { code: 'ORDER_ALREADY_SHIPPED', offer: 'return' } };
    expect(cancelOrder({ by: 'customer' }, order, NOW)).toEqual(refused);
  });
});

describe('which parcel a report is about', () => {
  it.each(['delivered', 'delivery_failed', 'returned'] as const)(
    'is asked of who says "%s" of one of two',
    (action) => {
      const { answers, order } = tell(both, { action });
      expect([answers, order]).toEqual([['PARCEL_UNCLEAR'], both]);
    },
  );

  it('is told by its tracking number', () => {
    const numbered = tell(packed, { ...one, trackingNumber: 'T1' }, { ...rest, trackingNumber: 'T2' }).order;
    const { states } = tell(numbered, { action: 'delivered', trackingNumber: 'T2' });
    expect(states).toEqual({ X: 'shipped', Y: 'delivered' });
    expect(tell(numbered, { action: 'shipped', trackingNumber: 'T1' }).answers).toEqual(['duplicate']);
    expect(tell(numbered, { action: 'shipped', trackingNumber: 'T9' }).answers).toEqual(['PARCEL_UNCLEAR']);
    const corrected = tell(numbered, { action: 'shipped', parcelId: 'Y', trackingNumber: 'T9' });
    expect([corrected.answers, corrected.order.parcels[1]?.trackingNumber]).toEqual([['corrected'], 'T9']);
  });

  it('is clear when the other has arrived', () => {
    const { states } = tell(both, { action: 'delivered', parcelId: 'Y' }, { action: 'delivery_failed' });
    expect(states).toEqual({ X: 'failed', Y: 'delivered' });
  });

  it('is that of the same content when a courier without names tells it again', () => {
    const unnamed = { action: 'shipped', lines: mugs(1) } as const;
    const { answers, states } = tell(packed, unnamed, unnamed, { ...unnamed, id: 'new' });
    expect([answers, states]).toEqual([['applied', 'duplicate', 'applied'], { p1: 'shipped', p2: 'shipped' }]);
  });

  it.each(['shipped', 'delivered', 'delivery_failed', 'returned'] as const)(
    'is none of the order when "%s" names one and nothing is left',
    (action) => {
      const { answers, types } = tell(both, { action, parcelId: 'Z' }, { action, parcelId: 'Z' });
      expect([answers, types]).toEqual([['conflict', 'conflict'], ['OrderNeedsAttention']]);
    },
  );
});

describe('a report of a parcel that was not picked up yet', () => {
  it('waits for its pick-up where it names the parcel alone', () => {
    const early = tell(packed, one, { action: 'delivered', parcelId: 'Y' });
    expect([early.answers, early.states]).toEqual([['applied', 'held'], { X: 'shipped' }]);
    const { states, types } = tell(early.order, rest);
    expect([states, types]).toEqual([{ X: 'shipped', Y: 'delivered' }, ['OrderShipped', 'ParcelDelivered']]);
  });

  it('infers the pick-up where it says what was in it', () => {
    const { events } = tell(packed, { action: 'delivered', parcelId: 'X', lines: mugs(1) });
    expect(events).toMatchObject([
      { type: 'OrderShipped', data: { parcelId: 'X', inferred: true, isLast: false } },
      { type: 'ParcelDelivered', data: { parcelId: 'X' } },
    ]);
  });

  it('is held for each parcel and each attempt', () => {
    const early = tell(
      packed,
      { action: 'delivery_failed', parcelId: 'X' },
      { action: 'delivery_failed', parcelId: 'X' },
      { action: 'delivery_failed', parcelId: 'X', attempt: 2 },
      { action: 'delivery_failed', parcelId: 'Y' },
    );
    expect([early.answers, early.order.held.length]).toEqual([['held', 'held', 'held', 'held'], 3]);
    const { states, order } = tell(early.order, one);
    expect([states, order.parcels[0]?.attempt, order.held]).toMatchObject([{ X: 'failed' }, 2, [{ parcelId: 'Y' }]]);
  });

  it('is refused where goods came back that never left', () => {
    expect(tell(packed, one, { action: 'returned', parcelId: 'Y' }).answers).toEqual(['applied', 'refused']);
  });
});

describe('more than is left', () => {
  it.each([
    ['of an item', { ...one, lines: mugs(3) }],
    ['of an item in two lines', { ...one, lines: [...mugs(1), ...mugs(2)] }],
    ['of what was never ordered', { ...one, lines: [{ itemId: 'jug', count: 1 }] }],
    ['of a delivery without a pick-up', { action: 'delivered', lines: cups(4) } as const],
  ])('%s is refused, and nothing changes', (_what, told) => {
    const { answers, order } = tell(packed, told);
    expect([answers, order]).toEqual([['MORE_THAN_LEFT'], packed]);
  });

  it('is what another parcel holds', () => {
    expect(tell(packed, one, { ...rest, lines: mugs(1) }).answers).toEqual(['applied', 'MORE_THAN_LEFT']);
  });

  it('of what is held is told to people once it is packed short', () => {
    const confirmed = anOrderThatIs('confirmed', { lines: LINES, charges: ALL });
    const { answers, types, order } = tell(confirmed, one, { action: 'packed', lines: [...mugs(1), ...cups(3)] });
    expect([answers, types]).toEqual([
      ['held', 'applied'],
      ['OrderPacked', 'OrderNeedsAttention'],
    ]);
    expect([order.status, order.held]).toEqual(['packed', []]);
  });
});

describe('a delivery that fails', () => {
  const shipped = anOrderThatIs('shipped');

  it('says which attempt it was, why, and when the next one is', () => {
    const next = Date.parse('2026-03-02T09:00:00Z');
    const { events, order } = tell(shipped, {
      action: 'delivery_failed',
      reason: 'nobody at home',
      nextAttemptAt: next,
    });
    expect(events).toMatchObject([
      {
        type: 'OrderDeliveryFailed',
        data: { parcelId: 'p1', attempt: 1, reason: 'nobody at home', nextAttemptAt: '2026-03-02T09:00:00.000Z' },
      },
    ]);
    expect(order.parcels[0]).toMatchObject({ state: 'failed', nextAttemptAt: next });
    expect(tell(order, { action: 'shipped' }).order.parcels[0]).not.toHaveProperty('nextAttemptAt');
  });

  it('may fail three times, and is then no matter of the courier any more', () => {
    const failed = { action: 'delivery_failed' } as const;
    const { answers, order, types } = tell(shipped, failed, failed, failed, failed, { action: 'shipped' });
    expect(answers).toEqual(['applied', 'applied', 'applied', 'conflict', 'conflict']);
    expect([order.status, order.parcels[0]?.attempt]).toEqual(['delivery_failed', 3]);
    expect(types.slice(3)).toEqual(['OrderNeedsAttention', 'OrderNeedsAttention']);
    expect(tell(order, { action: 'returned' }).order.status).toBe('returned');
  });

  it('is known where it names an attempt that has failed, and old where the next one is under way', () => {
    const first = { action: 'delivery_failed', attempt: 1 } as const;
    expect(tell(shipped, first, first, { action: 'shipped' }, first).answers).toEqual([
      ...['applied', 'duplicate', 'applied', 'superseded'],
    ]);
  });

  it('opens the way for a next attempt that was told before it', () => {
    const early = tell(shipped, { action: 'shipped', attempt: 2 });
    expect(early.answers).toEqual(['held']);
    const { order, types } = tell(early.order, { action: 'delivery_failed' });
    expect([order.status, order.parcels[0]?.attempt, types]).toEqual([
      'shipped',
      2,
      ['OrderDeliveryFailed', 'OrderShipped'],
    ]);
  });

  it('is no second shipment: the next attempt says the same lines and charges', () => {
    const { events } = tell(both, { action: 'delivery_failed', parcelId: 'X' }, { action: 'shipped', parcelId: 'X' });
    const first = tell(packed, one).events[0];
    expect(events[1]?.data).toMatchObject({
      attempt: 2,
      lines: mugs(2),
      charges: first?.type === 'OrderShipped' ? first.data.charges : {},
    });
  });
});

describe('goods that come back', () => {
  it.each([
    [{}, 'undeliverable', true],
    [{ reason: 'refused' }, 'refused', true],
    [{ reason: 'refused', condition: 'damaged' }, 'refused', false],
    [{ condition: 'damaged' }, 'damaged', false],
    [{ reason: 'damaged' }, 'damaged', false],
    [{ reason: 'lost', condition: 'good' }, 'lost', false],
  ] as const)('as %j are %s; back on the shelf: %s', (told, reason, restock) => {
    const { events, order } = tell(anOrderThatIs('shipped'), { action: 'returned', ...told });
    expect(events).toMatchObject([
      { type: 'OrderReturned', data: { reason, restock, lines: [aLine], charges: order.charges } },
    ]);
    expect([order.status, order.reported.returned?.reason]).toEqual(['returned', reason]);
  });
});

describe('a short pick', () => {
  const confirmed = anOrderThatIs('confirmed', { lines: LINES, charges: ALL, discountCode: 'SUMMER10' });
  const pack = (lines: Told['lines'] & object) => tell(confirmed, { action: 'packed', lines });

  it('says what is missing, and what is left to pay', () => {
    const { events, order } = pack([...cups(2), ...mugs(2)]);
    const [{ data } = { data: {} }] = events;
    expect(data).toMatchObject({
      lines: [aLine, { itemId: 'cup', count: 2 }],
      short: [{ itemId: 'cup', ordered: 3, picked: 2 }],
      charges: { shipping: ALL.shipping, lines: [{ count: 2 }, { count: 2 }] },
    });
    expect(order).toMatchObject({ status: 'packed', picked: [...mugs(2), ...cups(2)], lines: LINES, charges: ALL });
    const shipped = tell(order, { action: 'shipped' });
    expect(shipped.events).toMatchObject([{ data: { isLast: true, charges: (data as { charges: object }).charges } }]);
    expect(tell(shipped.order, { action: 'delivered' }).order.status).toBe('delivered');
  });

  it('is none where all is there', () => {
    const { events, order } = pack([...mugs(1), ...cups(3), ...mugs(1)]);
    expect(events[0]?.data).not.toHaveProperty('short');
    expect(events[0]?.data).not.toHaveProperty('charges');
    expect(order).not.toHaveProperty('picked');
  });

  it('of more than was ordered is refused', () => {
    expect(pack(mugs(3)).answers).toEqual(['MORE_THAN_LEFT']);
  });

  it.each([
    ['an empty list', []],
    ['counts of nothing', [{ itemId: 'mug', count: 0 }]],
  ])('of nothing at all ends the order: %s', (_what, lines) => {
    const { events, order, answers } = pack(lines);
    expect(events).toMatchObject([
      { type: 'OrderCancelled', data: { by: 'system', reason: 'NOTHING_PICKED', previousStatus: 'confirmed' } },
    ]);
    expect([answers, order.status]).toEqual([['applied'], 'cancelled']);
  });

  it('of nothing gives the discount code back', () => {
    const report = { action: 'packed', lines: [] } as const;
    const decided = receiveCallback({ report, fingerprint: '' }, confirmed, NOW);
    expect(decided).toMatchObject({ ok: true, value: { released: 'SUMMER10' } });
  });

  it('that was told too early counts when its time has come', () => {
    const placed = anOrderThatIs('placed', { lines: LINES, charges: ALL });
    const { order, answers } = tell(placed, { action: 'packed', lines: mugs(1) });
    expect([answers, order.held]).toMatchObject([['held'], [{ action: 'packed', lines: mugs(1) }]]);
  });
});

describe('callbacks that are held', () => {
  it('are so many at most', () => {
    const many = Array.from({ length: 21 }, (_, index) => ({ action: 'delivered', parcelId: `Z${index}` }) as const);
    const { answers, order } = tell(packed, ...many);
    expect([answers.at(-2), answers.at(-1), order.held.length]).toEqual(['held', 'refused', 20]);
  });
});
