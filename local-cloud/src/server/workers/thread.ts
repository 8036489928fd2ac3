import { Worker } from 'node:worker_threads';
import type { PortAnswer, PortRequest } from '../protocols/wire.ts';

export interface Failure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

export const failed = (errorType: string, errorMessage: string): Failure => ({ errorType, errorMessage, trace: [] });

/** What a thread needs to make an environment of a function. */
export interface Given {
  readonly directory: string;
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** What an environment tells; after `ended` it tells nothing more. */
export type Told =
  | { readonly kind: 'ready' }
  | { readonly kind: 'log'; readonly id?: string; readonly text: string }
  | { readonly kind: 'done'; readonly payload: string }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'ended'; readonly failure: Failure };

type Message =
  | ({ readonly environment: number } & Exclude<Told, { readonly kind: 'ended' }>)
  | { readonly kind: 'init-failed'; readonly environment: number; readonly failure: Failure }
  | { readonly kind: 'exited'; readonly environment: number; readonly code: number }
  | { readonly kind: 'request'; readonly environment: number; readonly number: number; readonly sent: PortRequest }
  | { readonly kind: 'closed'; readonly environment: number }
  | { readonly kind: 'crashed'; readonly failure: Failure };

/** An environment in a thread. */
export interface Opened {
  post(event: { readonly id: string; readonly event: string; readonly deadlineAt: number }): void;
  /** Nothing that it asks is done any more. Resolves once the thread lets go of it, or has ended. */
  close(): Promise<void>;
}

export interface ThreadOptions {
  /** Path of workers/runtime.cjs. */
  readonly runtime: string;
  readonly memoryMb: number;
  /** Does what the SDK in an environment asks. */
  readonly serve: (request: PortRequest) => Promise<PortAnswer>;
  /** It has ended by itself, or had to be ended. */
  readonly onDeath: () => void;
}

/** A worker thread with environments of one service. It ends when the last of them is closed. */
export interface Thread {
  open(given: Given, listener: (told: Told) => void): Opened;
  alive(): boolean;
  terminate(): Promise<void>;
}

/** A thread that does not even let go of an environment in this time runs in a circle. */
const CLOSING_LIMIT_MS = 2_000;

const exitFailure = (code: number): Failure =>
  failed(
    'Runtime.ExitError',
    `Runtime exited ${code === 0 ? 'without providing a reason' : `with error: exit status ${code}`}`,
  );

interface Inhabitant {
  readonly listener: (told: Told) => void;
  /** Once it is being closed. */
  closing?: Promise<void>;
  onClosed?: () => void;
}

const start = ({ runtime, memoryMb }: ThreadOptions): Worker =>
  new Worker(runtime, {
    env: {},
    execArgv: [],
    argv: [],
    stdin: false,
    stdout: true,
    stderr: true,
    // Lambda counts the whole process; a thread has only a heap to bound.
    resourceLimits: { maxOldGenerationSizeMb: Math.max(memoryMb, 64) },
  });

export const startThread = (options: ThreadOptions): Thread => {
  const thread = start(options);
  const environments = new Map<number, Inhabitant>();
  let opened = 0;
  let alive = true;
  let wanted = true;
  let halted: Promise<unknown> | undefined;

  /** What is told in one turn of the event loop goes together: to wake a thread takes longer than to read a message. */
  let outbox: object[] = [];
  const post = (message: object): void => {
    if (outbox.push(message) > 1) return;
    setImmediate(() => {
      const messages = outbox;
      outbox = [];
      if (alive) thread.postMessage(messages);
    });
  };

  /** Once: Node listens anew at each call, and warns of too many when a dozen environments are closed together. */
  const halt = (): Promise<unknown> => (halted ??= thread.terminate());

  const end = (failure: Failure): void => {
    if (!alive) return;
    alive = false;
    if (wanted) options.onDeath();
    for (const { listener, onClosed } of environments.values()) {
      if (onClosed) onClosed();
      else listener({ kind: 'ended', failure });
    }
    environments.clear();
  };
  const terminate = async (): Promise<void> => {
    wanted = false;
    end(exitFailure(1));
    await halt();
  };

  const serve = async (environment: number, number: number, sent: PortRequest): Promise<void> => {
    const answer = await options.serve(sent).catch(() => undefined);
    if (environments.has(environment)) post({ kind: 'answer', number, answer });
  };

  const leave = (number: number): void => {
    environments.get(number)?.onClosed?.();
    environments.delete(number);
    if (environments.size === 0) void terminate();
  };

  const tell = (number: number, told: Told): void => {
    const inhabitant = environments.get(number);
    if (inhabitant && !inhabitant.onClosed) inhabitant.listener(told);
  };

  const take = (message: Message): void => {
    switch (message.kind) {
      case 'request':
        if (environments.get(message.environment)?.onClosed === undefined)
          void serve(message.environment, message.number, message.sent);
        return;
      case 'closed':
        leave(message.environment);
        return;
      case 'crashed':
        end(message.failure);
        return;
      case 'exited':
        tell(message.environment, { kind: 'ended', failure: exitFailure(message.code) });
        return;
      case 'init-failed':
        tell(message.environment, { kind: 'ended', failure: message.failure });
        return;
      default:
        tell(message.environment, message);
    }
  };
  thread.on('message', (messages: readonly Message[]) => messages.forEach(take));
  thread.on('error', (error: Error & { code?: string }) => {
    const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    end(failed(outOfMemory ? 'Runtime.OutOfMemory' : error.name, error.message));
  });
  thread.on('exit', (code) => end(exitFailure(code)));

  const close = (number: number): Promise<void> => {
    const inhabitant = environments.get(number);
    if (!alive || inhabitant === undefined) return Promise.resolve();
    // A function that timed out is closed by its worker and again by its pool: one limit, or the second would never be cleared.
    inhabitant.closing ??= new Promise((resolve) => {
      const limit = setTimeout(() => {
        // This process may have been the one that was busy: what the thread has told by now is read first.
        setImmediate(() => {
          if (!environments.has(number)) return;
          end(exitFailure(1));
          void halt();
        });
      }, CLOSING_LIMIT_MS);
      inhabitant.onClosed = () => {
        clearTimeout(limit);
        resolve();
      };
      post({ kind: 'close', number });
    });
    return inhabitant.closing;
  };

  return {
    open: (given, listener) => {
      const number = (opened += 1);
      environments.set(number, { listener });
      post({ kind: 'open', number, given });
      return {
        post: (event) => post({ kind: 'event', number, ...event }),
        close: () => close(number),
      };
    },
    alive: () => alive,
    terminate,
  };
};
