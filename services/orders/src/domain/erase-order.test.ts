import { describe, expect, it } from '@jest/globals';
import { anOrder, anOrderThatIs, NOW } from '../testing/builders.ts';
import { receiveCallback } from './callback.ts';
import { ERASED, ERASED_EMAIL, eraseOrder, forgetEnded } from './erase-order.ts';
import { amend, begin, move } from './order.ts';

const told = { at: NOW, reason: 'left with Canary', note: 'Canary was out' };
const words = {
  cancellation: { by: 'customer', reason: 'Canary changed her mind' },
  rejection: { reason: 'rejected_by_staff', note: 'Canary owes us' },
  review: { reasons: ['total'], note: 'called Canary' },
  reported: { packed: told, delivered: told },
  held: [{ action: 'delivered', heldAt: NOW, ...{ reason: 'Canary', note: 'Canary' } }],
} as const;

describe('an order whose customer is erased', () => {
  it.each(['delivered', 'returned', 'rejected', 'cancelled'] as const)(
    'forgets whom it was for, and what people wrote, where it is %s',
    (status) => {
      const order = anOrderThatIs(status, words);
      const { order: erased, events } = forgetEnded(eraseOrder(order, NOW));
      expect(erased).toMatchObject({
        recipient: { name: ERASED, email: ERASED_EMAIL, address: { street: ERASED, country: 'DE' } },
        billing: { name: ERASED, email: ERASED_EMAIL, address: { street: ERASED, country: 'DE' } },
        erasure: 'done',
        version: order.version + 1,
      });
      expect([erased.lines, erased.charges]).toEqual([order.lines, order.charges]);
      expect(JSON.stringify(erased)).not.toContain('Canary');
      expect(JSON.stringify(erased)).not.toContain(order.recipient.email);
      expect(events.map(({ type }) => type)).toEqual(['OrderErased']);
    },
  );

  it.each(['placed', 'confirmed', 'packed', 'shipped', 'delivery_failed'] as const)(
    'still goes to its recipient while it is %s, and forgets in the write of its end',
    (status) => {
      const order = anOrderThatIs(status);
      const asked = forgetEnded(eraseOrder(order, NOW));
      expect([asked.order.recipient, asked.order.erasure, asked.events]).toEqual([order.recipient, 'asked', []]);
    },
  );

  it('forgets in the write that ends it', () => {
    const order = anOrderThatIs('placed', { erasure: 'asked' });
    const ended = move(begin(order, NOW), 'rejected', {}, { type: 'OrderRejected', data: { reason: 'timed_out' } });
    const { order: erased, events } = forgetEnded(ended);
    expect([erased.recipient.email, erased.version]).toEqual([ERASED_EMAIL, order.version + 1]);
    expect(events.map(({ type }) => type)).toEqual(['OrderRejected', 'OrderErased']);
  });

  it('says in no event of that write whom it was for: held callbacks may pack it and bring it at once', () => {
    const held = (['shipped', 'delivered'] as const).map((action) => ({ action, heldAt: NOW }));
    const order = anOrderThatIs('confirmed', { erasure: 'asked', held });
    const packed = receiveCallback({ report: { action: 'packed' }, fingerprint: 'body' }, order, NOW);
    if (!packed.ok) throw new Error(packed.error.code);
    const { order: erased, events } = forgetEnded(packed.value);
    expect(events.map(({ type }) => type)).toEqual(['OrderPacked', 'OrderShipped', 'OrderDelivered', 'OrderErased']);
    expect(events[0]).toMatchObject({ data: { recipient: erased.recipient } });
    for (const word of [order.recipient.name, order.recipient.email, order.recipient.address.street])
      expect(JSON.stringify(events)).not.toContain(word);
  });

  it('is packed for its recipient while it is under way', () => {
    const order = anOrderThatIs('confirmed', { erasure: 'asked' });
    const packed = receiveCallback({ report: { action: 'packed' }, fingerprint: 'body' }, order, NOW);
    expect(packed.ok && forgetEnded(packed.value).events).toMatchObject([{ data: { recipient: order.recipient } }]);
  });

  it('keeps nothing of what is written about it later, and says it once', () => {
    const done = anOrderThatIs('delivered', { erasure: 'done' });
    const later = amend(begin(done, NOW), { reported: { returned: told } });
    expect(forgetEnded(later)).toMatchObject({ order: { reported: { returned: { at: NOW } } }, events: [] });
    expect(JSON.stringify(forgetEnded(later))).not.toContain('Canary');
  });

  it('is asked once', () => {
    const order = anOrder({ erasure: 'asked' });
    expect(eraseOrder(order, NOW).order).toBe(order);
  });

  it('is none while nobody was erased', () => {
    const change = begin(anOrderThatIs('delivered', words), NOW);
    expect(forgetEnded(change)).toBe(change);
  });
});
