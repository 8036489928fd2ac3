import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Finding, lint } from './linter.ts';

/** Rule → a text that breaks it. All of them, so that an update of oxlint cannot lose one. */
const BREACHES: Readonly<Record<string, string>> = {
  'no-array-constructor': 'export const list = new Array(0, 1);',
  'no-unused-expressions': "'a' + 'b';",
  'no-unused-vars': 'const unused = 1;',
  'no-useless-constructor': 'export class A {\n  public readonly a = 1;\n  constructor() {}\n}',
  'no-var': 'export var a = 1;',
  'prefer-const': 'let a = 1;\nexport const b = a;',
  'prefer-rest-params': 'export function f() {\n  return arguments;\n}',
  'prefer-spread': 'export const f = (numbers: number[]) => Math.max.apply(Math, numbers);',
  'typescript/await-thenable': 'export const f = async () => {\n  await 1;\n};',
  'typescript/ban-ts-comment': '// @ts-ignore\nexport const a = 1;',
  'typescript/consistent-type-imports': "import { Stats } from 'node:fs';\nexport type Own = Stats;",
  'typescript/no-array-delete': 'export const f = (list: number[]) => {\n  delete list[0];\n};',
  'typescript/no-base-to-string': 'export const f = (a: { b: 1 }) => a.toString();',
  'typescript/no-confusing-void-expression': 'declare const f: () => void;\nexport const a = f();',
  'typescript/no-deprecated': '/** @deprecated Take b. */\nconst a = 1;\nexport const c = a;',
  'typescript/no-duplicate-enum-values': "export enum E {\n  A = 'a',\n  B = 'a',\n}",
  'typescript/no-duplicate-type-constituents': "export type A = 'a' | 'a';",
  'typescript/no-dynamic-delete':
    'export const f = (a: Record<string, number>, key: string) => {\n  delete a[key];\n};',
  'typescript/no-empty-object-type': 'export interface A {}',
  'typescript/no-explicit-any': 'export type A = any;',
  'typescript/no-extra-non-null-assertion': 'export const f = (a?: { b: 1 }) => a!!.b;',
  'typescript/no-extraneous-class': 'export class A {\n  static a = 1;\n}',
  'typescript/no-floating-promises': 'export const f = (a: Promise<void>) => {\n  a;\n};',
  'typescript/no-for-in-array': 'export const f = (list: number[]) => {\n  for (const i in list) f([Number(i)]);\n};',
  'typescript/no-generated-empty-object-type': "export type A = Omit<{ a: 1 }, 'a'>;",
  'typescript/no-implied-eval': "setTimeout('a()', 1);",
  'typescript/no-invalid-void-type': 'export const f = (a: void) => a;',
  'typescript/no-meaningless-void-operator': 'declare const f: () => void;\nvoid f();',
  'typescript/no-misused-new': 'export interface A {\n  new (): A;\n}',
  'typescript/no-misused-promises': 'export const f = (a: Promise<boolean>) => (a ? 1 : 2);',
  'typescript/no-misused-spread': 'export const f = (a: Promise<number>) => ({ ...a });',
  'typescript/no-mixed-enums': "export enum E {\n  A = 'a',\n  B = 1,\n}",
  'typescript/no-namespace': 'export namespace N {\n  export const a = 1;\n}',
  'typescript/no-non-null-asserted-nullish-coalescing': 'export const f = (a: { b?: number }) => a.b! ?? 1;',
  'typescript/no-non-null-asserted-optional-chain': 'export const f = (a?: { b: number }) => a?.b!;',
  'typescript/no-non-null-assertion': 'export const f = (a?: { b: 1 }) => a!.b;',
  'typescript/no-redundant-type-constituents': 'export type A = unknown | string;',
  'typescript/no-require-imports': "import fs = require('node:fs');\nexport const a = fs;",
  'typescript/no-this-alias': 'export class A {\n  b() {\n    const self = this;\n    return () => self;\n  }\n}',
  'typescript/no-unnecessary-boolean-literal-compare': 'export const f = (a: boolean) => a === true;',
  'typescript/no-unnecessary-condition': "export const f = (a: 'a') => (a ? 1 : 2);",
  'typescript/no-unnecessary-template-expression': "export const a = `${'a'}`;",
  'typescript/no-unnecessary-type-arguments': 'const f = <T = number>(a: T) => a;\nexport const b = f<number>(1);',
  'typescript/no-unnecessary-type-assertion': 'export const f = (a: number) => a as number;',
  'typescript/no-unnecessary-type-constraint': 'export type A<T extends unknown> = T[];',
  'typescript/no-unnecessary-type-conversion': 'export const f = (a: string) => String(a);',
  'typescript/no-unnecessary-type-parameters': 'export const f = <T>(a: T): void => {\n  console.log(a);\n};',
  'typescript/no-unsafe-argument': 'declare const a: any;\nexport const b = Number.isInteger(...a);',
  'typescript/no-unsafe-assignment': "export const a = JSON.parse('1');",
  'typescript/no-unsafe-call': "JSON.parse('1')();",
  'typescript/no-unsafe-declaration-merging': 'export class A {\n  a = 1;\n}\nexport interface A {\n  b: string;\n}',
  'typescript/no-unsafe-function-type': 'export type A = Function;',
  'typescript/no-unsafe-member-access': "export const a: unknown = JSON.parse('1').a;",
  'typescript/no-unsafe-return': "export const f = () => JSON.parse('1');",
  'typescript/no-unsafe-unary-minus': 'export const f = (a: string) => -a;',
  'typescript/no-useless-default-assignment': 'export const f = ({ a = 1 }: { a: number }) => a;',
  'typescript/no-wrapper-object-types': 'export type A = String;',
  'typescript/only-throw-error': "export const f = () => {\n  throw 'a';\n};",
  'typescript/prefer-as-const': "export const a: 'a' = 'a';",
  'typescript/prefer-literal-enum-member': 'const a = 1;\nexport enum E {\n  A = a,\n}',
  'typescript/prefer-namespace-keyword': 'export declare module A {}',
  'typescript/prefer-promise-reject-errors': "export const f = () => Promise.reject('a');",
  'typescript/prefer-reduce-type-parameter':
    'export const f = (list: number[]) => list.reduce((all, one) => [...all, one], [] as number[]);',
  'typescript/prefer-return-this-type': 'export class A {\n  b(): A {\n    return this;\n  }\n}',
  'typescript/related-getter-setter-pairs': 'export interface A {\n  get a(): string;\n  set a(value: number);\n}',
  'typescript/require-await': 'export const f = async () => 1;',
  'typescript/restrict-plus-operands': "export const f = (a: number) => a + 'a';",
  'typescript/restrict-template-expressions': 'export const f = (a: { b: 1 }) => `${a}`;',
  'typescript/return-await':
    'export const f = async (a: Promise<number>) => {\n  try {\n    return a;\n  } catch {\n    return 1;\n  }\n};',
  'typescript/switch-exhaustiveness-check':
    "export const f = (a: 'a' | 'b') => {\n  switch (a) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n};",
  'typescript/triple-slash-reference': '/// <reference path="a.d.ts" />\nexport const a = 1;',
  'typescript/unbound-method': 'class A {\n  b() {\n    return this;\n  }\n}\nexport const { b } = new A();',
  'typescript/unified-signatures': 'export interface A {\n  f(a: number): void;\n  f(a: string): void;\n}',
  'typescript/use-unknown-in-catch-callback-variable':
    'export const f = (a: Promise<number>) => a.catch((error: any) => String(error));',
};

