import { describe, expect, it } from '@jest/globals';
import { chargesFor } from '@orderwire/testing/charges';
import { REDUCED, STANDARD } from '@orderwire/testing/taxed';
import { fromStored, storedCharges, toStored } from './stored-charges.ts';

const lines = [
  { itemId: 'mug', title: 'Mug', count: 2, options: { color: 'red' }, unitPrice: 1_250, ...STANDARD },
  { itemId: 'tea', title: 'Tea', count: 1, unitPrice: 999, ...REDUCED },
  { itemId: 'mug', title: 'Mug', count: 1, options: { color: 'blue' }, unitPrice: 1_250, ...STANDARD },
];
const charges = chargesFor(lines, { country: 'AT' });

describe('charges in a row', () => {
  it('are read as they were written, to the letter: an answer that is repeated is the same text', () => {
    const read = fromStored(storedCharges.parse(toStored(charges)), lines);
    expect(JSON.stringify(read)).toBe(JSON.stringify(charges));
  });

  it('say no line again', () => {
    expect(toStored(charges)).toEqual({
      ...{ country: 'AT', shipping: 490, total: charges.total, currency: 'EUR' },
      taxes: [
        ['S', 19_000, 4_137, 786],
        ['S', 7_000, 1_102, 77],
      ],
    });
  });

  it.each([
    ['of gross prices', { prices: 'gross' as const }],
    ['with a discount', { discount: 1 }],
    ['with rounding', { rounding: -1 }],
  ])('are not written %s: that would be lost', (_what, more) => {
    expect(() => toStored({ ...charges, ...more })).toThrow('net prices');
  });
});
