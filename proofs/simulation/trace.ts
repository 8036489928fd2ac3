import type { Observer } from '@orderwire/local-cloud/simulator/observer';
import type { TraceLine } from './job.ts';

/** What an HTTP request says; nothing of what comes from a stream or a queue, for that was seen when it was written. */
const askedIn = (payload: unknown): string => {
  const { routeKey, body = '', pathParameters = {} } = (payload ?? {}) as Partial<Record<string, object | string>>;
  return routeKey === undefined ? '' : ` ${JSON.stringify(pathParameters)} ${JSON.stringify(body)}`;
};

/** Writes down everything that happens, for people. */
export const makeTracer = (position: () => Pick<TraceLine, 'at' | 'step'>) => {
  const lines: TraceLine[] = [];
  const note = (text: string): void => void lines.push({ ...position(), text });
  const observer: Observer = {
    onItemChange: (table, before, after) => note(`  item ${table} ${JSON.stringify(after ?? before)}`),
    onCall: ({ operation }, _output, run) => note(`  ${run?.functionName ?? 'aws'} ${operation}`),
    onStart: ({ functionName, id, payload }) => note(`${functionName} ${id} begins${askedIn(payload)}`),
    onEnd: ({ functionName, id }, { ok, payload, why }) =>
      note(`${functionName} ${id} ended ${ok ? 'well' : (why ?? '')} ${JSON.stringify(payload)}`),
    onPost: ({ body }, answer) => note(`  webhook ${body} → ${String(answer?.status)}`),
    onLog: (_run, level, message, attributes) => note(`  ${level} ${message} ${JSON.stringify(attributes)}`),
    onFault: (fault) => note(`fault ${JSON.stringify(fault)}`),
  };
  return { lines, observer };
};

/** One after the other sees what happens. */
export const both = (first: Observer, second: Observer): Observer => ({
  onItemChange: (...seen) => {
    first.onItemChange?.(...seen);
    second.onItemChange?.(...seen);
  },
  onCall: (...seen) => {
    first.onCall?.(...seen);
    second.onCall?.(...seen);
  },
  onStart: (...seen) => {
    first.onStart?.(...seen);
    second.onStart?.(...seen);
  },
  onEnd: (...seen) => {
    first.onEnd?.(...seen);
    second.onEnd?.(...seen);
  },
  onPost: (...seen) => {
    first.onPost?.(...seen);
    second.onPost?.(...seen);
  },
  onLog: (...seen) => {
    first.onLog?.(...seen);
    second.onLog?.(...seen);
  },
  onFault: (...seen) => {
    first.onFault?.(...seen);
    second.onFault?.(...seen);
  },
  onDrop: (...seen) => {
    first.onDrop?.(...seen);
    second.onDrop?.(...seen);
  },
});
