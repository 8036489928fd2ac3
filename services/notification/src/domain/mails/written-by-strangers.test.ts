import { describe, expect, it } from '@jest/globals';
import { ZERO } from '@orderwire/testing/taxed';
import { CHARGES, RECIPIENT } from '../../testing/builders.ts';
import { ABOUT, ISSUED, LETTERHEAD, LINK } from '../../testing/mails.ts';
import { compose } from './compose.ts';
import type { About } from './content.ts';
import { invoice } from './invoice-mail.ts';
import { cancelled, confirmed, packed, placed, rejected } from './order-mails.ts';
import { delivered, deliveryFailed, parcelDelivered, returned, shipped } from './parcel-mails.ts';
import { refunded, returnApproved, returnRejected, returnRequested } from './return-mails.ts';

describe('what a stranger wrote', () => {
  const EVIL = '<script>alert(1)</script>" onload="x\r\nBcc: victim@example.com\u0000 & </title>\u202e';
  const line = { itemId: EVIL, title: EVIL, options: { color: EVIL }, count: 1, unitPrice: 1, ...ZERO };
  const address = {
    company: EVIL,
    street: EVIL,
    street2: EVIL,
    city: EVIL,
    postalCode: EVIL,
    region: EVIL,
    country: EVIL,
  };
  const recipient = { name: EVIL, email: EVIL, phone: EVIL, address };
  const about: About = { ...ABOUT, order: EVIL, deliverTo: recipient };
  const mails = [
    placed({ lines: [line], charges: CHARGES, recipient }, about),
    confirmed({ lines: [line], charges: CHARGES }, about),
    rejected({ reason: 'out_of_stock', short: [{ itemId: EVIL, requested: 1, available: 0 }] }, about),
    packed({ lines: [line], recipient }, about),
    shipped({ carrier: EVIL, trackingNumber: EVIL, lines: [line] }, about),
    delivered({ deliveredAt: '2026-03-02T09:30:00.000Z' }, about),
    parcelDelivered({ deliveredAt: '2026-03-02T09:30:00.000Z' }, about),
    deliveryFailed({ attempt: 1 }, about),
    returned({ reason: 'refused', lines: [line] }, about),
    cancelled({ by: 'staff', reason: EVIL, lines: [line] }, about),
    invoice({ ...ISSUED, number: EVIL, lines: [line] }, about, LINK),
    returnApproved({ returnId: EVIL, lines: [{ itemId: EVIL, title: EVIL, count: 1 }] }, about),
    returnRejected({ reason: EVIL }, about),
    returnRequested({ returnId: EVIL, lines: [{ itemId: EVIL, title: EVIL, count: 1 }] }, about),
    refunded({ lines: [{ itemId: EVIL, title: EVIL, count: 1 }], charges: CHARGES, returnId: EVIL }, about),
  ].map((content) => compose(content, { ...LETTERHEAD, shopName: EVIL, orderNumber: EVIL, orderId: EVIL, name: EVIL }));

  it('stays text in HTML', () => {
    for (const { html } of mails) {
      expect(html).not.toMatch(/<script|" onload|\u0000/);
      expect(html).toContain(
        '&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&quot;x Bcc: victim@example.com &amp;',
      );
      expect(html.match(/<\/title>/g)).toHaveLength(1);
    }
  });

  it('makes no line of its own in a subject or a text', () => {
    for (const { subject, text } of mails) {
      expect(subject).not.toMatch(/[\r\n\u0000]/);
      expect(text).not.toMatch(/^Bcc:/m);
      expect(text).not.toMatch(/[\u0000\r\u202e]/);
    }
  });

  it('is cut when it is too long', () => {
    const { text } = compose(
      packed({ lines: [{ ...line, title: 'x'.repeat(10_000) }], recipient: RECIPIENT }, ABOUT),
      LETTERHEAD,
    );
    expect(text.length).toBeLessThan(2_000);
  });
});
