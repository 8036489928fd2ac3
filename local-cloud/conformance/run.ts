import type { Cloud, ConformanceCase } from './case.ts';

export interface Failure {
  readonly id: string;
  readonly rule: string;
  readonly source: string;
  readonly message: string;
}

export interface Summary {
  readonly endpoint: string;
  readonly cases: number;
  readonly passed: number;
  readonly failed: number;
  /** Those for another kind of endpoint do not apply here. */
  readonly forOthers: number;
  readonly failures: readonly Failure[];
}

export interface Result {
  readonly case: ConformanceCase;
  readonly outcome: 'passed' | 'skipped' | 'failed';
  readonly message?: string;
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

/** Only AWS itself answers what is marked so; no other endpoint stands in for it. */
const isAws = ({ endpoint }: Cloud): boolean => endpoint === 'aws' || /\.amazonaws\.com(\.cn)?$/.test(endpoint);

const isAnsweredBy = ({ only }: ConformanceCase, cloud: Cloud): boolean =>
  only === undefined || (only === 'aws' ? isAws(cloud) : cloud.isEngine);

const resultOf = async (which: ConformanceCase, cloud: Cloud): Promise<Result> => {
  if (!isAnsweredBy(which, cloud)) return { case: which, outcome: 'skipped' };
  try {
    await which.run(cloud);
    return { case: which, outcome: 'passed' };
  } catch (error) {
    return { case: which, outcome: 'failed', message: messageOf(error) };
  }
};

/** Suites at the same time; the cases of one suite one after the other, because they share its streams and queues. */
export const runSuites = async (
  suites: readonly (readonly ConformanceCase[])[],
  cloud: Cloud,
  onResult: (result: Result) => void = () => undefined,
): Promise<readonly Result[]> => {
  const results = await Promise.all(
    suites.map(async (suite) => {
      const own: Result[] = [];
      for (const which of suite) {
        const result = await resultOf(which, cloud);
        onResult(result);
        own.push(result);
      }
      return own;
    }),
  );
  return results.flat();
};

export const summaryOf = (endpoint: string, results: readonly Result[]): Summary => {
  const count = (wanted: Result['outcome']): number => results.filter(({ outcome }) => outcome === wanted).length;
  return {
    endpoint,
    cases: results.length,
    passed: count('passed'),
    failed: count('failed'),
    forOthers: count('skipped'),
    failures: results
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ case: { id, rule, source }, message = '' }) => ({ id, rule, source, message })),
  };
};
