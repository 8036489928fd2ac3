import { failed } from './thread.ts';
import type { Failure, Given, Opened, Told } from './thread.ts';

/** Lambda's init phase may take 10 seconds: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const INIT_LIMIT_MS = 10_000;

/** How one event ended; `payload` is the handler's answer as JSON text. */
export type Completed =
  | { readonly ok: true; readonly payload: string; readonly durationMs: number }
  | {
      readonly ok: false;
      readonly failure: Failure;
      readonly durationMs: number;
      /** The handler never saw the event: its code was not loaded in time. */
      readonly neverBegan?: true;
    };

export interface WorkerOptions {
  readonly given: Given;
  readonly timeoutMs: number;
  /** Overrides Lambda's 10 s in tests. */
  readonly initLimitMs?: number;
  readonly open: (given: Given, listener: (told: Told) => void) => Opened;
  readonly onLog: (text: string, requestId: string | undefined) => void;
  /** It did not end in time: its thread may be in a circle. */
  readonly onLate: () => void;
}

/** One environment of a function, which takes one event at a time. Once `alive` is false it takes none any more. */
export interface FunctionWorker {
  invoke(id: string, event: string): Promise<Completed>;
  alive(): boolean;
  terminate(): Promise<void>;
}

/** Loads the handler's module at once; an event is handed over when that is done. */
export const startWorker = (options: WorkerOptions): FunctionWorker => {
  let alive = true;
  let ready = false;
  /** Who gets the result of the current event; empty while the worker is idle. */
  let settle: ((result: { payload: string } | Failure) => void) | undefined;
  let onReady: (() => void) | undefined;
  let startFailure: Failure | undefined;

  const end = (failure: Failure): void => {
    alive = false;
    startFailure ??= failure;
    settle?.(failure);
  };
  const environment = options.open(options.given, (told) => {
    switch (told.kind) {
      case 'ready':
        ready = true;
        onReady?.();
        return;
      case 'log':
        options.onLog(told.text, told.id);
        return;
      case 'done':
        settle?.({ payload: told.payload });
        return;
      case 'failed':
        settle?.(told.failure);
        return;
      case 'ended':
        end(told.failure);
    }
  });

  const terminate = (): Promise<void> => {
    end(failed('Runtime.ExitError', 'Runtime exited with error: exit status 1'));
    return environment.close();
  };
  const expire = (failure: Failure): void => {
    options.onLate();
    end(failure);
    void environment.close();
  };

  const invoke = (id: string, event: string): Promise<Completed> =>
    new Promise((resolve) => {
      let startedAt = Date.now();
      let isLate = false;
      let timer: NodeJS.Timeout | undefined;
      settle = (result) => {
        clearTimeout(timer);
        settle = undefined;
        onReady = undefined;
        const durationMs = Date.now() - startedAt;
        resolve(
          'payload' in result
            ? { ok: true, ...result, durationMs }
            : { ok: false, failure: result, durationMs, ...(isLate && { neverBegan: true }) },
        );
      };
      const begin = (): void => {
        clearTimeout(timer);
        startedAt = Date.now();
        const seconds = (options.timeoutMs / 1000).toFixed(2);
        const late = failed('Sandbox.Timedout', `RequestId: ${id} Error: Task timed out after ${seconds} seconds`);
        timer = setTimeout(() => expire(late), options.timeoutMs);
        environment.post({ id, event, deadlineAt: startedAt + options.timeoutMs });
      };
      if (!alive) settle(startFailure ?? failed('Runtime.ExitError', 'Runtime exited'));
      else if (ready) begin();
      else {
        onReady = begin;
        const limitMs = options.initLimitMs ?? INIT_LIMIT_MS;
        const late = failed('Sandbox.Timedout', `RequestId: ${id} Error: Init timed out after ${limitMs} ms`);
        timer = setTimeout(() => {
          isLate = true;
          expire(late);
        }, limitMs);
      }
    });

  return { invoke, alive: () => alive, terminate };
};
