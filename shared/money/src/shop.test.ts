import { describe, expect, it } from '@jest/globals';
import { type ShopSettings, shopOf } from './shop.ts';

const SETTINGS: ShopSettings = {
  prices: 'gross',
  country: 'DE',
  currency: 'EUR',
  shippingTax: 'shared',
  oneStopShop: 'no',
  smallBusiness: 'none',
  vatRates: 'none',
};

const shop = (more: Partial<ShopSettings> = {}) => shopOf({ ...SETTINGS, ...more });

describe('the settings of a shop', () => {
  it('make its seller', () => {
    expect(shop()).toMatchObject({
      ok: true,
      value: {
        seller: { country: 'DE', prices: 'gross', isSmallBusiness: false, usesOneStopShop: false },
        shippingTax: 'shared',
      },
    });
    expect(shop({ prices: 'net', shippingTax: 'highest', oneStopShop: 'yes' })).toMatchObject({
      value: { seller: { prices: 'net', usesOneStopShop: true }, shippingTax: 'highest' },
    });
    expect(shop({ smallBusiness: '§ 19 UStG' })).toMatchObject({ value: { seller: { isSmallBusiness: true } } });
  });

  it('may be those of a shop outside the union that names its rates', () => {
    expect(shop({ country: 'CH', vatRates: 'CH standard 8.1' }).ok).toBe(true);
    expect(shop({ country: 'CH', smallBusiness: 'Below the limit.' }).ok).toBe(true);
  });

  it.each([
    ['prices', 'brutto', 'gross or net'],
    ['prices', '', 'gross or net'],
    ['country', 'Germany', 'ISO 3166-1'],
    ['country', 'UK', 'ISO 3166-1'],
    ['currency', 'EUD', 'ISO 4217'],
    ['shippingTax', 'none', 'shared or highest'],
    ['oneStopShop', 'true', 'yes or no'],
    ['smallBusiness', ' ', 'the reason on documents'],
    ['smallBusiness', 'x'.repeat(201), 'at most 200 characters'],
    ['vatRates', 'FR luxury 33', 'FR second_reduced 5.5'],
    ['vatRates', 'FR standard 101', 'FR second_reduced 5.5'],
    ['vatRates', '', 'FR second_reduced 5.5'],
  ] as const)('may not be %s: %s', (setting, value, rule) => {
    expect(shop({ [setting]: value })).toEqual({
      ok: false,
      error: { setting, rule: expect.stringContaining(rule) as unknown },
    });
  });

  it('name the rates of a shop outside the union', () => {
    expect(shop({ country: 'CH' })).toMatchObject({ ok: false, error: { setting: 'vatRates' } });
  });
});
