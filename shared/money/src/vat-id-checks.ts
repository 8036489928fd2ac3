/**
 * Check digits of VAT ids, by the prefix of the country: a pattern for what follows the prefix, and what must hold of it.
 * The algorithms are the member states' own, as the Commission's VIES publishes them; held against PyPI's python-stdnum 2.2.
 */
export interface VatIdCheck {
  readonly pattern: RegExp;
  readonly holds: (body: string) => boolean;
}

const digitsOf = (text: string): readonly number[] => Array.from(text).map(Number);

const weighted = (text: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * Number(text[at]), 0);

const remainderOf = (text: string, divisor: number): number => Number(BigInt(text) % BigInt(divisor));

/** The sum of all digits is a multiple. */
const multiple =
  (divisor: number, ...weights: readonly number[]) =>
  (text: string): boolean =>
    weighted(text, weights) % divisor === 0;

/** ISO 7812: from the right, every second digit counts twice, by its own digits. */
const luhnSum = (text: string): number =>
  digitsOf(text)
    .toReversed()
    .reduce((sum, digit, at) => sum + (at % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)), 0);

const luhn = (text: string): boolean => luhnSum(text) % 10 === 0;

/** Numbers of persons hold the day of birth. Which months have 31 days is not looked at. */
const isDay = (month: number, day: number): boolean => month >= 1 && month <= 12 && day >= 1 && day <= 31;

const part = (text: string, from: number, until: number): number => Number(text.slice(from, until));

/** ISO 7064, MOD 11,10. */
const iso7064 = (text: string): boolean =>
  digitsOf(text).reduce((check, digit) => ((((check || 10) * 2) % 11) + digit) % 10, 5) === 1;

const last = (text: string): number => Number(text.at(-1));

