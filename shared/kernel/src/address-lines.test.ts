import { describe, expect, it } from '@jest/globals';
import { addressLines } from './address-lines.ts';

const ADDRESS = { street: 'Domkloster 4', city: 'Köln', postalCode: '50667', country: 'DE' };

describe('an address', () => {
  it('is written line by line', () => {
    expect(addressLines(ADDRESS)).toEqual(['Domkloster 4', '50667 Köln', 'DE']);
    expect(addressLines({ ...ADDRESS, region: 'NRW' })).toEqual(['Domkloster 4', '50667 Köln', 'NRW', 'DE']);
  });

  it('has no line for what it lacks', () => {
    expect(addressLines({ ...ADDRESS, postalCode: '', region: ' ' })).toEqual(['Domkloster 4', 'Köln', 'DE']);
  });
});
