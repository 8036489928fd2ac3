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
    { setting: 'prices', values: ['brutto', ''], rule: 'gross or net' },
    { setting: 'country', values: ['Germany', 'UK'], rule: 'ISO 3166-1' },
    { setting: 'currency', values: ['EUD'], rule: 'ISO 4217' },
    { setting: 'shippingTax', values: ['none'], rule: 'shared or highest' },
    { setting: 'oneStopShop', values: ['true'], rule: 'yes or no' },
    {
      setting: 'smallBusiness',
      values: [' ', 'x'.repeat(201)],
      rule: 'the reason on documents, of at most 200 characters',
    },
    { setting: 'vatRates', values: ['FR luxury 33', 'FR standard 101', ''], rule: 'FR second_reduced 5.5' },
  ])('may not have as $setting: $values', ({ setting, values, rule }) => {
    const error = { setting, rule: expect.stringContaining(rule) as unknown };
    for (const value of values) expect(shop({ [setting]: value })).toEqual({ ok: false, error });
  });

  it('name the rates of a shop outside the union', () => {
    expect(shop({ country: 'CH' })).toMatchObject({ ok: false, error: { setting: 'vatRates' } });
  });
});
