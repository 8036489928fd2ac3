import { describe, expect, it } from '@jest/globals';
import * as events from '@orderwire/events-schema/orders';
import { NOW, aRecipient } from '../testing/an-order.ts';
import { placeOrder } from './place-order.ts';
import type { Profile, ShippingAddress } from './recipient.ts';

const HOME: ShippingAddress = aRecipient.address;
const AWAY: ShippingAddress = { ...HOME, street: '1 Away Street', name: 'Charles Babbage', phone: '+44 1' };
const PAYMENT = { method: 'card', token: 'tok_ok' };

const place = (profile: Profile, shippingAddress?: ShippingAddress) =>
  placeOrder(
    { orderId: 'ord_1', customerId: 'ada', wanted: [{ itemId: 'mug', count: 2 }], shippingAddress, payment: PAYMENT },
    {
      profile,
      prices: new Map([['mug', { itemId: 'mug', title: 'Mug', price: 1_000, taxRate: 1_900, currency: 'EUR' }]]),
      shippingTerms: { flatMinor: 490, freeFromMinor: 5_000 },
    },
    NOW,
  );

describe('placing an order', () => {
  it('is the first version, placed, and told with everything that others need', () => {
    const placed = place({ email: 'ada@example.com', name: 'Ada Lovelace', defaultAddress: HOME });
    expect(placed).toMatchObject({
      ok: true,
      value: { order: { version: 1, status: 'placed', placedAt: NOW, recipient: aRecipient, customerId: 'ada' } },
    });
    const [event] = placed.ok ? placed.value.events : [];
    expect(event).toMatchObject({ type: 'OrderPlaced', data: { payment: PAYMENT, recipient: aRecipient } });
    expect(events.OrderPlaced.data.parse(event?.data)).toEqual(event?.data);
  });

  it('keeps no payment token on the order', () => {
    const placed = place({ email: 'ada@example.com', defaultAddress: HOME });
    expect(JSON.stringify(placed.ok && placed.value.order)).not.toContain('tok_ok');
  });

  it('goes to the address of the request before the one of the profile, but mails go to the owner', () => {
    const placed = place({ email: 'ada@example.com', name: 'Ada', phone: '+44 2', defaultAddress: HOME }, AWAY);
    expect(placed.ok && placed.value.order.recipient).toEqual({
      name: 'Charles Babbage',
      phone: '+44 1',
      email: 'ada@example.com',
      address: { ...HOME, street: '1 Away Street' },
    });
  });

  it('names the customer by e-mail when there is no name', () => {
    const placed = place({ email: 'ada@example.com', phone: '+44 2' }, HOME);
    expect(placed.ok && placed.value.order.recipient).toMatchObject({ name: 'ada@example.com', phone: '+44 2' });
  });

  it('is refused without any address', () => {
    expect(place({ email: 'ada@example.com' })).toEqual({ ok: false, error: { code: 'ADDRESS_MISSING' } });
  });
});
