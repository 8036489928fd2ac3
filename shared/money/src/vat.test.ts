import { describe, expect, it } from '@jest/globals';
import { type Seller, taxedAs } from './vat.ts';
import { vatRatesOf } from './vat-rates.ts';

const ratesOf = (own: string) => {
  const rates = vatRatesOf(own);
  if (!rates.ok) throw new Error(rates.error.wrong);
  return rates.value;
};

const aSeller = (patch: Partial<Seller> = {}): Seller => ({
  ...{ country: 'DE', prices: 'gross', isSmallBusiness: false, usesOneStopShop: false, rates: ratesOf('none') },
  ...patch,
});

const OSS = aSeller({ usesOneStopShop: true });
const at = (country: string, postalCode?: string) => ({ country, postalCode });

describe('a shop in Germany', () => {
  it.each([
    ['at home', at('DE'), undefined, ['S', 19_000, 0]],
    ['to a business at home', at('DE'), 'DE136695976', ['S', 19_000, 0]],
    ['to a consumer in Austria', at('AT'), undefined, ['S', 19_000, 0]],
    ['to a business in Austria', at('AT'), 'ATU13585627', ['K', 0, 19_000]],
    ['to Greece, with a Greek id', at('GR'), 'EL094259216', ['K', 0, 19_000]],
    ['to France for a business of Belgium', at('FR'), 'BE0428759497', ['K', 0, 19_000]],
    ['to Austria for a business of Germany', at('AT'), 'DE136695976', ['S', 19_000, 0]],
    ['to Northern Ireland', at('GB', 'BT1 5GS'), undefined, ['S', 19_000, 0]],
    ['to a business in Northern Ireland', at('GB', 'BT1 5GS'), 'XI123456789', ['K', 0, 19_000]],
    ['to Great Britain', at('GB', 'SW1A 1AA'), undefined, ['G', 0, 19_000]],
    ['to Switzerland', at('CH'), undefined, ['G', 0, 19_000]],
    ['to Heligoland', at('DE', '27498'), undefined, ['G', 0, 19_000]],
    ['to the Canary Islands', at('ES', '35001'), undefined, ['G', 0, 19_000]],
    ['to a business on the Canary Islands', at('ES', '35001'), 'ESA13585625', ['G', 0, 19_000]],
  ] as const)('sells %s', (_, place, vatId, [category, rate, relieved]) => {
    expect(taxedAs(aSeller(), place, vatId, 'standard')).toEqual({ category, rate, relieved });
  });

  it('takes nothing out of net prices', () => {
    expect(taxedAs(aSeller({ prices: 'net' }), at('CH'), undefined, 'standard')).toMatchObject({ relieved: 0 });
  });

  it('says Z for what its own law does not tax, and the lowest rate elsewhere', () => {
    expect(taxedAs(aSeller(), at('DE'), undefined, 'zero')).toEqual({ category: 'Z', rate: 0, relieved: 0 });
    expect(taxedAs(OSS, at('FR'), undefined, 'zero')).toMatchObject({ category: 'S', rate: 2_100 });
  });

  it.each([
    ['AT', undefined, 20_000],
    ['AT', '6691', 19_000],
    ['PT', '9500', 16_000],
    ['GB', 'BT1 5GS', 20_000],
    ['MC', undefined, 20_000],
  ])('charges consumers in %s %s their own rate once it uses the One-Stop Shop: %d', (country, postalCode, rate) => {
    expect(taxedAs(OSS, at(country, postalCode), undefined, 'standard')).toMatchObject({ category: 'S', rate });
  });

  it('that is a small business charges nobody', () => {
    const small = aSeller({ isSmallBusiness: true });
    for (const place of [at('DE'), at('AT'), at('CH')])
      expect(taxedAs(small, place, 'ATU13585627', 'standard')).toEqual({ category: 'E', rate: 0, relieved: 0 });
  });
});

describe('a shop elsewhere', () => {
  it('outside the union exports everything that leaves its country', () => {
    const swiss = aSeller({ country: 'CH', rates: ratesOf('CH standard 8.1') });
    expect(taxedAs(swiss, at('CH'), undefined, 'standard')).toMatchObject({ category: 'S', rate: 8_100 });
    expect(taxedAs(swiss, at('DE'), 'DE136695976', 'standard')).toMatchObject({ category: 'G', relieved: 8_100 });
  });

  it('in Portugal has the rates of the islands for what goes there', () => {
    expect(taxedAs(aSeller({ country: 'PT' }), at('PT', '9000'), undefined, 'standard')).toMatchObject({
      rate: 22_000,
    });
  });

  it('without rates sells nothing', () => {
    expect(() => taxedAs(aSeller({ country: 'CH' }), at('CH'), undefined, 'standard')).toThrow('rates of CH');
  });
});
