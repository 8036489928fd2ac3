import { describe, expect, it } from '@jest/globals';
import { sellerFrom } from './seller-settings.ts';

describe('the seller from the shop’s settings', () => {
  it('has an address of several lines', () => {
    expect(sellerFrom({ name: 'Mug Shop', address: 'Musterweg 1 | 10115 Berlin', taxId: 'DE1' })).toEqual({
      name: 'Mug Shop',
      address: ['Musterweg 1', '10115 Berlin'],
      taxId: 'DE1',
    });
  });

  it.each([undefined, ''])('may have a name only', (nothing) => {
    expect(sellerFrom({ name: 'Mug Shop', address: nothing, taxId: nothing })).toEqual({
      name: 'Mug Shop',
      address: [],
    });
  });
});