const bulgarian = (text: string): boolean => {
  if (text.length === 9) {
    const check = weighted(text, [1, 2, 3, 4, 5, 6, 7, 8]) % 11;
    return (check < 10 ? check : (weighted(text, [3, 4, 5, 6, 7, 8, 9, 10]) % 11) % 10) === last(text);
  }
  const person = (weighted(text, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10;
  const foreigner = weighted(text, [21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10;
  const other = (11 - (weighted(text, [4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  const isBorn = isDay(part(text, 2, 4) % 20, part(text, 4, 6)) && part(text, 2, 4) < 53;
  return [...(isBorn ? [person] : []), foreigner, other].includes(last(text));
};

const cypriot = (text: string): boolean => {
  const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
  const sum = digitsOf(text.slice(0, 8)).reduce(
    (all, digit, at) => all + (at % 2 === 0 ? (odd[digit] ?? 0) : digit),
    0,
  );
  return !text.startsWith('12') && String.fromCharCode(65 + (sum % 26)) === text.at(-1);
};

const czech = (text: string): boolean => {
  // A person's: women's months are 50 higher, and so are 20 in a month with many births.
  const isBorn = isDay((part(text, 2, 4) % 50) % 20, part(text, 4, 6));
  if (text.length === 10) return isBorn && remainderOf(text.slice(0, 9), 11) % 10 === last(text);
  if (text.length === 9 && text.startsWith('6')) {
    const sum = weighted(text.slice(1), [8, 7, 6, 5, 4, 3, 2]) % 11;
    return (8 - ((10 - sum + 11) % 11) + 10) % 10 === last(text);
  }
  // Of who was born from 1880 to 1953 it has no check digit.
  if (text.length === 9) return isBorn && (part(text, 0, 2) < 54 || part(text, 0, 2) >= 80);
  return ((11 - (weighted(text, [8, 7, 6, 5, 4, 3, 2]) % 11)) % 11 || 1) % 10 === last(text) && !text.startsWith('9');
};

const KEYS = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';

const french = (text: string): boolean => {
  const [key, siren] = [text.slice(0, 2), text.slice(2)];
  if (!luhn(siren) && !siren.startsWith('000')) return false;
  if (/^\d\d$/.test(key)) return Number(key) === remainderOf(`${siren}12`, 97);
  const [first, second] = [KEYS.indexOf(text.charAt(0)), KEYS.indexOf(text.charAt(1))];
  const check = /^\d/.test(key) ? first * 24 + second - 10 : first * 34 + second - 100;
  return (Number(siren) + 1 + Math.floor(check / 11)) % 11 === check % 11;
};

const greek = (text: string): boolean => (weighted(text, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === last(text);

const irish = (text: string): boolean => {
  // The old form has its first digit after a letter that says nothing.
  const digits = /^\d[A-Z+*]/.test(text) ? `0${text.slice(2, 7)}${text.charAt(0)}` : text.slice(0, 7);
  const letters = 'WABCDEFGHIJKLMNOPQRSTUV';
  const second = /^\d{7}[A-W]{2}$/.test(text) ? letters.indexOf(text.charAt(8)) : 0;
  const sum = weighted(digits, [8, 7, 6, 5, 4, 3, 2]) + 9 * second;
  return letters.charAt(sum % 23) === text.charAt(7);
};

const italian = (text: string): boolean => {
  const office = Number(text.slice(7, 10));
  return (
    luhn(text) &&
    !text.startsWith('0000000') &&
    ((office > 0 && office <= 100) || [120, 121, 888, 999].includes(office))
  );
};

const lithuanian = (text: string): boolean => {
  const body = digitsOf(text.slice(0, -1));
  const sum = (shift: number): number =>
    body.reduce((all, digit, at) => all + (1 + ((at + shift) % 9)) * digit, 0) % 11;
  return text.at(-2) === '1' && (sum(0) === 10 ? sum(2) % 10 : sum(0)) === last(text);
};

const latvian = (text: string): boolean =>
  text.charAt(0) > '3'
    ? weighted(text, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 === 3
    : (text.startsWith('32') || isDay(part(text, 2, 4), part(text, 0, 2))) &&
      ((1 + weighted(text, [10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11) % 10 === last(text);

const dutch = (text: string): boolean => {
  const isOld = weighted(text, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 && Number(text.slice(0, 9)) > 0;
  // ISO 7064, MOD 97,10, of `NL` and the rest, letters as two digits.
  return (
    isOld ||
    remainderOf(
      Array.from(`NL${text}`)
        .map((sign) => Number.parseInt(sign, 36))
        .join(''),
      97,
    ) === 1
  );
};

const PERSON = 'TRWAGMYFPDXBNJZSQVHLCKE';

const spanish = (text: string): boolean => {
  const [first, body, check] = [text.charAt(0), text.slice(1, 8), text.charAt(8)];
  if (/^\d/.test(text)) return PERSON.charAt(Number(text.slice(0, 8)) % 23) === check;
  const foreign = 'XYZ'.indexOf(first);
  if (foreign >= 0) return PERSON.charAt(Number(`${foreign}${body}`) % 23) === check;
  if ('KLM'.includes(first)) return PERSON.charAt(Number(body) % 23) === check;
  // A company's ends in a digit or in the letter of that digit; which one, by the kind of company, sources disagree.
  const digit = (10 - (luhnSum(`${body}0`) % 10)) % 10;
  return check === String(digit) || check === 'JABCDEFGHI'.charAt(digit);
};

const northernIrish = (text: string): boolean => {
  if (text.startsWith('GD')) return Number(text.slice(2)) < 500;
  if (text.startsWith('HA')) return Number(text.slice(2)) >= 500;
  const left = (weighted(text, [8, 7, 6, 5, 4, 3, 2]) + part(text, 7, 9)) % 97;
  return left === 0 || (!text.startsWith('0') && (left === 42 || left === 55));
};

const check = (pattern: RegExp, holds: VatIdCheck['holds']): VatIdCheck => ({ pattern, holds });

/** `EL` is Greece (GR elsewhere), `XI` Northern Ireland. */
export const VAT_ID_CHECKS: Readonly<Record<string, VatIdCheck>> = {
  AT: check(/^U\d{8}$/, (text) => (luhnSum(text.slice(1, 8)) + last(text)) % 10 === 6),
  BE: check(/^[01]\d{9}$/, (text) => (part(text, 0, 8) + part(text, 8, 10)) % 97 === 0),
  BG: check(/^\d{9,10}$/, bulgarian),
  CY: check(/^\d{8}[A-Z]$/, cypriot),
  CZ: check(/^\d{8,10}$/, czech),
  DE: check(/^[1-9]\d{8}$/, iso7064),
  DK: check(/^[1-9]\d{7}$/, multiple(11, 2, 7, 6, 5, 4, 3, 2, 1)),
  EE: check(/^\d{9}$/, multiple(10, 3, 7, 1, 3, 7, 1, 3, 7, 1)),
  EL: check(/^\d{9}$/, greek),
  ES: check(/^[0-9A-HJ-NP-SU-Z]\d{7}[0-9A-Z]$/, spanish),
  FI: check(/^\d{8}$/, multiple(11, 7, 9, 10, 5, 8, 4, 2, 1)),
  FR: check(/^[0-9A-HJ-NP-Z]{2}\d{9}$/, french),
  HR: check(/^\d{11}$/, iso7064),
  HU: check(/^\d{8}$/, multiple(10, 9, 7, 3, 1, 9, 7, 3, 1)),
  IE: check(/^(\d{7}[A-W]{1,2}|\d[A-Z+*]\d{5}[A-W])$/, irish),
  IT: check(/^\d{11}$/, italian),
  LT: check(/^(\d{9}|\d{12})$/, lithuanian),
  LU: check(/^\d{8}$/, (text) => part(text, 0, 6) % 89 === part(text, 6, 8)),
  LV: check(/^\d{11}$/, latvian),
  MT: check(/^[1-9]\d{7}$/, multiple(37, 3, 4, 6, 7, 8, 9, 10, 1)),
  NL: check(/^\d{9}B\d{2}$/, dutch),
  PL: check(/^\d{10}$/, multiple(11, 6, 5, 7, 2, 3, 4, 5, 6, 7, -1)),
  PT: check(
    /^[1-9]\d{8}$/,
    (text) => ((11 - (weighted(text, [9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11) % 10 === last(text),
  ),
  RO: check(/^[1-9]\d{1,9}$/, (text) => {
    const sum = weighted(text.padStart(10, '0'), [7, 5, 3, 2, 1, 7, 5, 3, 2]);
    return ((10 * sum) % 11) % 10 === last(text);
  }),
  SE: check(/^\d{10}01$/, (text) => luhn(text.slice(0, 10))),
  SI: check(/^[1-9]\d{7}$/, (text) => {
    const digit = 11 - (weighted(text, [8, 7, 6, 5, 4, 3, 2]) % 11);
    return (digit === 10 ? 0 : digit) === last(text);
  }),
  SK: check(/^[1-9]\d[2-47-9]\d{7}$/, (text) => remainderOf(text, 11) === 0),
  XI: check(/^(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/, northernIrish),
};
