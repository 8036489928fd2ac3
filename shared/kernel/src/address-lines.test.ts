import { describe, expect, it } from '@jest/globals';
import { addressLines } from './address-lines.ts';

const ADDRESS = { street: 'Domkloster 4', city: 'Köln', postalCode: '50667', country: 'DE' };

describe('an address', () => {
  it('is written line by line', () => {
    expect(addressLines(ADDRESS)).toEqual(['Domkloster 4', '50667 Köln', 'DE']);
    expect(addressLines({ ...ADDRESS, region: 'NRW' })).toEqual(['Domkloster 4', '50667 Köln', 'NRW', 'DE']);
  });

  it('leaves out nothing that it has', () => {
    const address = { ...ADDRESS, company: 'Müller GmbH', street2: '3. Stock' };
    expect(addressLines(address)).toEqual(['Müller GmbH', 'Domkloster 4', '3. Stock', '50667 Köln', 'DE']);
  });

  it('has no line for what it lacks', () => {
    expect(addressLines({ ...ADDRESS, postalCode: '', region: ' ' })).toEqual(['Domkloster 4', 'Köln', 'DE']);
    expect(addressLines({ street: '10 Orchard Road', postalCode: '238826', country: 'SG' })).toEqual([
      ...['10 Orchard Road', '238826', 'SG'],
    ]);
    expect(addressLines({ street: 'Main Street', country: 'GI' })).toEqual(['Main Street', 'GI']);
  });
});
