import { describe, expect, it } from '@jest/globals';
import type { Line } from '@orderwire/events-schema/common';
import { chargesFor } from '@orderwire/testing/charges';
import { REDUCED } from '@orderwire/testing/taxed';
import { aLine, aNumberedInvoice } from '../../testing/builders.ts';
import { renderInvoice } from './render-invoice.ts';

const fileOf = (lines?: readonly Line[]): string =>
  Buffer.from(renderInvoice(aNumberedInvoice(lines && { lines: [...lines] }))).toString('latin1');

/** All texts that a file draws, in order. */
const textsIn = (file: string): readonly string[] =>
  [...file.matchAll(/<([0-9a-f]*)> Tj/g)].map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'));

/** Reads a file as a viewer does: from the end to the table, and from there to each object. */
const objectsIn = (file: string): readonly string[] => {
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(file)?.[1]);
  const [, count = '', rows = ''] =
    /^xref\n0 (\d+)\n0000000000 65535 f \n((?:\d{10} 00000 n \n)*)trailer\n/.exec(file.slice(start)) ?? [];
  const offsets = rows.match(/^\d{10}/gm) ?? [];
  expect(offsets).toHaveLength(Number(count) - 1);
  return offsets.map((offset, index) => {
    const object = file.slice(Number(offset));
    expect(object.startsWith(`${index + 1} 0 obj\n`)).toBe(true);
    return object.slice(0, object.indexOf('endobj'));
  });
};

