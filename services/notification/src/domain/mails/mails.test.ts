import { describe, expect, it } from '@jest/globals';
import { LINES, TOTALS } from '../../testing/events.ts';
import { compose } from './compose.ts';
import type { MailContent } from './content.ts';
import { invoice } from './invoice-mail.ts';
import { cancelled, confirmed, delivered, packed, placed, rejected, shipped } from './order-mails.ts';

const LETTERHEAD = { shopName: 'Mug Shop', orderId: 'ord_1', name: 'Zoë Müller' };
const LINK = { url: 'https://api.example/invoices/a.b.c', days: 30 };
const issued = { orderId: 'ord_1', number: 'INV-2026-000001', total: 4534, tax: 545, currency: 'EUR', objectKey: 'k' };
const order = { lines: [...LINES], totals: TOTALS };

const ALL: readonly (readonly [string, MailContent, readonly string[]])[] = [
  [
    'placed',
    placed(order),
    ['2 × Mug', '25.00 EUR', '1 × Tea (green)', '9.99 EUR', '4.90 EUR', '5.45 EUR', '45.34 EUR'],
  ],
  ['confirmed', confirmed({ customerId: 'c', ...order }), ['is confirmed', '2 × Mug', '45.34 EUR']],
  ['rejected', rejected({ reason: 'payment_declined' }), ['payment was declined', 'have not been charged']],
  ['packed', packed(order), ['is packed', 'Mug']],
  [
    'shipped',
    shipped({ carrier: 'DHL', trackingNumber: 'T-1', attempt: 1, inferred: false, lines: [...LINES] }),
    ['on its way', 'DHL', 'T-1'],
  ],
  ['delivered', delivered({ deliveredAt: '2026-03-02T09:30:00.000Z' }), ['was delivered', '2026-03-02 09:30 UTC']],
  [
    'cancelled',
    cancelled({ by: 'staff', reason: 'Broken', previousStatus: 'packed', lines: [...LINES] }),
    ['We had to cancel', 'Reason: Broken', 'have not been charged'],
  ],
  ['invoice', invoice(issued, LINK), ['INV-2026-000001', '45.34 EUR', LINK.url, '30 days']],
];

describe('a mail', () => {
  it.each(ALL)('says what happened, in text and in HTML: %s', (_kind, content, facts) => {
    const mail = compose(content, LETTERHEAD);
    expect(mail.subject).toBe(content.subject);
    for (const part of [mail.text, mail.html])
      for (const fact of [...facts, 'Hello Zoë Müller', 'ord_1', 'Mug Shop']) expect(part).toContain(fact);
  });

  it.each(ALL)('loads nothing from elsewhere, and links to nothing but the invoice: %s', (kind, content) => {
    const { html } = compose(content, LETTERHEAD);
    expect(html).not.toMatch(/src=|url\(|@import|<link|<script|<img|<iframe|<form/i);
    expect(html.match(/https?:[^"]*/g) ?? []).toEqual(kind === 'invoice' ? [LINK.url] : []);
  });

  it.each(ALL)('is laid out for phones and for dark clients: %s', (_kind, content) => {
    const { html } = compose(content, LETTERHEAD);
    expect(html).toContain('width=device-width');
    expect(html).toContain('prefers-color-scheme:dark');
    expect(html).toContain('content="light dark"');
  });

  it('of one event is always the same', () => {
    expect(compose(placed(order), LETTERHEAD)).toEqual(compose(placed(order), LETTERHEAD));
  });

  it('greets without a name when there is none', () => {
    expect(compose(placed(order), { ...LETTERHEAD, name: ' ' }).text).toContain('Hello,\n');
  });

  it.each(['out_of_stock', 'payment_declined', 'timed_out'] as const)('explains a rejection: %s', (reason) => {
    const { text } = compose(
      rejected({ reason, short: [{ itemId: 'mug-1', requested: 2, available: 1 }] }),
      LETTERHEAD,
    );
    expect(text).toContain('mug-1: 2 ordered, 1 available');
    expect(text).not.toContain(reason);
  });

  it('tells who cancelled', () => {
    const by = (who: 'customer' | 'staff') =>
      compose(cancelled({ by: who, previousStatus: 'placed', lines: [] }), LETTERHEAD).text;
    expect(by('customer')).toContain('As you asked');
    expect(by('staff')).not.toContain('As you asked');
  });

  it('leaves out what is not known of a shipment', () => {
    const { text } = compose(shipped({ attempt: 1, inferred: false, lines: [] }), LETTERHEAD);
    expect(text).not.toMatch(/Carrier|Tracking/);
  });
});

describe('what a stranger wrote', () => {
  const EVIL = '<script>alert(1)</script>" onload="x\r\nBcc: victim@example.com\u0000 & </title>\u202e';
  const line = { itemId: EVIL, title: EVIL, color: EVIL, count: 1, unitPrice: 1, taxRate: 0 };
  const mails = [
    placed({ lines: [line], totals: TOTALS }),
    confirmed({ customerId: 'c', lines: [line], totals: TOTALS }),
    rejected({ reason: 'out_of_stock', short: [{ itemId: EVIL, requested: 1, available: 0 }] }),
    packed({ lines: [line] }),
    shipped({ carrier: EVIL, trackingNumber: EVIL, attempt: 1, inferred: false, lines: [line] }),
    cancelled({ by: 'staff', reason: EVIL, previousStatus: 'placed', lines: [line] }),
    invoice({ ...issued, number: EVIL }, LINK),
  ].map((content) => compose(content, { shopName: EVIL, orderId: EVIL, name: EVIL }));

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
    const { text } = compose(packed({ lines: [{ ...line, title: 'x'.repeat(10_000) }] }), LETTERHEAD);
    expect(text.length).toBeLessThan(2_000);
  });
});
