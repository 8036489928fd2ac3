import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Finding, lint } from './linter.ts';

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
  'services/*/src/domain/planted.ts',
  'services/*/src/application.ts',
  'services/*/src/adapters/planted.ts',
  'services/*/src/handlers/http/planted.ts',
  'shared/*/src/planted.ts',
  'local-cloud/src/engine/*/planted.ts',
];
const LENIENT = ['services/*/src/lambda.ts', 'services/*/src/domain/planted.test.ts', 'local-cloud/src/server/*.ts'];

const BANS = ['bans', 'ambient-bans', 'no-restricted-globals', 'no-restricted-properties'];

const cases = [
  ...STRICT.flatMap((file) => AMBIENT.map(([what, text, message]) => ({ file, what, text, message }))),
  ...[...STRICT, ...LENIENT, 'scripts/*.ts', 'proofs/*/planted.ts', 'tests/*/planted.test.ts'].flatMap((file) =>
    ANYWHERE.map(([what, text, message]) => ({ file, what, text, message })),
  ),
];
const allowed = [
  ...LENIENT.flatMap((file) => AMBIENT.map(([what, text]) => ({ file, what, text }))),
  ...STRICT.map((file) => ({ file, what: 'a date that is given', text: 'export const at = new Date(0);' })),
];

let answers: readonly (readonly Finding[])[];

const bansOn = (index: number): readonly string[] =>
  (answers[index] ?? []).filter(({ rule }) => rule === undefined || BANS.includes(rule)).map(({ message }) => message);

beforeAll(async () => {
  answers = await lint([...cases, ...allowed], { withTypes: false });
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
