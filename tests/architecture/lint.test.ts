import { beforeAll, expect, it } from '@jest/globals';
import { type Finding, lint } from './linter.ts';

/** Text → the rule that refuses it, or TypeScript's number of a mistake in its types. */
const BREACHES: Readonly<Record<string, string>> = {
  'export const twice = (value: number): string => value * 2;': 'TS2322',
  'export const first = (list: readonly string[]): string => list[0];': 'TS2322',
  'export const of = (given: { readonly a?: string }): { a?: string } => ({ a: given.a });': 'TS2375',
  'const later = async (): Promise<void> => Promise.resolve();\nlater();': 'no-floating-promises',
  'export const wait = async (): Promise<number> => await 1;': 'await-thenable',
  'export const all = [1, 2].forEach(async (one) => Promise.resolve(one));': 'no-misused-promises',
  'export const read = (text: string): string => JSON.parse(text);': 'no-unsafe-return',
  'export const read = (text: string): number => (JSON.parse(text) as any).length as number;': 'no-explicit-any',
  'export const length = (text: string): number => (text === undefined ? 0 : text.length);': 'no-unnecessary-condition',
  'export const shown = (value: object): string => `${value}`;': 'restrict-template-expressions',
  'export const sum = (value: number): string => value + "1";': 'restrict-plus-operands',
  'export const fail = (): never => { throw "text"; };': 'only-throw-error',
  'export const first = (list: readonly string[]): string => list[0]!;': 'no-non-null-assertion',
  'export const same = (text: string): string => text as string;': 'no-unnecessary-type-assertion',
  'export const f = (kind: "a" | "b"): void => { switch (kind) { case "a": return; } };': 'switch-exhaustiveness-check',
  'import { Buffer } from "node:buffer";\nexport type Bytes = Buffer;': 'consistent-type-imports',
  'const unused = 1;\nexport {};': 'no-unused-vars',
  'export const f = async (): Promise<number> => { return 1; };': 'require-await',
  'export const old = (text: string): string => text.substr(1);': 'no-deprecated',
  'export const f = (value: unknown): value is string => eval("value") === value;': 'no-eval',
  '// oxlint-disable-next-line no-eval\nexport const one = 1;': 'undefined',
};

let answers: readonly (readonly Finding[])[];
const texts = Object.keys(BREACHES);

beforeAll(async () => {
  answers = await lint(
    texts.map((text) => ({ file: 'scripts/*.ts', text })),
    { withTypes: true },
  );
}, 60_000);

it.each(texts.map((text, index) => [BREACHES[text], text, index] as const))('%s refuses %s', (rule, _text, index) => {
  expect((answers[index] ?? []).map((found) => String(found.rule))).toContain(rule);
});
