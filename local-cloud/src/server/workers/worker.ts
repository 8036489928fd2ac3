import { Worker } from 'node:worker_threads';

/** Lambda's init phase may take 10 seconds: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const INIT_LIMIT_MS = 10_000;

export interface Failure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

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
  readonly runtime: string;
  readonly directory: string;
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  /** Overrides Lambda's 10 s in tests. */
  readonly initLimitMs?: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly onLog: (text: string, requestId: string | undefined) => void;
}

type Message =
  | { readonly kind: 'ready' }
  | { readonly kind: 'log'; readonly id?: string; readonly text: string }
  | { readonly kind: 'done'; readonly id: string; readonly payload: string }
  | { readonly kind: 'failed' | 'crashed' | 'init-failed'; readonly id?: string; readonly failure: Failure };

/** One sandbox: a thread that takes one event at a time. Once `alive` is false it takes none any more. */
export interface FunctionWorker {
  invoke(id: string, event: string): Promise<Completed>;
  alive(): boolean;
  terminate(): Promise<void>;
}

const failed = (errorType: string, errorMessage: string): Failure => ({ errorType, errorMessage, trace: [] });

/** Starts the thread at once; the handler's module is loaded before the first event is handed over. */
export const startWorker = (options: WorkerOptions): FunctionWorker => {
  const thread = new Worker(options.runtime, {
    workerData: {
      directory: options.directory,
      handler: options.handler,
      functionName: options.functionName,
      functionArn: options.functionArn,
      memoryMb: options.memoryMb,
    },
    env: { ...options.environment },
    execArgv: [],
    argv: [],
    stdin: false,
    stdout: true,
    stderr: true,
    // Lambda counts the whole process; a thread has only a heap to bound.
    resourceLimits: { maxOldGenerationSizeMb: Math.max(options.memoryMb, 64) },
  });
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
  const onMessage = (message: Message): void => {
    switch (message.kind) {
      case 'ready':
        ready = true;
        onReady?.();
        return;
      case 'log':
        options.onLog(message.text, message.id);
        return;
      case 'done':
        settle?.({ payload: message.payload });
        return;
      case 'failed':
        settle?.(message.failure);
        return;
      case 'crashed':
      case 'init-failed':
        end(message.failure);
    }
  };
  thread.on('message', onMessage);
  thread.on('error', (error: Error & { code?: string }) => {
    const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    end(failed(outOfMemory ? 'Runtime.OutOfMemory' : error.name, error.message));
  });
  thread.on('exit', (code) => {
    const how = code === 0 ? 'without providing a reason' : `with error: exit status ${code}`;
    end(failed('Runtime.ExitError', `Runtime exited ${how}`));
  });
  for (const stream of [thread.stdout, thread.stderr]) {
    stream.on('data', (chunk: Buffer) => options.onLog(chunk.toString('utf8'), undefined));
  }

  const terminate = async (): Promise<void> => {
    alive = false;
    await thread.terminate();
  };

  const expire = (failure: Failure): void => {
    end(failure);
    void thread.terminate();
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
        thread.postMessage({ id, event, deadlineAt: startedAt + options.timeoutMs });
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
