import { describe, expect, it } from '@jest/globals';
import { CITY_NOT_NEEDED, COUNTRY_CODES, POSTAL_CODE_NEEDED } from './countries.data.ts';
import { isCountry, needsCity, needsPostalCode } from './countries.ts';

describe('a country', () => {
  it.each(['DE', 'GB', 'HK', 'GR', 'SS', 'XK'])('is %s', (code) => {
    expect(isCountry(code)).toBe(true);
  });

  it.each(['UK', 'ZZ', 'XX', 'EL', 'EU', 'AN', 'SU', 'AC', 'de', 'D', 'DEU', '', ' ', 'toString'])(
    'is not %j',
    (code) => {
      expect(isCountry(code)).toBe(false);
    },
  );

  it('is one of 249 that ISO has assigned, or Kosovo; each stands once, and in every list', () => {
    const codes = COUNTRY_CODES.split(' ');
    expect(codes).toHaveLength(250);
    expect([...new Set(codes)].sort()).toEqual(codes);
    expect(
      [...POSTAL_CODE_NEEDED.split(' '), ...CITY_NOT_NEEDED.split(' ')].filter((code) => !isCountry(code)),
    ).toEqual([]);
  });
});

describe('an address', () => {
  it.each(['HK', 'AE', 'QA', 'PA', 'IE', 'JM', 'UG', 'ZW', 'MO', 'BS'])('in %s needs no postal code', (code) => {
    expect(needsPostalCode(code)).toBe(false);
  });

  it.each(['DE', 'US', 'GB', 'FR', 'CH', 'JP', 'IN', 'SG', 'PR'])('in %s needs one', (code) => {
    expect(needsPostalCode(code)).toBe(true);
  });

  it('needs no city in Singapore, Hong Kong and Macao, and needs one in Germany and Qatar', () => {
    expect(['SG', 'HK', 'MO', 'DE', 'QA'].map(needsCity)).toEqual([false, false, false, true, true]);
  });
});
