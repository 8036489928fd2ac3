import { describe, expect, it } from '@jest/globals';
import { NOW, aLine, aParcel, anOrder, anOrderThatIs } from '../testing/builders.ts';
import { returnApproved } from './approve-return.ts';
import { receiveCallback } from './callback.ts';
import type { CallbackFacts, Order } from './order.ts';

const RETURN = 'ret_01KQ8Z3V5T7W9Y1B3D5F7H9K2M_1';
const MUGS = (count: number) => [{ itemId: 'mug', count }];
const LINES = [{ ...aLine, count: 4 }];

const approved = (order: Order, count = 3): Order =>
  returnApproved({ returnId: RETURN, lines: MUGS(count) }, order, NOW).order;

/** Four mugs, of which three may come back. */
const delivered = approved(anOrderThatIs('delivered', { lines: LINES }));

const told = (order: Order, facts: CallbackFacts = {}, callbackId?: string) => {
  const report = { action: 'returned', returnId: RETURN, ...facts } as const;
  const callback = { report, fingerprint: JSON.stringify(facts), ...(callbackId !== undefined && { callbackId }) };
  return receiveCallback(callback, order, NOW);
};

const tell = (order: Order, facts: CallbackFacts = {}, callbackId?: string) => {
  const decided = told(order, facts, callbackId);
  if (!decided.ok) throw new Error(decided.error.code);
  const { answer, events } = decided.value;
  return { order: decided.value.order, result: answer.result, events };
};

describe('goods of a return', () => {
  it('are taken in, and the order stays delivered', () => {
    const { order, result, events } = tell(delivered, { condition: 'damaged', note: 'One is chipped.' });
    expect([result, order.status]).toEqual(['applied', 'delivered']);
    expect(events).toEqual([
      {
        type: 'OrderReturnArrived',
        data: {
          orderNumber: 'JXW2-VRJV-47H2',
          returnId: RETURN,
          lines: MUGS(3),
          condition: 'damaged',
          note: 'One is chipped.',
        },
      },
    ]);
  });

  it('may come in pieces, until all has come', () => {
    const first = tell(delivered, { lines: MUGS(1) });
    const rest = tell(first.order);
    expect(rest.events).toMatchObject([{ data: { lines: MUGS(2), condition: 'good' } }]);
    expect(tell(rest.order)).toMatchObject({ result: 'duplicate', events: [], order: { version: rest.order.version } });
  });

  it('count once where the same is told once more without an id', () => {
    const first = tell(delivered, { lines: MUGS(1) });
    expect(tell(first.order, { lines: MUGS(1) })).toMatchObject({ result: 'duplicate', events: [] });
  });

  it('count again in a message with an id of its own', () => {
    const first = tell(delivered, { lines: MUGS(1) }, 'a');
    const second = tell(first.order, { lines: MUGS(1) }, 'b');
    expect(second).toMatchObject({ result: 'applied', events: [{ data: { lines: MUGS(1) } }] });
    expect(told(second.order, { lines: MUGS(1) }, 'b')).toMatchObject({ value: { answer: { replayed: true } } });
  });

  it('are never more than was approved', () => {
    const { order } = tell(delivered, { lines: MUGS(2) });
    expect(told(delivered, { lines: MUGS(4) })).toEqual({
      ok: false,
      error: { code: 'MORE_THAN_LEFT', lines: [{ itemId: 'mug', count: 4, left: 3 }] },
    });
    expect(told(order, { lines: MUGS(3) })).toMatchObject({ error: { lines: [{ left: 1 }] } });
    expect(told(delivered, { lines: [{ itemId: 'tea', count: 1 }] })).toMatchObject({
      error: { lines: [{ left: 0 }] },
    });
  });

  it('are never more than was delivered, in all returns together', () => {
    const other = `${RETURN.slice(0, -1)}2`;
    const two = returnApproved({ returnId: other, lines: MUGS(3) }, delivered, NOW).order;
    const { order } = tell(two);
    expect(told(order, { returnId: other })).toMatchObject({ error: { code: 'MORE_THAN_LEFT', lines: [{ left: 1 }] } });
    expect(tell(order, { returnId: other, lines: MUGS(1) }).result).toBe('applied');
  });

  it.each([
    ['placed', 'refused'],
    ['confirmed', 'refused'],
    ['packed', 'refused'],
    ['shipped', 'held'],
    ['delivery_failed', 'held'],
    ['delivered', 'held'],
    ['returned', 'conflict'],
    ['cancelled', 'conflict'],
    ['rejected', 'conflict'],
  ] as const)('of a return that nobody knows are, while the order is %s, %s', (status, result) => {
    expect(tell(anOrderThatIs(status)).result).toBe(result);
  });

  it('wait for the approval that is late, and are taken in with it', () => {
    const held = tell(anOrderThatIs('delivered', { lines: LINES })).order;
    const { order, events } = returnApproved({ returnId: RETURN, lines: MUGS(3) }, held, NOW);
    expect(order.held).toEqual([]);
    expect(events).toMatchObject([{ type: 'OrderReturnArrived', data: { lines: MUGS(3) } }]);
  });

  it('wait for the delivery, and are taken in with it', () => {
    const parcels = [
      aParcel({ parcelId: 'p1', lines: MUGS(1), state: 'delivered' }),
      aParcel({ parcelId: 'p2', lines: MUGS(3) }),
    ];
    const held = tell(approved(anOrderThatIs('shipped', { lines: LINES, parcels })), { lines: MUGS(2) });
    expect(held.result).toBe('held');
    const report = { action: 'delivered', parcelId: 'p2' } as const;
    const decided = receiveCallback({ report, fingerprint: '' }, held.order, NOW);
    expect(decided).toMatchObject({
      value: {
        order: { status: 'delivered', held: [] },
        events: [{ type: 'OrderDelivered' }, { type: 'OrderReturnArrived', data: { lines: MUGS(2) } }],
      },
    });
  });

  it('call for people where they waited and turn out to be more than there is', () => {
    const held = tell(anOrderThatIs('delivered', { lines: LINES }), { lines: MUGS(4) }).order;
    const { order, events } = returnApproved({ returnId: RETURN, lines: MUGS(3) }, held, NOW);
    expect(order.held).toEqual([]);
    expect(events).toMatchObject([{ type: 'OrderNeedsAttention', data: { code: 'HELD_CALLBACK_CONFLICTS' } }]);
  });

  it('are of the delivered parcel while another is on its way', () => {
    const parcels = [
      aParcel({ parcelId: 'p1', lines: MUGS(1), state: 'delivered' }),
      aParcel({ parcelId: 'p2', lines: MUGS(3), state: 'failed' }),
    ];
    const order = approved(anOrderThatIs('delivery_failed', { lines: LINES, parcels }));
    expect(tell(order, { lines: MUGS(1) })).toMatchObject({ result: 'applied', order: { status: 'delivery_failed' } });
  });
});

describe('an approval', () => {
  it('is taken in once', () => {
    expect(returnApproved({ returnId: RETURN, lines: MUGS(3) }, delivered, NOW)).toEqual({
      order: delivered,
      events: [],
    });
  });

  it('changes nothing else of the order', () => {
    const before = anOrder();
    const { order } = returnApproved({ returnId: RETURN, lines: MUGS(1) }, before, NOW);
    expect(order).toEqual({
      ...before,
      ...{ version: 2, changedAt: NOW, returns: [{ returnId: RETURN, lines: MUGS(1), arrived: [] }] },
    });
  });
});
