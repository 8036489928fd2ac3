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
    ['RETURN_INSTRUCTIONS_EN', 'x'.repeat(1_001)],
    ['RETURN_INSTRUCTIONS_DE', 'x'.repeat(1_001)],
    ['PACK_WITHIN', '2'],
    ['PACK_WITHIN', '0 days'],
    ['DELIVER_WITHIN', 'a week'],
    ['AUTHORIZATION_LASTS', '7 weeks'],
    ['REVIEW_OVER_MINOR', '199.99'],
    ['REVIEW_OVER_MINOR', '-1'],
    ['REVIEW_FIRST_ORDER', 'true'],
    ['REVIEW_COUNTRIES', 'USA'],
    ['REVIEW_COUNTRIES', 'US, none'],
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
    ['2 days', '2 days'],
    ['47 hours', '2 days'],
    ['4 hours', '4 hours'],
    // Two working days from a Thursday evening are the Monday behind it.
    ['2 days', '120 hours'],
  ])('may promise to pack within %s and to deliver within %s', (pack, deliver) => {
    const promises = { PACK_WITHIN: pack, DELIVER_WITHIN: deliver };
    expect(settings(promises)).toMatchObject(promises);
  });

  it.each([
    ['2 days', '1 day'],
    ['5 hours', '4 hours'],
    // From a Friday on, the second working day is further away.
    ['2 days', '72 hours'],
    // In the last hour of a Wednesday it is an hour until the first working day begins.
    ['49 hours', '1 day'],
  ])('may not promise to pack within %s and to deliver within %s', (pack, deliver) => {
    expect(() => settings({ PACK_WITHIN: pack, DELIVER_WITHIN: deliver })).toThrow(
      `The setting DELIVER_WITHIN is ${deliver}`,
    );
  });

  it('may say which orders are looked at, and how long things last', () => {
    const rules = { REVIEW_OVER_MINOR: '20000', REVIEW_FIRST_ORDER: 'yes', REVIEW_COUNTRIES: 'US, CA' };
    const lasts = { AUTHORIZATION_LASTS: '1 day' };
    expect(settings({ ...rules, ...lasts })).toMatchObject({ ...rules, ...lasts });
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
