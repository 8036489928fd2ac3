import { BlockList, isIP } from 'node:net';
import { endsIgnoringCase, equalsIgnoringCase, startsIgnoringCase } from './ignoring-case.ts';
import type { Refuse, ValueTest } from './value-test.ts';
import { wildcard } from './wildcard.ts';

/**
 * Of bounds and of the values that are compared with them.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-numeric-matching
 */
const LARGEST_NUMBER = 5_000_000_000;

const affix = (operator: 'prefix' | 'suffix', operand: unknown, refuse: Refuse): ValueTest => {
  if (typeof operand === 'object' && operand !== null && 'equals-ignore-case' in operand) {
    if (Object.keys(operand).length > 1) return refuse('Only one key allowed in match expression');
    const folded = operand['equals-ignore-case'];
    if (typeof folded !== 'string') return refuse('equals-ignore-case match pattern must be a string');
    const has = operator === 'prefix' ? startsIgnoringCase(folded) : endsIgnoringCase(folded);
    return (value) => typeof value === 'string' && has(value);
  }
  if (typeof operand !== 'string') return refuse(`${operator} match pattern must be a string`);
  return operator === 'prefix'
    ? (value) => typeof value === 'string' && value.startsWith(operand)
    : (value) => typeof value === 'string' && value.endsWith(operand);
};

const ignoringCase = (operand: unknown, refuse: Refuse): ValueTest => {
  if (typeof operand !== 'string') return refuse('equals-ignore-case match pattern must be a string');
  const equals = equalsIgnoringCase(operand);
  return (value) => typeof value === 'string' && equals(value);
};

const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '=': (a, b) => a === b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** One comparison, or a lower bound and then an upper one; any other pair is refused when the rule is made. */
const isRange = ([first, , second]: readonly unknown[]): boolean =>
  second === undefined || ((first === '>' || first === '>=') && (second === '<' || second === '<='));

const numeric = (operand: unknown, refuse: Refuse): ValueTest => {
  if (!Array.isArray(operand) || operand.length === 0 || operand.length > 4 || operand.length % 2 === 1)
    return refuse('Value of numeric must be an array of one or two comparisons');
  const terms = operand as readonly unknown[];
  const tests = terms.flatMap((term, index) => {
    if (index % 2 === 1) return [];
    const compare = typeof term === 'string' && Object.hasOwn(COMPARISONS, term) ? COMPARISONS[term] : undefined;
    const bound = terms[index + 1];
    if (compare === undefined) return refuse(`Unrecognized numeric range operator: ${String(term)}`);
    if (typeof bound !== 'number' || Math.abs(bound) > LARGEST_NUMBER)
      return refuse('Value of numeric must be a number between -5.0E9 and 5.0E9');
    return [(value: number) => compare(value, bound)];
  });
  if (!isRange(terms)) return refuse('Too many elements in numeric expression');
  if (typeof terms[3] === 'number' && Number(terms[1]) >= terms[3]) return refuse('Bottom must be less than top');
  return (value) =>
    typeof value === 'number' && Math.abs(value) <= LARGEST_NUMBER && tests.every((test) => test(value));
};

const cidr = (operand: unknown, refuse: Refuse): ValueTest => {
  const [, network = '', bits = ''] =
    /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(typeof operand === 'string' ? operand : '') ?? [];
  const family = isIP(network);
  if (family === 0) return refuse('Malformed CIDR, one of IPv4 or IPv6 is expected');
  // A network of one address is not taken.
  const most = family === 4 ? 32 : 128;
  if (Number(bits) >= most) return refuse(`IPv${family} mask bits must be < ${most}`);
  const list = new BlockList();
  const type = family === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(network, Number(bits), type);
  return (value) => typeof value === 'string' && isIP(value) === family && list.check(value, type);
};

const NEGATABLE = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'] as const;

/** Any value that is there and passes none of the tests, of whatever type. */
const anythingBut = (operand: unknown, refuse: Refuse): ValueTest => {
  const operands: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  if (operands.length === 0) return refuse('anything-but list must not be empty');
  if (['string', 'number'].some((type) => operands.every((one) => typeof one === type))) {
    const excluded = new Set<unknown>(operands);
    return (value) => !excluded.has(value);
  }
  if (Array.isArray(operand) || typeof operand !== 'object' || operand === null)
    return refuse('anything-but takes only strings, only numbers or one nested operator');
  const [[name, nested] = ['', undefined], ...others] = Object.entries(operand) as [string, unknown][];
  const kind = NEGATABLE.find((one) => one === name);
  if (kind === undefined || others.length > 0) return refuse(`Unsupported anything-but pattern: ${name}`);
  const list: readonly unknown[] = Array.isArray(nested) ? nested : [nested];
  if (list.length === 0) return refuse('anything-but list must not be empty');
  if (kind === 'prefix' || kind === 'suffix')
    for (const one of list) {
      if (typeof one !== 'string') return refuse('prefix/suffix match pattern must be a string');
      if (one === '') return refuse('Null prefix/suffix not allowed');
    }
  const tests = list.map((one) => OPERATORS[kind](one, refuse));
  return (value) => !tests.some((test) => test(value));
};

/**
 * The operators that look at a value. `exists` is not among them: it looks at absence.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export const OPERATORS = {
  prefix: (operand, refuse) => affix('prefix', operand, refuse),
  suffix: (operand, refuse) => affix('suffix', operand, refuse),
  'equals-ignore-case': ignoringCase,
  'anything-but': anythingBut,
  wildcard,
  numeric,
  cidr,
} as const satisfies Record<string, (operand: unknown, refuse: Refuse) => ValueTest>;
