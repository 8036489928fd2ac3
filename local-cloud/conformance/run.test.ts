import { describe, expect, it } from '@jest/globals';
import type { Cloud, ConformanceCase } from './case.ts';
import { runSuites, summaryOf } from './run.ts';

const aCase = (id: string, more: Partial<ConformanceCase> = {}): ConformanceCase => ({
  id,
  rule: `${id} holds.`,
  source: 'https://docs.aws.amazon.com/',
  run: () => Promise.resolve(),
  ...more,
});
const failing = aCase('b/fails', { run: () => Promise.reject(new TypeError('one is not two')) });
const at = (endpoint: string, isEngine = false): Cloud => ({ endpoint, isEngine }) as Cloud;

const outcomes = async (cloud: Cloud): Promise<readonly string[]> => {
  const marked = [aCase('both'), aCase('aws', { only: 'aws' }), aCase('engine', { only: 'engine' })];
  const results = await runSuites([marked], cloud);
  return results.filter(({ outcome }) => outcome === 'passed').map(({ case: { id } }) => id);
};

describe('a run', () => {
  it('leaves out what only others can answer', async () => {
    expect(await outcomes(at('http://127.0.0.1:4566', true))).toEqual(['both', 'engine']);
    expect(await outcomes(at('aws'))).toEqual(['both', 'aws']);
    expect(await outcomes(at('https://dynamodb.eu-central-1.amazonaws.com'))).toEqual(['both', 'aws']);
    expect(await outcomes(at('http://127.0.0.1:8000'))).toEqual(['both']);
  });

  it('goes on behind a case that fails, and tells of each as it ends', async () => {
    const told: string[] = [];
    await runSuites([[failing, aCase('b/after')]], at('aws'), ({ case: { id }, outcome }) =>
      told.push(`${id} ${outcome}`),
    );
    expect(told).toEqual(['b/fails failed', 'b/after passed']);
  });

  it('asks the cases of one suite in their order, and suites at the same time', async () => {
    const begun: string[] = [];
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const waits = (id: string): ConformanceCase =>
      aCase(id, {
        run: async () => {
          begun.push(id);
          await gate;
        },
      });
    const done = runSuites([[waits('a1'), waits('a2')], [waits('b1')]], at('aws'));
    expect(begun).toEqual(['a1', 'b1']);
    release();
    await done;
    expect(begun).toEqual(['a1', 'b1', 'a2']);
  });
});

describe('its summary', () => {
  it('counts, and names each failure with its rule and source', async () => {
    const results = await runSuites([[aCase('a'), aCase('c', { only: 'engine' })], [failing]], at('aws'));
    expect(summaryOf('aws', results)).toEqual({
      endpoint: 'aws',
      cases: 3,
      passed: 1,
      failed: 1,
      forOthers: 1,
      failures: [
        {
          id: 'b/fails',
          rule: 'b/fails holds.',
          source: 'https://docs.aws.amazon.com/',
          message: 'TypeError: one is not two',
        },
      ],
    });
  });
});
