import { describe, expect, it } from '@jest/globals';
import { SHOP } from '../testing/builders.ts';
import { shopFrom } from './shop-settings.ts';

describe('the shop from its settings', () => {
  it('sells as they say', () => {
    expect(shopFrom(SHOP)).toMatchObject({ seller: { country: 'DE', prices: 'net' }, shippingTax: 'shared' });
  });

  it('sells nothing when one is wrong', () => {
    expect(() => shopFrom({ ...SHOP, prices: 'brutto' })).toThrow('The setting prices is wrong: give it gross or net.');
  });
});
