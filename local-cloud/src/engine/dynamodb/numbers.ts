import { validation } from './errors.ts';

/**
 * DynamoDB's numbers: decimals of up to 38 significant digits between 1E-130 and 9.9…E+125, exact in comparison and
 * addition. They travel and are stored as text; the normal form is plain notation without leading or trailing zeros.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 *
 * Written on BigInt rather than on a library: three operations, and a fast path for the numbers that occur.
 */
const MAXIMUM_DIGITS = 38;
const MAXIMUM_EXPONENT = 125;
const MINIMUM_EXPONENT = -130;

/** Texts of at most 15 characters hold at most 15 digits: distinct decimals stay distinct and ordered as doubles. */
const EXACT_LENGTH = 15;
const SMALL_INTEGER = /^(?:0|-?[1-9]\d{0,13})$/;
const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/;

interface Decimal {
  /** The value is `coefficient × 10^-scale`; `scale` is never negative. */
  readonly coefficient: bigint;
  readonly scale: number;
}

/** Plain notation, or a ValidationException when the digits or the magnitude do not fit. */
const write = (negative: boolean, digits: string, exponentOfLast: number): string => {
  const leading = digits.length - digits.replace(/^0+/, '').length;
  const significant = digits.slice(leading).replace(/0+$/, '');
  if (significant === '') return '0';
  const trimmedEnd = digits.length - leading - significant.length;
  const last = exponentOfLast + trimmedEnd;
  const first = last + significant.length - 1;
  if (first > MAXIMUM_EXPONENT)
    throw validation('Number overflow. Attempting to store a number with magnitude larger than supported range');
  if (first < MINIMUM_EXPONENT)
    throw validation('Number underflow. Attempting to store a number with magnitude smaller than supported range');
  if (significant.length > MAXIMUM_DIGITS)
    throw validation('Attempting to store more than 38 significant digits in a Number');
  const sign = negative ? '-' : '';
  if (last >= 0) return sign + significant + '0'.repeat(last);
  if (first >= 0) return `${sign}${significant.slice(0, first + 1)}.${significant.slice(first + 1)}`;
  return `${sign}0.${'0'.repeat(-first - 1)}${significant}`;
};

/** The normal form: `1.0` → `1`, `1e2` → `100`. Throws ValidationException for what is no number, or does not fit. */
export const normalise = (text: string): string => {
  if (SMALL_INTEGER.test(text)) return text;
  const match = DECIMAL.exec(text);
  const whole = match?.[2] ?? '';
  const fraction = match?.[3] ?? '';
  if (match === null || whole + fraction === '')
    throw validation(
      text === ''
        ? 'The parameter cannot be converted to a numeric value'
        : `The parameter cannot be converted to a numeric value: ${text}`,
    );
  return write(match[1] === '-', whole + fraction, Number(match[4] ?? '0') - fraction.length);
};

const read = (normal: string): Decimal => {
  const point = normal.indexOf('.');
  return point < 0
    ? { coefficient: BigInt(normal), scale: 0 }
    : { coefficient: BigInt(normal.slice(0, point) + normal.slice(point + 1)), scale: normal.length - point - 1 };
};

const align = (a: Decimal, b: Decimal): { left: bigint; right: bigint; scale: number } => {
  const scale = Math.max(a.scale, b.scale);
  return {
    left: a.coefficient * 10n ** BigInt(scale - a.scale),
    right: b.coefficient * 10n ** BigInt(scale - b.scale),
    scale,
  };
};

/** Negative, zero or positive. Both in normal form. */
export const compareNumbers = (a: string, b: string): number => {
  if (a === b) return 0;
  if (a.length <= EXACT_LENGTH && b.length <= EXACT_LENGTH) return Number(a) - Number(b);
  const { left, right } = align(read(a), read(b));
  return left < right ? -1 : left > right ? 1 : 0;
};

const sum = (a: string, b: string, sign: 1 | -1): string => {
  if (SMALL_INTEGER.test(a) && SMALL_INTEGER.test(b)) return String(Number(a) + sign * Number(b));
  const { left, right, scale } = align(read(a), read(b));
  const total = left + BigInt(sign) * right;
  return write(total < 0n, (total < 0n ? -total : total).toString(), -scale);
};

/** Exact; both in normal form, and so is the result. Throws ValidationException when the result does not fit. */
export const addNumbers = (a: string, b: string): string => sum(a, b, 1);

/** As `addNumbers`. */
export const subtractNumbers = (a: string, b: string): string => sum(a, b, -1);
