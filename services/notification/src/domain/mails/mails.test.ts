import { describe, expect, it } from '@jest/globals';
import { LANGUAGES } from '@orderwire/kernel/languages';
import { chargesFor } from '@orderwire/testing/charges';
import { CHARGES, LINES, ORDER_NUMBER, RECIPIENT } from '../../testing/builders.ts';
import { ABOUT, ISSUED, LETTERHEAD, LINK, ORDER_ID } from '../../testing/mails.ts';
import { compose } from './compose.ts';
import type { About, MailContent } from './content.ts';
import { invoice } from './invoice-mail.ts';
import { MAIL_KINDS } from './kinds.ts';
import { cancelled, confirmed, packed, placed, rejected } from './order-mails.ts';
import { delivered, deliveryFailed, parcelDelivered, parcelReturned, returned, shipped } from './parcel-mails.ts';
import { refunded, returnApproved, returnRejected, returnRequested } from './return-mails.ts';

const order = { lines: [...LINES], charges: CHARGES };
const GERMAN: About = { ...ABOUT, language: 'de' };
const shipment = { carrier: 'DHL', trackingNumber: 'T-1', lines: [...LINES] };

const RETURN = { returnId: 'ret_1_1', lines: [{ itemId: 'mug-1', title: 'Mug', count: 2 }] };
const LABEL = { instructions: 'Wrap it well.\nSend it to Mug Street 1.', labelUrl: 'https://labels.example/ret_1_1' };

const REFUND = { lines: [...LINES], charges: CHARGES, returnId: 'ret_1_1' };

const BILL = [
  '2 × Mug',
  '25.00 EUR',
  '1 × Tea (green)',
  '9.99 EUR',
  'Shipping',
  '4.90 EUR',
  'VAT',
  '6.22 EUR',
  '46.11 EUR',
];
const PARCEL = ['Mug', '2 ×', 'Tea (green)', '1 ×'];
const ADDRESS = ['Delivery address', 'Zoë Müller', 'Domkloster 4', '50667 Köln', 'DE'];

const ALL: readonly (readonly [string, MailContent, readonly string[]])[] = [
  ['placed', placed({ ...order, recipient: RECIPIENT }, ABOUT), [...BILL, ...ADDRESS]],
  [
    'confirmed',
    confirmed({ ...order, deliverBy: '2026-03-09T22:59:59.999Z' }, ABOUT),
    ['is confirmed', 'Delivery by', '9 March 2026', ...BILL, ...ADDRESS],
  ],
  ['rejected', rejected({ reason: 'payment_declined' }, ABOUT), ['payment was declined', 'have not been charged']],
  ['packed', packed({ lines: [...LINES], recipient: RECIPIENT }, ABOUT), ['is packed', ...PARCEL, ...ADDRESS]],
  ['shipped', shipped(shipment, ABOUT), ['on its way', 'DHL', 'T-1', ...PARCEL, ...ADDRESS]],
  [
    'delivered',
    delivered({ deliveredAt: '2026-03-02T09:30:00.000Z' }, ABOUT),
    ['was delivered', '2 March 2026, 10:30', ...ADDRESS],
  ],
  [
    'delivery_failed',
    deliveryFailed({ attempt: 1, nextAttemptAt: '2026-03-03T09:00:00.000Z' }, ABOUT),
    ['could not hand them over', 'will try again', 'Next attempt', '3 March 2026, 10:00', ...ADDRESS],
  ],
  [
    'returned',
    returned({ reason: 'refused', lines: [...LINES] }, ABOUT),
    ['has come back', 'not accepted at the door', 'goes back to you', ...PARCEL],
  ],
  [
    'cancelled',
    cancelled({ by: 'staff', reason: 'Broken', lines: [...LINES] }, ABOUT),
    ['We had to cancel', 'Reason: Broken', 'have not been charged', ...PARCEL],
  ],
  ['invoice', invoice(ISSUED, ABOUT, LINK), ['INV-2026-000001', ...BILL, LINK.url, '30 days']],
  ['return_requested', returnRequested(RETURN, ABOUT), ['have received', 'Mug', '2 ×', 'ret_1_1']],
  [
    'return_approved',
    returnApproved({ ...RETURN, ...LABEL }, ABOUT),
    ['Wrap it well.', 'Send it to Mug Street 1.', 'Mug', '2 ×', 'ret_1_1', LABEL.labelUrl],
  ],
  ['return_rejected', returnRejected({ reason: 'Worn.' }, ABOUT), ['cannot take', 'Reason: Worn.']],
  [
    'refunded',
    refunded(REFUND, ABOUT),
    ['on its way back', '2 × Mug', '25.00 EUR', 'Shipping', '4.90 EUR', 'Refunded', '46.11 EUR', 'ret_1_1'],
  ],
];

