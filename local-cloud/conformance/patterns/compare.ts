import { join } from 'node:path';
import fc from 'fast-check';
import { runJava } from '../../src/dev/java.ts';
import type { Found } from '../../src/dev/verdict.ts';
import { aCase } from '../../src/engine/event-bus/pattern.fixture.ts';
import { compilePattern } from '../../src/engine/event-bus/pattern.ts';

const SHOWN = 10;

interface Case {
  readonly pattern: unknown;
  readonly event: unknown;
}

/** Java's answers in the order of the cases: `true`, `false`, `refused`, or several of them where it is not steady. */
const answersOf = (cases: readonly Case[], root: string): readonly string[] => {
  const input = cases.map((one) => `${JSON.stringify(one)}\n`).join('');
  return runJava(join(root, 'local-cloud/conformance/patterns'), 'Matcher.java', input).trimEnd().split('\n');
};

const ourAnswer = ({ pattern, event }: Case): string => {
  try {
    return String(compilePattern(pattern)(event));
  } catch {
    return 'refused';
  }
};

/** What JSON cannot carry, as −0, is what it becomes there. */
const generate = (numRuns: number, seed: number): readonly Case[] =>
  fc.sample(aCase, { numRuns, seed }).map(([pattern, event]) => JSON.parse(JSON.stringify({ pattern, event })) as Case);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every operator of a pattern with the list that it stands in, and every `$or`. */
const partsOf = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return [value, ...value.flatMap(partsOf)];
  return isObject(value) ? [value, ...Object.values(value).flatMap(partsOf)] : [];
};

/** What the operators of a list hold under this name, those within `anything-but` among them. */
const operandsOf = (list: unknown, operator: string): readonly unknown[] =>
  (Array.isArray(list) ? (list as readonly unknown[]) : []).flatMap((one) => {
    if (!isObject(one)) return [];
    const negated = one['anything-but'];
    return [one, ...(isObject(negated) ? [negated] : [])].flatMap((each) =>
      operator in each
        ? Array.isArray(each[operator])
          ? (each[operator] as readonly unknown[])
          : [each[operator]]
        : [],
    );
  });

/** Of every list of a pattern, as if there were no `$or`. */
const pathsOf = (pattern: unknown, path = ''): readonly string[] => {
  if (!isObject(pattern)) return [path];
  return Object.entries(pattern).flatMap(([name, inner]) =>
    name === '$or' && Array.isArray(inner)
      ? inner.flatMap((one) => pathsOf(one, path))
      : pathsOf(inner, `${path}.${name}`),
  );
};

/** Where AWS's matcher contradicts its own description, see local-cloud/README.md. Counted apart, and never a failure. */
const isKnown = ({ pattern, event }: Case): boolean => {
  const parts = partsOf(pattern);
  const leads = (text: unknown): boolean => typeof text === 'string' && text.startsWith('*');
  const wide = (network: unknown): boolean => typeof network === 'string' && network.endsWith('/0');
  const folds = (list: unknown): boolean =>
    partsOf(list).some((part) => isObject(part) && 'equals-ignore-case' in part);
  const starBesideCase = parts.some(
    (list) => Array.isArray(list) && operandsOf(list, 'wildcard').some(leads) && folds(list),
  );
  const absence = parts.some((list) => operandsOf(list, 'exists').includes(false));
  const paths = pathsOf(pattern);
  const pathTwice = new Set(paths).size < paths.length;
  const objectsInArrays = partsOf(event).some((part) => Array.isArray(part) && part.some(isObject));
  const widened = parts.some((list) => operandsOf(list, 'cidr').some(wide));
  return starBesideCase || pathTwice || widened || (absence && objectsInArrays);
};

const compare = (cases: readonly Case[], theirs: readonly string[]) => {
  const both = cases.map((one, at) => ({ ...one, ours: ourAnswer(one), theirs: theirs[at] ?? 'nothing' }));
  const other = both.filter((one) => one.ours !== one.theirs);
  const unsteady = other.filter(({ theirs: answer }) => answer.includes('|'));
  const different = other.filter((one) => !unsteady.includes(one) && !isKnown(one));
  const known = other.length - unsteady.length - different.length;
  return { same: both.length - other.length, unsteady: unsteady.length, known, different };
};

/** Holds so many generated pairs against AWS's own matcher. @throws Problem without Java or Maven */
export const provePatterns = (root: string, count: number, seed: number): Found => {
  const cases = generate(count, seed);
  const theirs = answersOf(cases, root);
  const found = compare(cases, theirs);
  const matched = theirs.filter((answer) => answer === 'true').length;
  const { same, unsteady, known, different } = found;
  return {
    holds: different.length === 0 && same > 0,
    report: { cases: cases.length, seed, matched, ...found },
    lines: () => [
      ...different.slice(0, SHOWN).map((one) => JSON.stringify(one)),
      `${cases.length} pairs (seed ${seed}): ${same} same (${matched} match), ${unsteady} where AWS's matcher answers both, ` +
        `${known} different as local-cloud/README.md says, ${different.length} different otherwise`,
    ],
  };
};