describe('an invoice’s PDF', () => {
  it('says who bought what from whom and what it came to', () => {
    const lines = [
      aLine(),
      aLine({ itemId: 'tea', title: 'Tea', options: { color: 'green' }, count: 1, unitPrice: 999, ...REDUCED }),
    ];
    const texts = textsIn(fileOf(lines));
    expect(texts).toEqual(
      expect.arrayContaining([
        ...['Invoice', 'Mug Shop', 'Musterweg 1', '10115 Berlin', 'Tax ID DE123456789'],
        ...['Zoë Müller', 'Hauptstraße 12', '50667 Köln', 'DE'],
        ...['INV-2026-000001', '1 March 2026', 'JXW2-VRJV-47H2', 'ord_1', '28 February 2026'],
        ...['Mug', '2', '12.50', '19 %', '25.00', 'Tea', 'green · tea', '9.99', '7 %'],
        ...['Items, net', '34.99 EUR', 'Shipping', '4.90 EUR'],
        ...['Tax 19 % on 28.50', '5.42 EUR', 'Tax 7 % on 11.39', '0.80 EUR'],
        ...['Total', '46.11 EUR', 'Page 1 of 1'],
      ]),
    );
  });

  const chargedOf = (lines: readonly Line[], terms: Parameters<typeof chargesFor>[1], exemption?: string) => {
    const invoice = aNumberedInvoice({ lines: [...lines], charges: chargesFor(lines, terms) });
    const seller = { ...invoice.seller, ...(exemption !== undefined && { exemption }) };
    return textsIn(Buffer.from(renderInvoice({ ...invoice, seller })).toString('latin1'));
  };

  it('shows prices that include tax as they are, and the tax in them below', () => {
    const texts = chargedOf([aLine()], { prices: 'gross' });
    expect(texts).toEqual(
      expect.arrayContaining([
        ...['Amount (EUR)', '12.50', '19 %', '25.00', 'Items', '25.00 EUR', 'Shipping', '4.90 EUR'],
        ...['Total incl. VAT', '29.90 EUR', 'Included tax 19 % on 25.13', '4.77 EUR'],
      ]),
    );
    expect(texts).not.toContain('Items, net');
  });

  it('says what a discount took off a line, whose amount is without it', () => {
    const texts = chargedOf([aLine()], { discount: { itemIds: new Set(['mug-1']), off: { percent: 10_000 } } });
    expect(texts).toEqual(
      expect.arrayContaining(['12.50', '22.50', 'mug-1 · Discount -2.50 EUR', 'Items, net', '22.50 EUR']),
    );
  });

  it.each([
    ['G', 'Export: no VAT is charged.'],
    ['E', 'Small business, § 19 UStG'],
  ] as const)('says why there is no tax: %s', (category, reason) => {
    const texts = chargedOf([aLine({ vatRate: 0, category })], {}, 'Small business, § 19 UStG');
    expect(texts).toContain(reason);
    expect(texts).toContain('Total');
  });

  it('names the buyer’s VAT id', () => {
    const draft = aNumberedInvoice();
    const invoice = { ...draft, billing: { ...draft.billing, vatId: 'ATU13585627' } };
    expect(textsIn(Buffer.from(renderInvoice(invoice)).toString('latin1'))).toContain('VAT ID ATU13585627');
  });

  it('is German where the order is', () => {
    const lines = [aLine(), aLine({ itemId: 'tea', title: 'Tee', count: 1, unitPrice: 999, ...REDUCED })];
    const file = Buffer.from(renderInvoice(aNumberedInvoice({ lines, language: 'de' }))).toString('latin1');
    const texts = textsIn(file);
    expect(texts).toEqual(
      expect.arrayContaining([
        ...['Rechnung', 'Steuernr./USt-IdNr. DE123456789', 'Rechnung an', 'Rechnungsnummer', 'INV-2026-000001'],
        ...['Rechnungsdatum', '1. März 2026', 'Bestellung', 'JXW2-VRJV-47H2', 'Bestelldatum', '28. Februar 2026'],
        ...['Artikel', 'Menge', 'Einzelpreis (EUR)', 'MwSt.', 'Netto (EUR)', '12,50', '19 %', '25,00', '9,99', '7 %'],
        ...['Artikel, netto', '34,99 EUR', 'Versand', '4,90 EUR', 'MwSt. 19 % auf 28,50', '5,42 EUR'],
        ...['Gesamtbetrag', '46,11 EUR', 'Vollständig bezahlt. Vielen Dank für Ihre Bestellung.', 'Seite 1 von 1'],
      ]),
    );
    expect(texts.join(' ')).not.toMatch(/\b(Invoice|Order|Bill|Item|Qty|Unit|Tax|Shipping|Total|Paid|Page|of)\b/);
  });

  it('shows every field of the address that is billed', () => {
    const [company, street, street2] = ['Müller GmbH', '1 Nathan Road', 'Flat 12B'];
    const address = { company, street, street2, city: 'Tsim Sha Tsui', region: 'Kowloon', country: 'HK' };
    const invoice = aNumberedInvoice({ billing: { name: 'Zoë Müller', email: 'zoe@example.com', address } });
    const texts = textsIn(Buffer.from(renderInvoice(invoice)).toString('latin1'));
    const from = texts.indexOf('Bill to') + 1;
    expect(texts.slice(from, from + 7)).toEqual([
      ...['Zoë Müller', company, street, street2],
      ...['Tsim Sha Tsui', 'Kowloon', 'HK'],
    ]);
  });

  it('has the same bytes each time', () => {
    expect(fileOf()).toBe(fileOf());
  });

  it('holds no date and no id of its making', () => {
    expect(fileOf()).not.toMatch(/CreationDate|ModDate|Producer|\/ID/);
  });

  it('can be read from its table of objects, each stream as long as it says', () => {
    const objects = objectsIn(fileOf());
    const streams = objects.flatMap((object) => {
      const [, length = '', content = ''] = /<< \/Length (\d+) >>\nstream\n([^]*)\nendstream/.exec(object) ?? [];
      return length === '' ? [] : [[Number(length), content.length]];
    });
    expect(streams).toHaveLength(1);
    for (const [said, found] of streams) expect(said).toBe(found);
  });

  it('flows to further pages, with the table’s head on each and the totals on the last', () => {
    const lines = Array.from({ length: 40 }, (_, index) => aLine({ itemId: `mug-${index}`, title: `Mug ${index}` }));
    const file = fileOf(lines);
    const pages = objectsIn(file)
      .filter((object) => object.includes('stream\n'))
      .map(textsIn);
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) expect(page).toContain('Item');
    pages.forEach((page, index) => expect(page).toContain(`Page ${index + 1} of ${pages.length}`));
    expect(pages.map((page) => page.includes('Total'))).toEqual(pages.map((_, index) => index === pages.length - 1));
    expect(pages.flat().filter((text) => /^Mug \d+$/.test(text))).toEqual(lines.map(({ title }) => title));
  });

  it('stays on its pages: nothing is drawn below the footer or off the sides', () => {
    const lines = Array.from({ length: 40 }, (_, at) =>
      aLine({ itemId: `mug-${at}`, title: 'A very long title '.repeat(20) }),
    );
    const positions = [...fileOf(lines).matchAll(/ ([\d.-]+) ([\d.-]+) Td/g)].map(([, x, y]) => [Number(x), Number(y)]);
    for (const [x = 0, y = 0] of positions) {
      expect(x).toBeGreaterThanOrEqual(50);
      expect(x).toBeLessThanOrEqual(545);
      expect(y).toBeGreaterThanOrEqual(36);
      expect(y).toBeLessThanOrEqual(806);
    }
  });

  it.each([
    ['operators', ') Tj ET (evil\\) endstream endobj trailer'],
    ['line breaks', 'a\r\nendstream\r\nendobj'],
    ['other scripts', '王小明 🎉 Łukasz'],
    ['a very long word', 'x'.repeat(5_000)],
    ['nothing', ''],
  ])('is not broken by a name and a title with %s', (_what, text) => {
    const invoice = aNumberedInvoice({ lines: [aLine({ title: text, options: { color: text } })] });
    const { billing } = invoice;
    const place = { city: text, postalCode: text, region: text, country: text };
    const address = { company: text, street: text, street2: text, ...place };
    const odd = {
      ...invoice,
      billing: { ...billing, name: text, address },
      seller: { name: text, address: [text] },
    };
    const file = Buffer.from(renderInvoice(odd)).toString('latin1');
    expect(file).toMatch(/^[\x0a\x20-\x7e]*$/);
    expect(objectsIn(file)).toHaveLength(7);
    expect(file.match(/endstream/g)).toHaveLength(1);
  });
});
