import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deployableSettings } from './settings.ts';

const SHOP = {
  ...{ PRICES: 'gross', SHOP_COUNTRY: 'DE', SHOP_CURRENCY: 'EUR', SHIPPING_TAX: 'shared' },
  ...{ ONE_STOP_SHOP: 'no', SMALL_BUSINESS: 'none', VAT_RATES: 'none' },
};

let root = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'orderwire-settings-'));
});
afterAll(() => rmSync(root, { recursive: true }));

const settings = (lines: Readonly<Record<string, string | number>>) => {
  writeFileSync(join(root, 'settings.yml'), JSON.stringify({ default: { ...SHOP, ...lines } }));
  return deployableSettings(root, 'prod');
};

describe('the settings of a deployment', () => {
  it('may be limits within those of AWS', () => {
    const limits = { CONCURRENCY_ORDERS: 1000, CONCURRENCY_INVOICE: 2, API_RATE_LIMIT: 1, API_BURST_LIMIT: 5000 };
    expect(settings(limits)).toMatchObject({ CONCURRENCY_ORDERS: '1000', API_BURST_LIMIT: '5000' });
  });

  it.each([
    ['CONCURRENCY_ORDERS', 1],
    ['CONCURRENCY_ORDERS', 1001],
    ['CONCURRENCY_ORDERS', 2.5],
    ['CONCURRENCY_ORDERS', 'many'],
    ['API_RATE_LIMIT', 0],
    ['API_RATE_LIMIT', -1],
    ['API_BURST_LIMIT', 5001],
    ['RETURN_DAYS', -1],
    ['RETURN_DAYS', 1.5],
    ['RETURN_DAYS', 'a month'],
  ])('may not be a limit that is none: %s %s', (name, value) => {
    expect(() => settings({ [name]: value })).toThrow(`The setting ${name} is ${value}.`);
  });

  it.each([
    ['SHOP_TIME_ZONE', 'Berlin'],
    ['SHOP_TIME_ZONE', 'CET'],
    ['SHOP_TIME_ZONE', '+01:00'],
    ['SHOP_TIME_ZONE', 'Europe/Nowhere'],
    ['SHOP_LANGUAGE', 'fr'],
    ['SHOP_LANGUAGE', 'DE'],
    ['RETURN_APPROVAL', 'nobody'],
    ['REFUND_SHIPPING', 'yes'],
    ['RETURN_LABEL_URL', 'http://labels.shop.test/{returnId}'],
    ['RETURN_LABEL_URL', 'labels'],
    ['RETURN_INSTRUCTIONS', 'x'.repeat(1_001)],
  ])('may not be a word that nobody knows: %s %s', (name, value) => {
    expect(() => settings({ [name]: value })).toThrow(`The setting ${name} is ${value}.`);
  });

  it('may be any time zone of the IANA, and any language of ours', () => {
    expect(settings({ SHOP_TIME_ZONE: 'Europe/Berlin', SHOP_LANGUAGE: 'de' })).toMatchObject({
      ...{ SHOP_TIME_ZONE: 'Europe/Berlin', SHOP_LANGUAGE: 'de' },
    });
  });

  it('may name a label for each return', () => {
    const url = 'https://labels.shop.test/new?for={returnId}';
    expect(settings({ RETURN_LABEL_URL: url })).toMatchObject({ RETURN_LABEL_URL: url });
  });

  it.each([
    ['PRICES', 'brutto', 'gross or net'],
    ['SHOP_COUNTRY', 'Germany', 'ISO 3166-1'],
    ['SHOP_CURRENCY', 'EUD', 'ISO 4217'],
    ['SHIPPING_TAX', 'none', 'shared or highest'],
    ['ONE_STOP_SHOP', 'maybe', 'yes or no'],
    ['SMALL_BUSINESS', 'x'.repeat(201), 'none, or the reason'],
    ['VAT_RATES', 'FR luxury 33', 'none, or rates such as'],
  ])('may not tax what cannot be taxed: %s: %s', (name, value, rule) => {
    expect(() => settings({ [name]: value })).toThrow(
      expect.objectContaining({
        message: `The setting ${name} is ${value}.`,
        nextStep: expect.stringContaining(rule) as unknown,
      }),
    );
  });

  it('may not be those of the example', () => {
    expect(() => settings({ MAIL_FROM: 'orders@example.com' })).toThrow('still those of the example: MAIL_FROM');
  });
});
