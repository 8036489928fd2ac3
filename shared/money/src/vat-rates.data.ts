/**
 * Rates of value added tax in the European Union, by area: standard, the reduced ones from the highest down to two, and the
 * super-reduced one or `-`; in percent.
 *
 * As of 2026-09-29: the European Commission's database (TEDB, https://taxation-customs.ec.europa.eu/tedb) in PyPI's
 * eu-vat-rates-data 2026.9.29. Held against npm's sales-tax 2.23.0 (2026-05-19) and PyPI's duty27-eu-vat 0.1.0 (2026-10-04):
 * the standard rates are the same in all three. GitHub's ibericode/vat-rates (2025) has the same reduced rates but for what
 * has changed since: FI 14 → 13.5, LT 9 → 12, RO 9 and 5 → 11, and the super-reduced AT 4.9 and CY 3. Ireland's 4.8
 * (livestock) is from there. Reduced rates of the Azores: Odoo's l10n_pt; of Madeira: its decree 6/2024/M.
 * Left out: parking rates, and regions but those below (Corsica, Greek islands).
 * Which goods have which rate is for the shop to know: see `VatClass`.
 */
export const EU_VAT_RATES: Readonly<Record<string, string>> = {
  AT: '20 13 10 4.9',
  // Jungholz and Mittelberg, which only Germany has a road to.
  'AT-J': '19 13 10 4.9',
  BE: '21 12 6 -',
  BG: '20 9 - -',
  CY: '19 9 5 3',
  CZ: '21 12 - -',
  DE: '19 7 - -',
  DK: '25 - - -',
  EE: '24 13 9 -',
  ES: '21 10 - 4',
  FI: '25.5 13.5 10 -',
  FR: '20 10 5.5 2.1',
  GR: '24 13 6 -',
  HR: '25 13 5 -',
  HU: '27 18 5 -',
  IE: '23 13.5 9 4.8',
  IT: '22 10 5 4',
  LT: '21 12 5 -',
  LU: '17 8 - 3',
  LV: '21 12 5 -',
  MT: '18 7 5 -',
  NL: '21 9 - -',
  PL: '23 8 5 -',
  PT: '23 13 6 -',
  // Azores and Madeira, by their codes of ISO 3166-2.
  'PT-20': '16 9 4 -',
  'PT-30': '22 12 4 -',
  RO: '21 11 - -',
  SE: '25 12 6 -',
  SI: '22 9.5 5 -',
  SK: '23 19 5 -',
  // Northern Ireland is in the union for goods, at the United Kingdom's rates.
  XI: '20 5 - -',
};

/**
 * Places whose goods are taxed otherwise than their country's code says, by postal code: the area that counts, or `-` where
 * the union's value added tax does not apply, so that goods are exported there. As of 2026-11: the Commission's page on the
 * territorial status of certain territories, and postal codes of GitHub's ibericode/vat-rates. Places with a country code of
 * their own (Åland AX, Réunion RE, Faroes FO …) need no line: they are no areas.
 */
export const PLACES: readonly (readonly [country: string, postalCode: RegExp, area: string])[] = [
  ['AT', /^(6691|699[123])/, 'AT-J'],
  // Heligoland, Büsingen.
  ['DE', /^(27498|78266)/, '-'],
  // Canary Islands, Ceuta, Melilla.
  ['ES', /^(35|38|51|52)/, '-'],
  // Åland.
  ['FI', /^22/, '-'],
  // Overseas; 980 is Monaco, which counts as France.
  ['FR', /^(97|98[1-9])/, '-'],
  ['GB', /^BT/, 'XI'],
  // Mount Athos.
  ['GR', /^63086/, '-'],
  // Livigno, Campione.
  ['IT', /^(23041|22061)/, '-'],
  ['PT', /^9[5-9]/, 'PT-20'],
  ['PT', /^9[0-4]/, 'PT-30'],
  ['MC', /^/, 'FR'],
];
