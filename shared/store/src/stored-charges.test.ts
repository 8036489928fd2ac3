import { describe, expect, it } from '@jest/globals';
import { chargesFor } from '@orderwire/testing/charges';
import { REDUCED, STANDARD } from '@orderwire/testing/taxed';
import { fromStored, storedCharges, storedLine, toStored } from './stored-charges.ts';

const lines = [
  { itemId: 'mug', title: 'Mug', count: 2, options: { color: 'red' }, unitPrice: 1_250, ...STANDARD },
  { itemId: 'tea', title: 'Tea', count: 1, unitPrice: 999, ...REDUCED },
  { itemId: 'mug-blue', title: 'Mug', count: 1, options: { color: 'blue' }, unitPrice: 1_250, ...STANDARD },
];
const all = { lines, charges: chargesFor(lines, { country: 'AT' }) };
const gross = { lines, charges: chargesFor(lines, { prices: 'gross' }) };

/** As DynamoDB gives it back. */
const read = (stored: ReturnType<typeof toStored>) =>
  fromStored({
    lines: stored.lines.map((line) => storedLine.parse(line)),
    charges: storedCharges.parse(stored.charges),
  });

describe('charges in a row', () => {
  it('are read as they were written, to the letter: an answer that is repeated is the same text', () => {
    expect(JSON.stringify(read(toStored(all)).charges)).toBe(JSON.stringify(all.charges));
    expect(JSON.stringify(read(toStored(gross)).charges)).toBe(JSON.stringify(gross.charges));
  });

  it('and lines say nothing twice', () => {
    const stored = toStored(all);
    expect(stored.charges).toEqual({
      ...{ country: 'AT', shipping: 490, total: all.charges.total, currency: 'EUR' },
      taxes: [
        ['S', 19_000, 4_137, 786, 'standard'],
        ['S', 7_000, 1_102, 77, 'reduced'],
      ],
    });
    expect(stored.lines.map(({ vat }) => vat)).toEqual([undefined, 1, undefined]);
    expect(Object.keys(stored.lines[0] ?? {})).not.toContain('vatRate');
  });

  it('keep two classes of one rate apart', () => {
    const exported = lines.map((line) => ({ ...line, vatRate: 0, category: 'G' as const }));
    const charges = chargesFor(exported, { country: 'CH' });
    expect(read(toStored({ lines: exported, charges }))).toEqual({ lines: exported, charges });
  });

  it('keep what prices with tax are without it', () => {
    expect(toStored(gross).charges).toMatchObject({ nets: gross.charges.lines.map(({ net }) => net) });
    expect(toStored(gross).charges).not.toHaveProperty('grosses');
    expect(read(toStored(gross))).toEqual(gross);
  });

  it('keep a discount, rounding, and amounts that are not the price of all pieces', () => {
    const [mug, ...others] = gross.charges.lines;
    const charges = { ...gross.charges, lines: [{ ...mug!, gross: 1_901, discount: 599 }, ...others], discount: 599 };
    expect(toStored({ lines, charges }).charges).not.toHaveProperty('grosses');
    expect(read(toStored({ lines, charges }))).toEqual({ lines, charges });
    const relieved = { ...gross.charges, lines: [{ ...mug!, gross: 1_901 }, ...others], rounding: -1 };
    expect(read(toStored({ lines, charges: relieved }))).toEqual({ lines, charges: relieved });
  });

  it('are not written beside lines of another tax: that would be lost', () => {
    const other = lines.map((line) => ({ ...line, vatRate: 20_000 }));
    expect(() => toStored({ ...all, lines: other })).toThrow('as the charges say');
    const { lines: kept, charges } = toStored(all);
    expect(() => fromStored({ lines: kept.map((line) => ({ ...line, vat: 2 })), charges })).toThrow(
      'as the charges say',
    );
  });
});
