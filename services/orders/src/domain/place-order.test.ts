import { describe, expect, it } from '@jest/globals';
import * as events from '@orderwire/events-schema/orders';
import { NOW, NO_REVIEW, ORDER_ID, PROMISES, TERMS, aRecipient } from '../testing/builders.ts';
import { placeOrder } from './place-order.ts';
import type { BillingAddress, Profile, ShippingAddress } from './recipient.ts';

const HOME: ShippingAddress = aRecipient.address;
const AWAY: ShippingAddress = { ...HOME, street: '1 Away Street', name: 'Charles Babbage', phone: '+44 1' };
const PAYMENT = { method: 'card', token: 'tok_ok' };

const place = (profile: Profile, shippingAddress?: ShippingAddress, billingAddress?: BillingAddress) =>
  placeOrder(
    {
      ...{ orderId: ORDER_ID, customerId: 'ada', wanted: [{ itemId: 'mug', count: 2 }], payment: PAYMENT },
      ...{ shippingAddress, billingAddress },
    },
    {
      profile,
      prices: new Map([
        [
          'mug',
          {
            itemId: 'mug',
            title: 'Mug',
            category: 'kitchen',
            priceMinor: 1_000,
            vatClass: 'standard',
            currency: 'EUR',
          },
        ],
      ]),
      terms: TERMS,
      shopLanguage: 'en',
      ...{ promises: PROMISES, reviewRules: NO_REVIEW, isFirstOrder: false },
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

describe('who is billed', () => {
  const ADA: Profile = { email: 'ada@example.com', name: 'Ada Lovelace' };
  const FRIEND: ShippingAddress = { ...AWAY, company: 'Difference Engines Ltd.', street2: '2nd floor' };
  const billingOf = (...given: Parameters<typeof place>) => {
    const placed = place(...given);
    return placed.ok ? placed.value.order.billing : undefined;
  };

  it('is the customer at the address given for it, with every field of it', () => {
    const office = { company: 'Analytics Ltd.', street: '1 Nathan Road', street2: 'Flat 12B', country: 'HK' };
    expect(billingOf({ ...ADA, defaultAddress: HOME }, FRIEND, office)).toEqual({ ...ADA, address: office });
  });

  it('may have another name than the profile: the one that is given for it', () => {
    const billed = billingOf(ADA, FRIEND, { ...HOME, name: 'Countess of Lovelace' });
    expect(billed).toEqual({ name: 'Countess of Lovelace', email: ADA.email, address: HOME });
  });

  it('is the customer at the address of the profile, when a gift goes elsewhere', () => {
    expect(billingOf({ ...ADA, defaultAddress: HOME }, FRIEND)).toEqual({ ...ADA, address: HOME });
  });

  it('is the customer even where no other address is known than the friend’s, without the friend’s name and company', () => {
    const { name: _name, phone: _phone, company: _company, ...place } = FRIEND;
    expect(billingOf(ADA, FRIEND)).toEqual({ ...ADA, address: place });
  });

  it('has the company of the parcel when the parcel is the customer’s own', () => {
    const work = { ...HOME, company: 'Analytics Ltd.' };
    expect(billingOf(ADA, work)).toEqual({ ...ADA, address: work });
    expect(billingOf(ADA, { ...work, name: 'Ada Lovelace' })).toEqual({ ...ADA, address: work });
    expect(billingOf({ ...ADA, defaultAddress: work })).toEqual({ ...ADA, address: work });
  });

  it('is never the name that the profile’s address has for its parcels', () => {
    const defaultAddress = { ...HOME, name: 'Charles Babbage', company: 'Difference Engines Ltd.' };
    expect(billingOf({ ...ADA, defaultAddress })).toEqual({ ...ADA, address: HOME });
  });

  it('is named by e-mail when there is no name', () => {
    expect(billingOf({ email: 'ada@example.com' }, FRIEND)).toMatchObject({ name: 'ada@example.com' });
  });

  it('says nothing of where goods go: a billing address alone is no address to send to', () => {
    expect(place(ADA, undefined, HOME)).toEqual({ ok: false, error: { code: 'ADDRESS_MISSING' } });
  });

  it('is told to those who bill, apart from the recipient', () => {
    const placed = place(ADA, FRIEND, HOME);
    const [event] = placed.ok ? placed.value.events : [];
    expect(event).toMatchObject({
      data: { recipient: { name: 'Charles Babbage' }, billing: { ...ADA, address: HOME } },
    });
    expect(events.OrderPlaced.data.parse(event?.data)).toEqual(event?.data);
  });
});
