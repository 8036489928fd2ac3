import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { aCase } from '../local-cloud/src/engine/event-bus/pattern.fixture.ts';
import { compilePattern } from '../local-cloud/src/engine/event-bus/pattern.ts';
import { guarded, Problem } from '@orderwire/local-cloud/dev/problem';
import { verdictOf } from '@orderwire/local-cloud/dev/verdict';

const HELP = `npm run patterns -- [--cases N] [--seed N] [--json]

Holds generated pairs of an event pattern and an event against AWS's own matcher (software.amazon.event.ruler 2.1.0), which
Maven brings into a temporary folder. Needs Java 17 or newer, and Maven. Fails when the two answer differently and
local-cloud/README.md does not say so.
  --cases  how many pairs (20000)
  --seed   of the generator; another one every time if left out
  --json   one object on standard output: {ok, commit, seconds, skipped, cases, seed, same, matched, unsteady, known, different}
`;

const SHOWN = 10;
const MOST_OUTPUT_BYTES = 64 * 1024 * 1024;

interface Case {
  readonly pattern: unknown;
  readonly event: unknown;
}

const run = (command: string, args: readonly string[], input = ''): string => {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    input,
    encoding: 'utf8',
    maxBuffer: MOST_OUTPUT_BYTES,
  });
  if (error !== undefined)
    throw new Problem(`${command} cannot be started: ${error.message}`, 'install Java 17 or newer, and Maven.');
  if (status === 0) return stdout;
  throw new Problem(`${command} failed:\n${(stderr || stdout).slice(-2000)}`, 'look at what it says.');
};

/** Java's answers in the order of the cases: `true`, `false`, `refused`, or several of them where it is not steady. */
const answersOf = (cases: readonly Case[], root: string): readonly string[] => {
  const folder = mkdtempSync(join(tmpdir(), 'orderwire-patterns-'));
  try {
    for (const name of ['pom.xml', 'Matcher.java'])
      copyFileSync(join(root, 'scripts/patterns', name), join(folder, name));
    const jars = join(folder, 'jars');
    run('mvn', [
      '-q',
      '-B',
      '-f',
      join(folder, 'pom.xml'),
      'dependency:copy-dependencies',
      `-DoutputDirectory=${jars}`,
    ]);
    const input = cases.map((one) => `${JSON.stringify(one)}\n`).join('');
    return run('java', ['-cp', join(jars, '*'), join(folder, 'Matcher.java')], input)
      .trimEnd()
      .split('\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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

interface Told {
  readonly cases: number;
  readonly seed: number;
  readonly matched: number;
}

const tell = (
  { cases, seed, matched }: Told,
  { same, unsteady, known, different }: ReturnType<typeof compare>,
): void => {
  for (const one of different.slice(0, SHOWN)) process.stderr.write(`${JSON.stringify(one)}\n`);
  process.stderr.write(
    `${cases} pairs (seed ${seed}): ${same} same (${matched} match), ${unsteady} where AWS's matcher answers both, ` +
      `${known} different as local-cloud/README.md says, ` +
      `${different.length} different otherwise\n`,
  );
};

const numberOf = (name: string, text: string): number => {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Problem(`--${name} takes a whole number, not "${text}".`, 'npm run patterns -- --help');
};

export const main = (args: readonly string[], root: string): Promise<number> =>
  guarded(() => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        cases: { type: 'string', default: '20000' },
        seed: { type: 'string', default: String(Date.now() % 1_000_000) },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(HELP);
      return Promise.resolve(0);
    }
    const begun = performance.now();
    const seed = numberOf('seed', values.seed);
    const cases = generate(numberOf('cases', values.cases), seed);
    const theirs = answersOf(cases, root);
    const found = compare(cases, theirs);
    const told = { cases: cases.length, seed, matched: theirs.filter((answer) => answer === 'true').length };
    const verdict = verdictOf(root, begun, found.different.length === 0 && found.same > 0);
    if (values.json) process.stdout.write(`${JSON.stringify({ ...verdict, ...told, ...found })}\n`);
    else tell(told, found);
    return Promise.resolve(verdict.ok ? 0 : 1);
  });
