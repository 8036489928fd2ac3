import { describe, expect, it } from '@jest/globals';
import { API_URL, aService } from './testing/a-service.ts';
import { anEvent, type EventType, ORDER_NUMBER, RECIPIENT } from './testing/builders.ts';

const KINDS: readonly (readonly [EventType, string])[] = [
  ['OrderPlaced', 'placed'],
  ['OrderConfirmed', 'confirmed'],
  ['OrderRejected', 'rejected'],
  ['OrderPacked', 'packed'],
  ['OrderShipped', 'shipped/p1'],
  ['OrderDelivered', 'delivered/p1'],
  ['OrderCancelled', 'cancelled'],
  ['OrderDeliveryFailed', 'delivery_failed/p1/1'],
  ['OrderReturned', 'returned/p1'],
  ['ParcelReturned', 'returned/p2'],
  ['InvoiceIssued', 'invoice/p1'],
  ['ReturnRequested', 'return_requested/ret_1_1'],
  ['ReturnApproved', 'return_approved/ret_1_1'],
  ['ReturnRejected', 'return_rejected/ret_1_2'],
  ['PaymentRefunded', 'refunded/parcel/p1'],
];

describe('the queue', () => {
  it.each(KINDS)('sends for %s the mail %s, caused by it', async (type, mail) => {
    const [kind] = mail.split('/');
    const { deliver, statusOf, eventsOf, posted } = aService();
    await deliver(anEvent('OrderPlaced'));
    expect(await deliver(anEvent(type))).toEqual({ batchItemFailures: [] });
    expect(statusOf(`ord_1/${mail}`)).toBe('sent');
    expect(eventsOf(`ord_1/${mail}`)).toMatchObject([
      {
        meta: {
          ...{ type: 'MailSent', correlationId: 'c', causationId: `ord_1#${type}#0` },
          actor: { type: 'system', id: 'notification' },
        },
        data: { orderId: 'ord_1', kind },
      },
    ]);
    expect(new Set(posted.map(({ to }) => to))).toEqual(new Set(['zoe@example.com']));
  });

  it('sends one mail of each kind, however often and in whatever order the events come', async () => {
    const { deliver, posted } = aService();
    const all = KINDS.map(([type]) => anEvent(type));
    expect((await deliver(...all.toReversed())).batchItemFailures).toHaveLength(KINDS.length - 1);
    await deliver(...all, ...all);
    expect(posted).toHaveLength(KINDS.length);
  });

  it('sends one for each parcel, attempt, return and refund, and none for a parcel’s next pick-up', async () => {
    const { deliver, posted } = aService();
    await deliver(anEvent('OrderPlaced'));
    const both = (type: EventType, one: object, other: object) => [anEvent(type, one), anEvent(type, other)];
    const events = [
      ...both('OrderShipped', { parcelId: 'p1' }, { parcelId: 'p2' }),
      ...both('ParcelDelivered', { parcelId: 'p1' }, { parcelId: 'p2' }),
      ...both('OrderDeliveryFailed', { attempt: 1 }, { attempt: 2 }),
      ...both('ReturnRequested', { returnId: 'ret_1_1' }, { returnId: 'ret_1_2' }),
      ...both('ReturnApproved', { returnId: 'ret_1_1' }, { returnId: 'ret_1_2' }),
      ...both('PaymentRefunded', { refundId: 'parcel/p1' }, { refundId: 'ret_1_1/1/p1' }),
    ];
    await deliver(...events, ...events, anEvent('OrderShipped', { parcelId: 'p1', attempt: 2 }));
    expect(posted).toHaveLength(1 + events.length);
  });

  it('tells nothing of a pick-up that was only inferred', async () => {
    const { deliver, posted } = aService();
    await deliver(anEvent('OrderPlaced'), anEvent('OrderShipped', { inferred: true }));
    expect(posted).toHaveLength(1);
  });

  it('tells nothing of a return’s request that is approved at once: the next mail says so', async () => {
    const { deliver, posted } = aService();
    await deliver(anEvent('OrderPlaced'), anEvent('ReturnRequested', { isApproved: true }), anEvent('ReturnApproved'));
    expect(posted).toHaveLength(2);
  });

  it('holds an event back until the contact is there', async () => {
    const { deliver, posted } = aService();
    expect(await deliver(anEvent('OrderPacked'))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
    await deliver(anEvent('OrderPlaced'), anEvent('OrderPacked'));
    expect(posted.map(({ subject }) => subject)).toEqual([
      `We have received your order ${ORDER_NUMBER}`,
      `Your order ${ORDER_NUMBER} is packed`,
    ]);
  });

  it('parks what SES will never take, and sends the rest', async () => {
    const { deliver, parked, posted } = aService((index) => (index === 1 ? 'MessageRejected' : undefined));
    const batch = [anEvent('OrderPlaced'), anEvent('OrderConfirmed'), anEvent('OrderPlaced', {}, 'ord_2')];
    expect(await deliver(...batch)).toEqual({ batchItemFailures: [] });
    expect(parked()).toMatchObject([{ MessageAttributes: { reason: { StringValue: 'MAIL_NOT_SENT' } } }]);
    expect(posted).toHaveLength(2);
  });

  it('mails no token but the invoice’s link, and no phone; logs nothing personal', async () => {
    // What goes out at once is not logged.
    const { deliver, posted, lines } = aService((index) => (index === 0 ? 'Throttling' : undefined));
    await deliver(...KINDS.map(([type]) => anEvent(type)));
    expect(JSON.stringify(posted)).not.toMatch(/canary/);
    const token = ({ html }: { readonly html: string }) =>
      html.split(`${API_URL}/invoices/`)[1]?.match(/^[\w-]+\.[\w-]+\.[\w-]+/)?.[0];
    const [linking, ...others] = posted.filter((mail) => token(mail) !== undefined);
    expect([linking?.subject, others]).toEqual([`Your invoice INV-2026-000001 for order ${ORDER_NUMBER}`, []]);
    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(lines)).not.toMatch(/zoe|Zoë|Rosa|canary|Domkloster/);
    expect(JSON.stringify(lines)).not.toContain(linking && token(linking));
  });
});

