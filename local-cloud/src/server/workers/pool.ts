import { AwsError } from '../../engine/contract.ts';
import type { Completed, FunctionWorker } from './worker.ts';

/**
 * Only when all workers have been busy for so long, without a pause, one more is started: each warms up by itself, and a
 * backlog is read in larger batches meanwhile.
 */
const PATIENCE_MS = 1_000;
/** More waiting events than this mean a caller that does not stop; AWS would throttle far earlier. */
const WAITING_LIMIT = 1_000;

/** Lambda's request id and the event as JSON text. */
export interface Execution {
  readonly id: string;
  readonly event: string;
  /** Waited for before the event is handed over. */
  readonly ready?: () => Promise<void>;
  /** Called before the worker is given to the next invocation, so that a count of executions is never one too high. */
  readonly onEnd: (result: Completed) => void;
}

interface Waiting {
  readonly begin: () => Execution;
  readonly resolve: (result: Completed) => void;
  readonly reject: (error: unknown) => void;
}

/** The sandboxes of one function: started when needed, reused, never more than the limit. */
export interface Pool {
  /**
   * `begin` is asked once it is this call's turn. Rejects only with what `begin` throws: whatever happens to the worker is
   * a failed `Completed`.
   */
  invoke(begin: () => Execution): Promise<Completed>;
  /** False while every worker is busy and none may be added yet: work that can wait should. */
  hasRoom(): boolean;
  /** Events handed over or waiting. */
  inFlight(): number;
  /** The next event gets a new worker: the code has changed. */
  renew(): void;
  /** Ends all but one of the workers that were idle since the last call: each needs memory of its own. */
  trim(): void;
  stop(): Promise<void>;
}

export interface PoolOptions {
  readonly limit: number;
  readonly start: () => Promise<FunctionWorker>;
  /** A further worker may be started now. */
  readonly onRoom: () => void;
  readonly patienceMs?: number;
}

const refused = (errorType: string, errorMessage: string): Completed => ({
  ok: false,
  durationMs: 0,
  failure: { errorType, errorMessage, trace: [] },
});

/** Synchronous payloads, in and out: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const PAYLOAD_LIMIT_BYTES = 6 * 1024 * 1024;

const withinLimit = (result: Completed): Completed => {
  const bytes = result.ok ? Buffer.byteLength(result.payload) : 0;
  if (bytes <= PAYLOAD_LIMIT_BYTES) return result;
  const sizes = `(${bytes} bytes) exceeded maximum allowed payload size (${PAYLOAD_LIMIT_BYTES} bytes).`;
  return refused('Function.ResponseSizeTooLarge', `Response payload size ${sizes}`);
};

const STOPPING = refused('Runtime.ExitError', 'The server is stopping.');

/** Lambda's rule, one event at a time per sandbox, with a bound that suits one machine. */
export const makePool = ({ limit, start, onRoom, patienceMs = PATIENCE_MS }: PoolOptions): Pool => {
  const idle: FunctionWorker[] = [];
  const all = new Set<FunctionWorker>();
  const waiting: Waiting[] = [];
  const retired = new WeakSet<FunctionWorker>();
  /** Counts the renewals: a worker that was being started during one has the old code. */
  let renewals = 0;
  let busy = 0;
  /** Workers that there may be now. */
  let allowed = 1;
  /** Since when all of them have been busy. */
  let crowdedSince: number | undefined;
  let growing: NodeJS.Timeout | undefined;
  /** The smallest number of idle workers since the last trim: that many were never needed. */
  let spare = 0;
  let stopped = false;

  const dismiss = (worker: FunctionWorker): Promise<void> => {
    all.delete(worker);
    return worker.terminate();
  };

  const takeIdle = (): FunctionWorker | undefined => {
    for (let worker = idle.pop(); worker; worker = idle.pop()) {
      if (worker.alive()) return worker;
      void dismiss(worker);
    }
    return undefined;
  };

  const execute = async ({ id, event, ready }: Execution): Promise<Completed> => {
    try {
      const reused = takeIdle();
      spare = Math.min(spare, idle.length);
      const begunAt = renewals;
      const worker = reused ?? (await start());
      await ready?.();
      if (stopped) {
        await worker.terminate();
        return STOPPING;
      }
      all.add(worker);
      if (renewals !== begunAt) retired.add(worker);
      const result = withinLimit(await worker.invoke(id, event));
      if (worker.alive() && !retired.has(worker)) idle.push(worker);
      else void dismiss(worker);
      return result;
    } catch (error) {
      return refused('Runtime.InvalidZip', error instanceof Error ? error.message : String(error));
    }
  };

  const mayGrow = (): boolean =>
    allowed < limit && crowdedSince !== undefined && performance.now() - crowdedSince >= patienceMs;

  const watchCrowd = (): void => {
    if (busy >= allowed && crowdedSince !== undefined) return;
    clearTimeout(growing);
    crowdedSince = undefined;
    if (busy < allowed || allowed >= limit || stopped) return;
    crowdedSince = performance.now();
    growing = setTimeout(onPatienceOver, Math.ceil(patienceMs) + 1);
  };

  /** What can wait outside is told; what waits here goes on. */
  const onPatienceOver = (): void => {
    const next = waiting.shift();
    if (next) grow(next);
    else onRoom();
  };

  const grow = (next: Waiting): void => {
    allowed += 1;
    crowdedSince = undefined;
    void run(next);
  };

  const run = async ({ begin, resolve, reject }: Waiting): Promise<void> => {
    busy += 1;
    watchCrowd();
    try {
      const execution = begin();
      const result = await execute(execution);
      execution.onEnd(result);
      resolve(result);
    } catch (error) {
      reject(error);
    } finally {
      busy -= 1;
      const next = waiting.shift();
      if (next) void run(next);
      else watchCrowd();
    }
  };

  return {
    invoke: (begin) =>
      new Promise((resolve, reject) => {
        if (stopped) resolve(STOPPING);
        else if (busy < allowed) void run({ begin, resolve, reject });
        else if (mayGrow()) grow({ begin, resolve, reject });
        else if (waiting.length < WAITING_LIMIT) waiting.push({ begin, resolve, reject });
        else reject(new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429));
      }),
    hasRoom: () => busy < allowed || mayGrow(),
    inFlight: () => busy + waiting.length,
    renew: () => {
      renewals += 1;
      for (const worker of idle.splice(0)) void dismiss(worker);
      // The rest are busy: they end their event on the old code and are then let go.
      for (const worker of all) retired.add(worker);
    },
    trim: () => {
      // The worker that came back last is used first, so the spare ones are at the front.
      for (const worker of idle.splice(0, Math.min(spare, idle.length - 1))) void dismiss(worker);
      spare = idle.length;
      allowed = Math.max(1, busy + idle.length);
      watchCrowd();
    },
    stop: async () => {
      stopped = true;
      clearTimeout(growing);
      for (const { resolve } of waiting.splice(0)) resolve(STOPPING);
      await Promise.all([...all].map(dismiss));
    },
  };
};
