import { describe, expect, it } from '@jest/globals';
import { billingAddress, shippingAddress } from './address.ts';
import { fit } from './request.ts';

const HAMBURG = { street: 'Hafenstraße 1', city: 'Hamburg', postalCode: '20457', country: 'DE' };
const { postalCode: _, ...WITHOUT_CODE } = HAMBURG;

/** What is wrong with it, by field. */
const faultsOf = (address: object, schema: typeof shippingAddress | typeof billingAddress = shippingAddress) => {
  const fitted = fit(schema, address, 'body');
  return fitted.ok ? [] : (fitted.error.errors ?? []).map(({ pointer, message }) => `${pointer} ${message}`);
};

describe('an address that exists', () => {
  it.each([
    ['without a postal code where the country has none', { ...WITHOUT_CODE, city: 'Kowloon', country: 'HK' }],
    ['without a postal code in the Emirates', { ...WITHOUT_CODE, city: 'Dubai', country: 'AE' }],
    ['with one that people write there anyway', { ...HAMBURG, city: 'Doha', postalCode: '00000', country: 'QA' }],
    ['without a city where the city is the country', { street: '10 Orchard Rd', postalCode: '238826', country: 'SG' }],
    [
      'with a company, a second line and a region',
      { ...HAMBURG, company: 'A & Söhne', street2: '3. Stock', region: 'HH' },
    ],
    ['in Kosovo', { ...HAMBURG, city: 'Prishtinë', country: 'XK' }],
    ['of a Persian name', { ...HAMBURG, name: 'علی\u200Cرضا' }],
  ])('is taken %s', (_what, address) => {
    expect([faultsOf(address), faultsOf(address, billingAddress)]).toEqual([[], []]);
  });
});

describe('an address that cannot be', () => {
  const UNREADABLE = 'has nothing to see, or characters that cannot be printed';
  const NO_COUNTRY = '#/country is no country of ISO 3166-1, such as DE or GB';

  it.each([
    ['a postal code where the country has one', WITHOUT_CODE, ['#/postalCode is missing']],
    ['a city', { ...HAMBURG, city: undefined }, ['#/city is missing']],
    [
      'a street and a postal code, both named',
      { city: 'Bonn', country: 'DE' },
      ['#/street is missing', '#/postalCode is missing'],
    ],
    ['a country', { ...HAMBURG, country: undefined }, ['#/country is missing']],
  ])('lacks %s', (_what, address, faults) => {
    expect([...faultsOf(address)].sort()).toEqual([...faults].sort());
  });

  it.each(['UK', 'ZZ', 'XX', 'de', 'DEU', ''])('is in %j, which is no country', (country) => {
    expect(faultsOf({ ...HAMBURG, country })).toEqual([NO_COUNTRY]);
  });

  const FIELDS = ['name', 'phone', 'company', 'street', 'street2', 'city', 'postalCode', 'region'];
  it.each(FIELDS)('has a %s that nobody can see, or that turns what follows', (field) => {
    for (const text of ['\u200D\u2060', '\u3164', 'Ada\u202Egpj', '\u2066Ada\u2069', 'a\r\nBcc: b@c.de'])
      expect(faultsOf({ ...HAMBURG, [field]: text })).toEqual([`#/${field} ${UNREADABLE}`]);
  });
});