describe('the language of an order', () => {
  it('is that of all its mails, whatever the events say later', async () => {
    const { deliver, posted } = aService();
    await deliver(...KINDS.map(([type]) => anEvent(type, type === 'OrderPlaced' ? { language: 'de' } : {})));
    expect(posted).toHaveLength(KINDS.length);
    for (const { text } of posted) expect(text).toContain('Guten Tag Zoë Müller,');
  });
});

describe('where the goods go', () => {
  const ELSEWHERE = { ...RECIPIENT, name: 'A Friend', address: { ...RECIPIENT.address, street: 'Hafen 1' } };
  const changed = anEvent('OrderAddressChanged', {}, 'ord_1', 3);
  const packed = anEvent('OrderPacked', { recipient: ELSEWHERE }, 'ord_1', 5);

  const addressIn = ({ text }: { readonly text: string }): string | undefined =>
    /Delivery address:\n(.*\n.*)\n/.exec(text)?.[1];

  it('stands in every mail about goods that go somewhere, and the greeting is to who buys', async () => {
    const { deliver, posted } = aService();
    await deliver(...KINDS.map(([type]) => anEvent(type)));
    const naming = posted.filter((mail) => addressIn(mail) === 'Rosa Freund\nDomkloster 4');
    expect(naming.map(({ subject }) => subject.replace(/.*order [\w-]{14} ?/, ''))).toEqual([
      ...['', 'is confirmed', 'is packed', 'is on its way', 'was delivered', 'could not be delivered'],
    ]);
  });

  it('is what the parcel says once it is packed', async () => {
    const { deliver, posted } = aService();
    await deliver(anEvent('OrderPlaced'), changed, packed, anEvent('OrderShipped'));
    expect(posted.map(addressIn)).toEqual(['Rosa Freund\nDomkloster 4', ...['A Friend\nHafen 1', 'A Friend\nHafen 1']]);
    for (const { text } of posted) expect(text).toContain('Hello Zoë Müller,');
  });

  it('is left out while it has changed and nobody has said where to', async () => {
    const { deliver, posted } = aService();
    await deliver(anEvent('OrderPlaced'), changed, anEvent('OrderConfirmed'));
    expect(posted.map(addressIn)).toEqual(['Rosa Freund\nDomkloster 4', undefined]);
  });
});
