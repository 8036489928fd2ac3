import type { CountMetric, Log } from '@orderwire/kernel/log';

/** A clock that stands still until it is moved. */
export const makeFakeClock = (start = Date.parse('2026-03-01T12:00:00.000Z')) => {
  let now = start;
  return {
    clock: () => now,
    advance: (milliseconds: number) => {
      now += milliseconds;
    },
  };
};

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Keeps what was logged and counted, so that tests can hold both against what must never be in them. */
export const makeRecorder = () => {
  const lines: LogLine[] = [];
  const counts = new Map<string, number>();
  const write =
    (level: LogLine['level']) =>
    (message: string, attributes: Readonly<Record<string, unknown>> = {}): void => {
      lines.push({ level, message, attributes });
    };
  const log: Log = { info: write('info'), warn: write('warn'), error: write('error') };
  const count: CountMetric = (name, amount = 1) => {
    counts.set(name, (counts.get(name) ?? 0) + amount);
  };
  return { log, count, lines, counts };
};

/**
 * Stands in for an SDK client: `answers` is called with each command's input and gives the answer or throws. A client's
 * `send` has an overload per command; `never` in and out fits them all.
 */
export const makeFakeClient = (answers: (input: Record<string, unknown>, index: number) => unknown) => {
  const inputs: Record<string, unknown>[] = [];
  const send = ({ input }: { readonly input: Record<string, unknown> }): Promise<never> => {
    const index = inputs.push(input) - 1;
    return Promise.resolve().then(() => answers(input, index) as never);
  };
  return { client: { send: send as (command: never) => Promise<never> }, inputs };
};

/** Effects of a fake with a fault before and after each: it may throw, as a crash would, or change something, as others would. */
export const makeSteps =
  <Step extends string>(fault: (moment: `${'before' | 'after'}:${Step}`) => void) =>
  <T>(name: Step, effect: () => T): Promise<T> =>
    Promise.resolve().then(() => {
      fault(`before:${name}`);
      const result = effect();
      fault(`after:${name}`);
      return result;
    });
