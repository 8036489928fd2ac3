import { describe, expect, it } from '@jest/globals';
import { ORDER_NUMBER, NOW, aLine, aRecipient, anOrderThatIs, TERMS } from '../testing/builders.ts';
import { paymentAuthorized } from './await-confirmation.ts';
import { receiveCallback } from './callback.ts';
import { changeAddress } from './change-address.ts';
import type { Order } from './order.ts';

const ELSEWHERE = { street: 'Hafenstraße 1', city: 'Hamburg', postalCode: '20457', country: 'DE' };
const moved = { ...aRecipient, address: ELSEWHERE };

const changed = (order: Order, address: Parameters<typeof changeAddress>[0] = ELSEWHERE): Order => {
  const decided = changeAddress(address, order, TERMS.seller, NOW);
  if (!decided.ok) throw new Error(decided.error.code);
  return decided.value.order;
};

describe('giving an order another address', () => {
  it.each(['placed', 'confirmed'] as const)('works while it is %s, and says nothing of where', (status) => {
    const order = anOrderThatIs(status);
    expect(changeAddress(ELSEWHERE, order, TERMS.seller, NOW)).toEqual({
      ok: true,
      value: {
        order: { ...order, recipient: moved, version: 5, changedAt: NOW },
        events: [{ type: 'OrderAddressChanged', data: {} }],
      },
    });
  });

  it('may name somebody else and another phone, but no other e-mail', () => {
    const somebody = { ...ELSEWHERE, name: 'Charles Babbage', phone: '+49 40 1', email: 'eve@example.com' };
    expect(changed(anOrderThatIs('placed'), somebody).recipient).toEqual({
      ...{ name: 'Charles Babbage', phone: '+49 40 1', email: aRecipient.email },
      address: ELSEWHERE,
    });
  });

  it('keeps name and phone that are not given again', () => {
    const order = anOrderThatIs('placed', { recipient: { ...aRecipient, name: 'Charles Babbage', phone: '+44 20 1' } });
    expect(changed(order).recipient).toEqual({ ...order.recipient, address: ELSEWHERE });
  });

  it('keeps nothing of the old address, its region neither', () => {
    const address = { ...aRecipient.address, region: 'Kent' };
    const order = anOrderThatIs('placed', { recipient: { ...aRecipient, address } });
    expect(changed(order, aRecipient.address).recipient.address).toEqual(aRecipient.address);
  });

  it('may not be one where it would be taxed otherwise: what it costs is decided', () => {
    const order = anOrderThatIs('confirmed');
    const swiss = { ...ELSEWHERE, city: 'Bern', postalCode: '3000', country: 'CH' };
    const refused = { ok: false, error: { code: 'ADDRESS_TAXED_OTHERWISE', offer: 'cancellation' } };
    for (const address of [swiss, { ...ELSEWHERE, city: 'Helgoland', postalCode: '27498' }])
      expect(changeAddress(address, order, TERMS.seller, NOW)).toEqual(refused);
    const exported = { ...order, recipient: { ...order.recipient, address: swiss } };
    expect(changeAddress(ELSEWHERE, exported, TERMS.seller, NOW)).toEqual(refused);
    const geneva = { ...swiss, city: 'Genève', postalCode: '1200' };
    expect(changed(exported, geneva).recipient.address).toEqual(geneva);
    expect(changed(exported, { ...geneva, city: 'Oslo', country: 'NO' }).charges).toEqual(order.charges);
  });

  it('may be in another member state while its own rates are not charged', () => {
    const vienna = { ...ELSEWHERE, city: 'Wien', postalCode: '1010', country: 'AT' };
    expect(changed(anOrderThatIs('placed'), vienna).recipient.address).toEqual(vienna);
    const oss = { ...TERMS.seller, usesOneStopShop: true };
    expect(changeAddress(vienna, anOrderThatIs('placed'), oss, NOW)).toMatchObject({ ok: false });
  });

  it('does not change who is billed, wherever that came from', () => {
    const order = anOrderThatIs('confirmed');
    expect(order.billing.address).toEqual(order.recipient.address);
    expect(changed(order, { ...ELSEWHERE, name: 'Charles Babbage' }).billing).toEqual(order.billing);
  });

  it.each([
    ['packed', { code: 'ORDER_ALREADY_PACKED', offer: 'cancellation' }],
    ['shipped', { code: 'ORDER_ALREADY_SHIPPED' }],
    ['delivery_failed', { code: 'ORDER_ALREADY_SHIPPED' }],
    ['delivered', { code: 'ORDER_ALREADY_SHIPPED' }],
    ['returned', { code: 'ORDER_ALREADY_SHIPPED' }],
    ['cancelled', { code: 'ORDER_CANCELLED' }],
    ['rejected', { code: 'ORDER_REJECTED' }],
  ] as const)('is refused once it is %s', (status, error) => {
    expect(changeAddress(ELSEWHERE, anOrderThatIs(status), TERMS.seller, NOW)).toEqual({ ok: false, error });
  });
});

describe('the address that stands already', () => {
  it.each(['placed', 'confirmed', 'packed', 'shipped', 'delivered', 'cancelled', 'rejected'] as const)(
    'changes nothing while the order is %s: a repetition is answered as the first',
    (status) => {
      const order = anOrderThatIs(status, { recipient: { ...moved, phone: '+44 20 1' } });
      const again = changeAddress(ELSEWHERE, order, TERMS.seller, NOW);
      expect(again.ok && again.value).toEqual({ order, events: [] });
      expect(again.ok && again.value.order).toBe(order);
    },
  );

  it.each([
    ['another name', { name: 'Charles Babbage' }],
    ['another phone', { phone: '+44 20 2' }],
    ['another street', { street: '13 St James Square' }],
    ['another city', { city: 'Bath' }],
    ['another postal code', { postalCode: 'SW2Y' }],
    ['a region', { region: 'Kent' }],
    ['another country', { country: 'IE' }],
  ])('is another one with %s', (_what, difference) => {
    expect(changed(anOrderThatIs('placed'), { ...aRecipient.address, ...difference }).version).toBe(5);
  });
});

describe('a report that waits for its order', () => {
  const held = [{ action: 'packed', heldAt: NOW }] as const;

  it('goes on waiting when the address changes, and then tells the courier the new one', () => {
    const early = anOrderThatIs('placed', { held, stockReserved: true });
    const order = changed(early);
    expect([order.status, order.held]).toEqual(['placed', held]);
    expect(paymentAuthorized(order, NOW)).toMatchObject({
      order: { status: 'packed', held: [] },
      events: [{ type: 'OrderConfirmed' }, { type: 'OrderPacked', data: { lines: [aLine], recipient: moved } }],
    });
  });
});

describe('what the courier is told', () => {
  it('is the address at the time of packing', () => {
    const packing = { report: { action: 'packed' }, fingerprint: 'f' } as const;
    const packed = receiveCallback(packing, changed(anOrderThatIs('confirmed')), NOW);
    expect(packed.ok && packed.value.events).toEqual([
      { type: 'OrderPacked', data: { orderNumber: ORDER_NUMBER, lines: [aLine], recipient: moved } },
    ]);
  });
});
