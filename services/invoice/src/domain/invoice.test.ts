import { describe, expect, it } from '@jest/globals';
import type { Charges } from '@orderwire/events-schema/common';
import { chargesOf } from '@orderwire/money/charges';
import { chargesFor } from '@orderwire/testing/charges';
import { REDUCED, ZERO } from '@orderwire/testing/taxed';
import { ISSUE, aShippedDraft, aLine, SELLER } from '../testing/builders.ts';
import { issued, numbered, seriesOf } from './invoice.ts';
import { addsUp } from './sums.ts';

describe('an invoice’s number', () => {
  it('stands in the series of the shop’s year', () => {
    expect(seriesOf({ issuedOn: '2026-12-31' })).toBe('INV-2026');
    expect(seriesOf({ issuedOn: '2027-01-01' })).toBe('INV-2027');
  });

  it.each([
    [1, 'INV-2026-000001'],
    [999_999, 'INV-2026-999999'],
    [1_000_000, 'INV-2026-1000000'],
  ])('is position %i written out as %s', (position, number) => {
    const invoice = numbered(aShippedDraft(), position, ISSUE);
    expect(invoice).toMatchObject({ number, objectKey: `invoices/${number}.pdf`, status: 'numbered', version: 3 });
  });

  it('freezes everything else, the seller included', () => {
    const draft = aShippedDraft();
    const { status: _status, version: _version, ...kept } = draft;
    const invoice = numbered(draft, 1, ISSUE);
    expect(invoice).toMatchObject({ ...kept, seller: SELLER, issuedAt: '2026-03-01T12:00:00.000Z' });
    expect(issued(invoice)).toEqual({ ...invoice, status: 'issued', version: 4 });
  });
});

describe('what is charged', () => {
  const lines = [
    aLine({ itemId: 'a', unitPrice: 1, count: 3 }),
    aLine({ itemId: 'b', unitPrice: 999, count: 1, ...REDUCED }),
    aLine({ itemId: 'c', unitPrice: 50, count: 1, options: { color: 'red' } }),
    aLine({ itemId: 'c-blue', unitPrice: 50, count: 2, options: { color: 'blue' } }),
    aLine({ itemId: 'd', unitPrice: 10, count: 1, ...ZERO }),
  ];
  const charges = chargesFor(lines);

  it('adds up to what the order was priced at', () => {
    expect(addsUp(lines, charges)).toBe(true);
  });

  it.each(['shipping', 'rounding', 'total'] as const)('does not add up when %s is a cent off', (field) => {
    expect(addsUp(lines, { ...charges, [field]: charges[field] + 1 })).toBe(false);
  });

  it.each(['taxable', 'tax'] as const)('does not add up when the %s amount of a rate is a cent off', (field) => {
    const taxes = charges.taxes.map((tax, at) => (at === 0 ? { ...tax, [field]: tax[field] + 1 } : tax));
    expect(addsUp(lines, { ...charges, taxes })).toBe(false);
  });

  it('adds up with prices that include tax, also for who owes none', () => {
    const gross = chargesFor(lines, { prices: 'gross' });
    expect(addsUp(lines, gross)).toBe(true);
    expect(addsUp(lines, { ...gross, shipping: gross.shipping - 1 })).toBe(false);
    const [first, ...others] = gross.lines;
    expect(addsUp(lines, { ...gross, lines: [{ ...first!, gross: first!.gross! - 1 }, ...others] })).toBe(false);
    const relieved = chargesOf({
      ...{ country: 'CH', currency: 'EUR', prices: 'gross', shipping: 490, shippingTax: 'shared' },
      lines: lines.map((line) => ({ ...line, category: 'G', rate: 0, relieved: line.vatRate })),
    });
    expect(addsUp(lines, relieved as Charges)).toBe(true);
  });

  it('does not add up when it is for other lines', () => {
    const [first, second, ...others] = charges.lines;
    const swapped = [{ ...first!, net: second!.net }, { ...second!, net: first!.net }, ...others];
    expect(addsUp(lines, { ...charges, lines: swapped })).toBe(false);
    expect(addsUp(lines.slice(1), charges)).toBe(false);
    expect(addsUp([...lines, aLine({ itemId: 'e', unitPrice: 0 })], charges)).toBe(false);
  });
});