/** What a reader of the HTML sees, with the address behind each link. */
const seenIn = (html: string): string =>
  html
    .replace(/^[^]*<body/, '<body')
    .replace(/<a [^>]*href="([^"]*)"[^>]*>/g, ' $1 ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? "'");

const wordsIn = (text: string): readonly string[] =>
  text
    .split(/[\s:]+/)
    .filter((word) => word !== '')
    .sort();

describe('a mail', () => {
  it('of every kind is looked at here', () => {
    expect(ALL.map(([kind]) => kind)).toEqual([...MAIL_KINDS]);
  });

  it.each(ALL)('says what happened, in text and in HTML: %s', (_kind, content, facts) => {
    const mail = compose(content, LETTERHEAD);
    expect(mail.subject).toBe(content.subject);
    for (const part of [mail.text, mail.html])
      for (const fact of [...facts, 'Hello Zoë Müller', `Order ${ORDER_NUMBER}`, ORDER_ID, 'Mug Shop'])
        expect(part).toContain(fact);
  });

  it.each(ALL)('says the same in text and in HTML, word by word: %s', (_kind, content) => {
    const { text, html } = compose(content, LETTERHEAD);
    // Above all else the HTML has the shop's name once more.
    expect(wordsIn(seenIn(html))).toEqual(wordsIn(`${text} ${LETTERHEAD.shopName}`));
  });

  it.each(ALL)('tells in its subject which order it is about: %s', (_kind, content) => {
    expect(content.subject).toContain(ORDER_NUMBER);
  });

  it.each(ALL)('loads nothing from elsewhere, and links to nothing but what it is about: %s', (kind, content) => {
    const { html } = compose(content, LETTERHEAD);
    expect(html).not.toMatch(/src=|url\(|@import|<link|<script|<img|<iframe|<form/i);
    const links: Readonly<Record<string, string>> = { invoice: LINK.url, return_approved: LABEL.labelUrl };
    expect(html.match(/https?:[^"]*/g) ?? []).toEqual(kind in links ? [links[kind]] : []);
  });

  it.each(ALL)('is laid out for phones and for dark clients: %s', (_kind, content) => {
    const { html } = compose(content, LETTERHEAD);
    expect(html).toContain('width=device-width');
    expect(html).toContain('prefers-color-scheme:dark');
    expect(html).toContain('content="light dark"');
  });

  it('of one event is always the same', () => {
    expect(compose(placed({ ...order, recipient: RECIPIENT }, ABOUT), LETTERHEAD)).toEqual(
      compose(placed({ ...order, recipient: RECIPIENT }, ABOUT), LETTERHEAD),
    );
  });

  it('greets without a name when there is none', () => {
    expect(compose(placed({ ...order, recipient: RECIPIENT }, ABOUT), { ...LETTERHEAD, name: ' ' }).text).toContain(
      'Hello,\n',
    );
  });

  it.each(['out_of_stock', 'payment_declined', 'timed_out', 'rejected_by_staff'] as const)(
    'explains a rejection: %s',
    (reason) => {
      const { text } = compose(
        rejected({ reason, short: [{ itemId: 'mug-1', requested: 2, available: 1 }] }, ABOUT),
        LETTERHEAD,
      );
      expect(text).toContain('mug-1: 2 ordered, 1 available');
      expect(text).not.toContain(reason);
    },
  );

  it('tells who cancelled', () => {
    const by = (who: 'customer' | 'staff') => compose(cancelled({ by: who, lines: [] }, ABOUT), LETTERHEAD).text;
    expect(by('customer')).toContain('As you asked');
    expect(by('staff')).not.toContain('As you asked');
  });

  it('explains the system’s own cancellation in words, not by its code', () => {
    for (const language of LANGUAGES) {
      const { paragraphs } = cancelled({ by: 'system', reason: 'NOTHING_PICKED', lines: [] }, { ...ABOUT, language });
      expect(paragraphs.join()).not.toContain('NOTHING_PICKED');
      expect(paragraphs).toHaveLength(2);
    }
  });

  it('says what staff had to say to a rejection', () => {
    const { text } = compose(rejected({ reason: 'rejected_by_staff', note: 'Call us.' }, ABOUT), LETTERHEAD);
    expect(text).toContain('cannot accept it');
    expect(text).toContain('Call us.');
  });

  it.each([
    ['en', 'Saucer: 2 ordered, 0 packed', 'The order now costs: 46.11 EUR', 'is not charged'],
    ['de', 'Saucer: 2 bestellt, 0 gepackt', 'Die Bestellung kostet jetzt: 46,11 EUR', 'wird nicht abgebucht'],
  ] as const)('tells what could not be packed, and what the rest costs: %s', (language, missing, total, sorry) => {
    const short = [{ itemId: 'saucer-1', title: 'Saucer', ordered: 2, picked: 0 }];
    const about: About = { ...ABOUT, language };
    const content = packed({ lines: [...LINES], recipient: RECIPIENT, short, charges: CHARGES }, about);
    const { text } = compose(content, { ...LETTERHEAD, language });
    for (const fact of [missing, total, sorry]) expect(text).toContain(fact);
  });

  it('names an item that was packed in part as its line does', () => {
    const short = [{ itemId: 'mug-1', ordered: 3, picked: 2 }];
    const { text } = compose(packed({ lines: [...LINES], recipient: RECIPIENT, short }, ABOUT), LETTERHEAD);
    expect(text).toContain('Mug: 3 ordered, 2 packed');
  });

  it('tells a parcel from an order', () => {
    const subjects = [
      shipped({ ...shipment, position: 1, isLast: false }, ABOUT),
      shipped({ ...shipment, position: 2, isLast: true }, ABOUT),
      parcelDelivered({ deliveredAt: '2026-03-02T09:30:00.000Z' }, ABOUT),
      parcelReturned({ reason: 'damaged', lines: [] }, ABOUT),
    ].map(({ subject }) => subject);
    for (const subject of subjects) expect(subject).toMatch(/^A parcel of your order/);
  });

  it('promises no next attempt after the last', () => {
    const said = (attempt: number) => compose(deliveryFailed({ attempt }, ABOUT), LETTERHEAD).text;
    expect([said(2).includes('will try again'), said(3).includes('will try again')]).toEqual([true, false]);
  });

  it.each(['refused', 'undeliverable', 'damaged', 'lost'] as const)('says why goods came back: %s', (reason) => {
    const said = LANGUAGES.map((language) => returned({ reason, lines: [] }, { ...ABOUT, language }).paragraphs[0]);
    expect(new Set(said).size).toBe(LANGUAGES.length);
    expect(said.every((text) => text !== undefined && text.length > reason.length)).toBe(true);
  });

  it('leaves out what is not known of a shipment', () => {
    const { text } = compose(shipped({ lines: [] }, { ...ABOUT, deliverTo: undefined }), LETTERHEAD);
    expect(text).not.toMatch(/Carrier|Tracking|Delivery address/);
  });
});

describe('a mail about a German order', () => {
  const MAILS: readonly (readonly [string, MailContent, string, readonly string[]])[] = [
    [
      'placed',
      placed({ ...order, recipient: RECIPIENT }, GERMAN),
      `Wir haben Ihre Bestellung ${ORDER_NUMBER} erhalten`,
      [
        'Vielen Dank.',
        '25,00 EUR',
        '9,99 EUR',
        'Versand',
        '4,90 EUR',
        'MwSt.',
        'Gesamtbetrag',
        '46,11 EUR',
        'Lieferadresse',
      ],
    ],
    [
      'confirmed',
      confirmed(order, GERMAN),
      `Ihre Bestellung ${ORDER_NUMBER} ist bestätigt`,
      ['auf Lager', '46,11 EUR'],
    ],
    [
      'rejected',
      rejected({ reason: 'out_of_stock', short: [{ itemId: 'mug-1', requested: 2, available: 1 }] }, GERMAN),
      `Wir können Ihre Bestellung ${ORDER_NUMBER} nicht ausführen`,
      ['Das tut uns leid.', 'nicht mehr in der gewünschten Menge', '2 bestellt, 1 verfügbar', 'nichts abgebucht'],
    ],
    [
      'packed',
      packed({ lines: [...LINES], recipient: RECIPIENT }, GERMAN),
      `Ihre Bestellung ${ORDER_NUMBER} ist gepackt`,
      ['zur Abholung bereit', ...PARCEL],
    ],
    [
      'shipped',
      shipped(shipment, GERMAN),
      `Ihre Bestellung ${ORDER_NUMBER} ist unterwegs`,
      ['Zustelldienst', 'DHL', 'Sendungsnummer', 'T-1', ...PARCEL],
    ],
    [
      'delivered',
      delivered({ deliveredAt: '2026-12-31T23:30:00.000Z' }, GERMAN),
      `Ihre Bestellung ${ORDER_NUMBER} wurde zugestellt`,
      ['Zugestellt', '1. Januar 2027, 00:30 Uhr'],
    ],
    [
      'delivery_failed',
      deliveryFailed({ attempt: 2, nextAttemptAt: '2026-03-03T09:00:00.000Z' }, GERMAN),
      `Ihre Bestellung ${ORDER_NUMBER} konnte nicht zugestellt werden`,
      ['versucht es noch einmal', 'Nächster Versuch', '3. März 2026, 10:00 Uhr'],
    ],
    [
      'returned',
      returned({ reason: 'lost', lines: [...LINES] }, GERMAN),
      `Ihre Bestellung ${ORDER_NUMBER} ist an uns zurückgegangen`,
      ['ging unterwegs verloren', 'erhalten Sie zurück', ...PARCEL],
    ],
    [
      'cancelled',
      cancelled({ by: 'customer', reason: 'Doppelt', lines: [...LINES] }, GERMAN),
      `Ihre Bestellung ${ORDER_NUMBER} ist storniert`,
      ['Wie gewünscht', 'Grund: Doppelt', 'nichts abgebucht'],
    ],
    [
      'invoice',
      invoice(ISSUED, GERMAN, LINK),
      `Ihre Rechnung INV-2026-000001 zur Bestellung ${ORDER_NUMBER}`,
      ['46,11 EUR', 'Rechnung öffnen (PDF)', '30 Tage', LINK.url],
    ],
    [
      'return_requested',
      returnRequested(RETURN, GERMAN),
      `Sie möchten Ware aus Ihrer Bestellung ${ORDER_NUMBER} zurücksenden`,
      ['Anfrage erhalten', 'Mug', '2 ×', 'ret_1_1'],
    ],
    [
      'return_approved',
      returnApproved({ ...RETURN, labelUrl: LABEL.labelUrl }, GERMAN),
      `Sie können Ware aus Ihrer Bestellung ${ORDER_NUMBER} zurücksenden`,
      ['Nummer der Rücksendung', 'ret_1_1', 'Versandetikett öffnen', LABEL.labelUrl],
    ],
    [
      'return_rejected',
      returnRejected({ reason: 'Getragen.' }, GERMAN),
      `Wir können Ware aus Ihrer Bestellung ${ORDER_NUMBER} nicht zurücknehmen`,
      ['nicht zurücknehmen', 'Grund: Getragen.'],
    ],
    [
      'refunded',
      refunded(REFUND, GERMAN),
      `Ihr Geld für die Bestellung ${ORDER_NUMBER} ist auf dem Rückweg`,
      ['erstattet', 'Erstattet', '2 × Mug', 'Versand', '46,11 EUR', 'ret_1_1'],
    ],
  ];
  const mailOf = (content: MailContent) => compose(content, { ...LETTERHEAD, language: 'de' });

  it('is of every kind', () => {
    expect(MAILS.map(([kind]) => kind)).toEqual([...MAIL_KINDS]);
  });

  it.each(MAILS)('is German in its subject, its text and its HTML: %s', (_kind, content, subject, facts) => {
    const mail = mailOf(content);
    expect(mail.subject).toBe(subject);
    for (const part of [mail.text, mail.html])
      for (const fact of [...facts, 'Guten Tag Zoë Müller,', `Bestellung ${ORDER_NUMBER}`, ORDER_ID])
        expect(part).toContain(fact);
    expect(mail.html).toContain('<html lang="de">');
  });

  it.each(MAILS)('has no English word left: %s', (_kind, content) => {
    const { text } = mailOf(content);
    expect(text).not.toMatch(
      /\b(the|your|order|is|was|are|have|been|not|hello|total|shipping|VAT|delivery|delivered|days)\b/i,
    );
  });

  it.each(MAILS)('says the same in text and in HTML, word by word: %s', (_kind, content) => {
    const { text, html } = mailOf(content);
    expect(wordsIn(seenIn(html))).toEqual(wordsIn(`${text} ${LETTERHEAD.shopName}`));
  });

  it.each(['out_of_stock', 'payment_declined', 'timed_out', 'rejected_by_staff'] as const)(
    'explains a rejection: %s',
    (reason) => {
      const said = LANGUAGES.map((language) => rejected({ reason }, { ...ABOUT, language }).paragraphs[1] ?? '');
      expect(new Set(said).size).toBe(LANGUAGES.length);
      expect(said.join()).not.toContain(reason);
    },
  );

  it('greets without a name when there is none', () => {
    const mail = compose(confirmed(order, GERMAN), { ...LETTERHEAD, language: 'de', name: ' ' });
    expect(mail.text).toContain('Guten Tag,\n');
  });
});

describe('what is paid', () => {
  const textOf = (charges: typeof CHARGES, exemption?: string) =>
    compose(placed({ lines: [...LINES], charges, recipient: RECIPIENT }, { ...ABOUT, exemption }), LETTERHEAD).text;

  it('says how much VAT is in prices that include it', () => {
    const text = textOf(chargesFor(LINES, { prices: 'gross' }));
    expect(text).toMatch(/Total incl\. VAT +39\.89 EUR/);
    expect(text).toContain('VAT in it: 5.30 EUR.');
    expect(text).not.toMatch(/^VAT  /m);
  });

  it.each([
    ['G', 'Export: no VAT is charged.'],
    ['K', 'Intra-community supply'],
    ['E', 'Small business, § 19 UStG'],
  ] as const)('says why there is no VAT: %s', (category, reason) => {
    const lines = LINES.map((line) => ({ ...line, vatRate: 0, category }));
    for (const prices of ['gross', 'net'] as const) {
      const text = textOf(chargesFor(lines, { prices }), 'Small business, § 19 UStG');
      expect(text).toContain(reason);
      expect(text).toMatch(/^Total  /m);
      expect(text).not.toContain('incl.');
    }
  });

  it('names rounding where there is any', () => {
    expect(textOf({ ...CHARGES, rounding: -1, total: CHARGES.total - 1 })).toMatch(/Rounding +-0\.01 EUR/);
    expect(textOf(CHARGES)).not.toContain('Rounding');
  });
});

describe('the mail about a refund', () => {
  it('calls what has no title by its id', () => {
    const { rows } = refunded(
      { ...REFUND, lines: REFUND.lines.map(({ itemId, count }) => ({ itemId, count })) },
      ABOUT,
    );
    expect(rows?.[0]?.[0]).toBe(`2 × ${LINES[0]?.itemId}`);
  });

  it('of a parcel that came back names no return', () => {
    expect(refunded({ lines: REFUND.lines, charges: CHARGES }, ABOUT).facts).toEqual([]);
  });
});
