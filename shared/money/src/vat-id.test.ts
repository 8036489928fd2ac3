import { describe, expect, it } from '@jest/globals';
import { vatIdOf, vatPrefixOf } from './vat-id.ts';
import { JUDGED } from './vat-ids.fixture.ts';

const EVERY = Object.entries(JUDGED);

describe('a VAT id', () => {
  it('is known in every member state and Northern Ireland', () => {
    expect(EVERY.map(([prefix]) => prefix)).toHaveLength(28);
  });

  it.each(EVERY)('of %s is taken when its check digits fit, and refused otherwise', (prefix, [good, bad]) => {
    for (const body of good.split(' ')) expect(vatIdOf(prefix + body)).toEqual({ ok: true, value: prefix + body });
    for (const body of bad.split(' ')) expect(vatIdOf(prefix + body)).toMatchObject({ ok: false });
  });

  it.each([
    ['DE 136 695 976', 'DE136695976'],
    ['de136.695.976', 'DE136695976'],
    ['ATU13585627', 'ATU13585627'],
    ['BE 0428.759.497', 'BE0428759497'],
    ['FR 40 303 265 045', 'FR40303265045'],
    ['FR K7399859412', 'FRK7399859412'],
    ['GR 094259216', 'EL094259216'],
    ['NL4495445B01', undefined],
    ['IE 6433435F', 'IE6433435F'],
    ['SE 123456789701', 'SE123456789701'],
  ])('may be written as %s', (text, id) => {
    const read = vatIdOf(text);
    expect(read.ok ? read.value : undefined).toBe(id);
  });

  it.each([
    ['DE136695975', 'wrong_digits'],
    ['DE13669597', 'wrong_form'],
    ['ATU1358562X', 'wrong_form'],
    ['GB123456789', 'unknown_country'],
    ['US12', 'unknown_country'],
    ['', 'unknown_country'],
    ['toString', 'unknown_country'],
  ])('%j is refused: %s', (text, reason) => {
    expect(vatIdOf(text)).toEqual({ ok: false, error: { reason } });
  });

  it('begins with EL in Greece, and with FR in Monaco', () => {
    expect(['GR', 'MC', 'DE'].map(vatPrefixOf)).toEqual(['EL', 'FR', 'DE']);
  });
});
