import { CITY_NOT_NEEDED, COUNTRY_CODES, POSTAL_CODE_NEEDED } from './countries.data.ts';

const setOf = (codes: string): ReadonlySet<string> => new Set(codes.split(' '));

const COUNTRIES = setOf(COUNTRY_CODES);
const WITH_POSTAL_CODE = setOf(POSTAL_CODE_NEEDED);
const WITHOUT_CITY = setOf(CITY_NOT_NEEDED);

/** ISO 3166-1 alpha-2, and XK for Kosovo. What ISO only reserves (UK, EU, AC) or leaves to users (ZZ, XX) is no country. */
export const isCountry = (code: string): boolean => COUNTRIES.has(code);

/** Whether an address in this country is incomplete without a postal code: Hong Kong has none, Ireland does without. */
export const needsPostalCode = (country: string): boolean => WITH_POSTAL_CODE.has(country);

/** Whether an address in this country is incomplete without a city: Singapore has none. */
export const needsCity = (country: string): boolean => !WITHOUT_CITY.has(country);
