import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from '@jest/globals';

/** What is banned where clock, chance, network and environment are handed in. */
const AMBIENT: readonly (readonly [what: string, planted: string, message: string])[] = [
  ['Date.now', 'export const at = Date.now();', 'Take a Clock.'],
  ['new Date() of now', 'export const at = new Date();', 'Take a Clock.'],
  ['Date() of now', 'export const at = Date();', 'Take a Clock.'],
  ['performance.now', 'export const at = performance.now();', 'Take a Clock.'],
  ['Math.random', 'export const roll = Math.random();', 'Take the randomness from a port.'],
  ['the global randomUUID', 'export const id = crypto.randomUUID();', 'Take the id from a port.'],
  [
    'an imported randomUUID',
    "import { randomUUID } from 'node:crypto';\nexport const id = randomUUID();",
    'Take the id',
  ],
  ['a renamed randomUUID', "import { randomUUID as id } from 'crypto';\nexport const one = id();", 'Take the id'],
  ['a bare setTimeout', 'setTimeout(() => undefined, 10);', 'Bare timers hide time'],
  ['globalThis.setTimeout', 'globalThis.setTimeout(() => undefined, 10);', 'Bare timers hide time'],
  ['a bare setInterval', 'setInterval(() => undefined, 10);', 'Bare timers hide time'],
  ['a bare setImmediate', 'setImmediate(() => undefined);', 'Bare timers hide time'],
  ['an imported timer', "import { setTimeout } from 'node:timers/promises';\nawait setTimeout(10);", 'Bare timers'],
  ['fetch', "export const answer = await fetch('https://example.com');", 'Take an HTTP port.'],
  ['globalThis.fetch', "export const answer = await globalThis.fetch('https://example.com');", 'Take an HTTP port.'],
  ['process.env', "export const table = process.env['TABLE'];", 'Only shared/lambda reads the environment.'],
  ['an imported env', "import { env } from 'node:process';\nexport const table = env['TABLE'];", 'Only shared/lambda'],
];

/** What is banned everywhere. */
const ANYWHERE: readonly (readonly [what: string, planted: string, message: string])[] = [
  ['a default export', 'export default 1;', 'Export by name.'],
  ['an enum', "export enum Colour {\n  Red = 'red',\n}", 'Use a union of literals.'],
  ['Intl', "export const money = new Intl.NumberFormat('en');", 'ICU differs from Node to Node'],
  ['globalThis.Intl', "export const money = new globalThis.Intl.NumberFormat('en');", 'ICU differs from Node to Node'],
  ['toLocaleString', "export const count = (1e6).toLocaleString('en-US');", 'ICU differs from Node to Node'],
  ['localeCompare', "export const order = 'a'.localeCompare('b');", 'ICU differs from Node to Node'],
];

const STRICT = [
  'services/orders/src/domain/planted.ts',
  'services/orders/src/application.ts',
  'services/orders/src/adapters/planted.ts',
  'services/orders/src/handlers/http/planted.ts',
  'shared/http/src/planted.ts',
  'local-cloud/src/engine/planted.ts',
];
const LAMBDA = 'services/orders/src/lambda.ts';
const LENIENT = [LAMBDA, 'services/orders/src/domain/planted.test.ts', 'local-cloud/src/server/planted.ts'];

interface Message {
  readonly ruleId: string | null;
  readonly message: string;
}

const BANS = ['no-restricted-syntax', 'no-restricted-globals', 'no-restricted-properties', 'no-restricted-imports'];

const cases = [
  ...STRICT.flatMap((file) => AMBIENT.map(([what, planted, message]) => ({ file, what, planted, message }))),
  ...[...STRICT, ...LENIENT, 'scripts/planted.ts', 'proofs/crash/planted.ts', 'tests/journeys/planted.test.ts'].flatMap(
    (file) => ANYWHERE.map(([what, planted, message]) => ({ file, what, planted, message })),
  ),
];
const allowed = [
  ...LENIENT.flatMap((file) => AMBIENT.map(([what, planted]) => ({ file, what, planted }))),
  ...STRICT.map((file) => ({ file, what: 'a date that is given', planted: 'export const at = new Date(0);' })),
];

let answers: readonly (readonly Message[])[];

const bansOn = (index: number): readonly string[] =>
  (answers[index] ?? [])
    .filter(({ ruleId }) => BANS.includes(ruleId ?? 'syntax error') || ruleId === null)
    .map(({ message }) => message);

beforeAll(async () => {
  const child = spawn(process.execPath, [join(process.cwd(), 'tests/architecture/lint.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  child.stdin.end(JSON.stringify([...cases, ...allowed].map(({ file, planted }) => ({ file, text: `${planted}\n` }))));
  answers = JSON.parse(await text(child.stdout)) as typeof answers;
  expect(await ended).toEqual([0, null]);
}, 60_000);

describe('the linter', () => {
  it.each(cases.map(({ what, file, message }, index) => [what, file, message, index] as const))(
    'refuses %s in %s',
    (_what, _file, message, index) => {
      expect(bansOn(index)).toEqual([expect.stringContaining(message)]);
    },
  );

  it.each(allowed.map(({ what, file }, index) => [what, file, index] as const))('allows %s in %s', (_w, _f, index) => {
    expect(bansOn(cases.length + index)).toEqual([]);
  });
});
