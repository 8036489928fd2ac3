import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SUITES } from './cases.ts';
import { makeCloud } from './cloud.ts';
import { startEngine } from './engine-host.ts';
import { readTemplate } from './fixture/read-template.ts';
import { operationsOf } from './operations.fixture.ts';
import { runSuites } from './run.ts';
import type { Result } from './run.ts';

const LIMIT_MS = 120_000;
const root = join(__dirname, '../..');
const results = new Map<string, Result>();
const asked = new Set<string>();
let operations: readonly string[] = [];
let stop = (): Promise<void> => Promise.resolve();

beforeAll(async () => {
  const directory = join(root, '.orderwire');
  mkdirSync(directory, { recursive: true });
  const host = await startEngine({
    template: readTemplate(readFileSync(join(__dirname, 'fixture/template.yml'), 'utf8')),
    stack: 'orderwire-conformance',
    directory,
    runtime: join(__dirname, '../src/server/workers/runtime.cjs'),
  });
  stop = host.stop;
  const cloud = makeCloud(host.options, (service, operation) => asked.add(`${service}.${operation}`));
  for (const result of await runSuites(SUITES, cloud)) results.set(result.case.id, result);
  cloud.close();
  operations = operationsOf(host.engine);
}, LIMIT_MS);

afterAll(() => stop());

describe('the engine holds to AWS', () => {
  it.each(SUITES.flat())('$id: $rule', ({ id, only }) => {
    const result = results.get(id);
    expect({ outcome: result?.outcome, message: result?.message }).toEqual({
      outcome: only === 'aws' ? 'skipped' : 'passed',
      message: undefined,
    });
  });

  it('in every operation that it has: each is asked by a case', () => {
    expect(operations).toContain('dynamodb.TransactWriteItems');
    expect(operations.filter((operation) => !asked.has(operation))).toEqual([]);
  });
});
