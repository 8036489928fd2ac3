import { describe, expect, it } from '@jest/globals';
import { aDraft, aLine, SELLER, totalsOf } from '../testing/builders.ts';
import { issued, numbered, seriesOf } from './invoice.ts';
import { addsUp, taxShares } from './sums.ts';

describe('an invoice’s number', () => {
  it('stands in the series of its year, in UTC', () => {
    expect(seriesOf('2026-12-31T23:59:59.999Z')).toBe('INV-2026');
    expect(seriesOf('2027-01-01T00:00:00.000Z')).toBe('INV-2027');
  });

  it.each([
    [1, 'INV-2026-000001'],
    [999_999, 'INV-2026-999999'],
    [1_000_000, 'INV-2026-1000000'],
  ])('is position %i written out as %s', (position, number) => {
    const invoice = numbered(aDraft(), position, '2026-03-01T12:00:00.000Z', SELLER);
    expect(invoice).toMatchObject({ number, objectKey: `invoices/${number}.pdf`, status: 'numbered', version: 2 });
  });

  it('freezes everything else, the seller included', () => {
    const draft = aDraft();
    const { status: _status, version: _version, ...kept } = draft;
    const invoice = numbered(draft, 1, '2026-03-01T12:00:00.000Z', SELLER);
    expect(invoice).toMatchObject({ ...kept, seller: SELLER, issuedAt: '2026-03-01T12:00:00.000Z' });
    expect(issued(invoice)).toEqual({ ...invoice, status: 'issued', version: 3 });
  });
});

describe('the tax on an invoice', () => {
  const lines = [
    aLine({ unitPrice: 1, count: 3, vatRate: 19_000 }),
    aLine({ unitPrice: 999, count: 1, vatRate: 7_000 }),
    aLine({ unitPrice: 50, count: 1, vatRate: 19_000 }),
    aLine({ unitPrice: 10, count: 1, vatRate: 0 }),
  ];

  it('is summed per rate, rounded line by line, the highest rate first', () => {
    expect(taxShares(lines)).toEqual([
      { rate: 19_000, net: 53, tax: 11 },
      { rate: 7_000, net: 999, tax: 70 },
      { rate: 0, net: 10, tax: 0 },
    ]);
  });

  it('adds up to what the order was priced at', () => {
    expect(addsUp(lines, totalsOf(lines))).toBe(true);
  });

  it.each(['items', 'tax', 'shipping', 'total'] as const)('does not add up when %s is a cent off', (field) => {
    const totals = totalsOf(lines);
    expect(addsUp(lines, { ...totals, [field]: totals[field] + 1 })).toBe(false);
  });
});