/** What no rule is named for: types, checked in the same pass; oxlint's own list; a permission that nobody needs. */
const OTHERS: readonly (readonly [what: string, found: string, file: string, text: string])[] = [
  ['a value of another type', 'TS2322', 'services/orders/src/domain/*.ts', "export const a: number = 'a';"],
  ['a value of another type in a test', 'TS2322', 'tests/journeys/*.test.ts', "export const a: number = 'a';"],
  ['a file that is not there', 'TS2307', 'scripts/*.ts', "export * from './nowhere.ts';"],
  ['what may be missing', 'TS2532', 'shared/http/src/*.ts', 'export const f = (a: number[]) => a[0].toFixed();'],
  ['undefined for what is optional', 'TS2375', 'scripts/*.ts', 'export const f = (a?: 1): { a?: 1 } => ({ a });'],
  ['an enum', 'TS1294', 'proofs/crash/*.ts', 'export enum E {\n  A,\n}'],
  ['an error that does not come', 'TS2578', 'bench/*.ts', '// @ts-expect-error: it is one\nexport const a = 1;'],
  ['eval', 'no-eval', 'scripts/*.ts', "export const a: unknown = eval('1');"],
  ['a permission that nobody needs', 'undefined', 'scripts/*.ts', '// oxlint-disable-next-line no-eval\nexport {};'],
];

interface Configuration {
  readonly rules: Readonly<Record<string, unknown>>;
}

/** The file is JSON with lines of comment. */
const configuration = JSON.parse(
  readFileSync(join(process.cwd(), '.oxlintrc.json'), 'utf8').replaceAll(/^\s*\/\/.*$/gm, ''),
) as Configuration;

/** Bans have a test of their own. */
const asked = Object.entries(configuration.rules)
  .filter(([name, level]) => level !== 'off' && name !== 'house/bans' && name !== 'no-restricted-globals')
  .map(([name]) => name);

const breaches = Object.entries(BREACHES);
let findings: readonly (readonly Finding[])[];
const rulesAt = (index: number): readonly string[] => (findings[index] ?? []).map(({ rule }) => String(rule));
const withoutPlugin = (name: string): string => name.replace(/^.*\//, '');

beforeAll(async () => {
  findings = await lint(
    [
      ...breaches.map(([, text]) => ({ file: 'scripts/*.ts', text })),
      ...OTHERS.map(([, , file, text]) => ({ file, text })),
    ],
    { withTypes: true },
  );
}, 60_000);

describe('the linter', () => {
  it.each(breaches.map(([name], index) => [name, index] as const))('finds a breach of %s', (name, index) => {
    expect(rulesAt(index)).toContain(withoutPlugin(name));
  });

  it('has a planted breach of each rule that it is asked for', () => {
    expect(Object.keys(BREACHES).sort()).toEqual([...asked].sort());
  });

  it.each(OTHERS.map(([what, found], index) => [what, found, index] as const))(
    'refuses %s (%s)',
    (_what, found, index) => {
      expect(rulesAt(breaches.length + index)).toContain(found);
    },
  );
});
