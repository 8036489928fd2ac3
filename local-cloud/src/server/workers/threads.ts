import { setFlagsFromString } from 'node:v8';
import type { PortAnswer, PortRequest } from '../protocols/wire.ts';
import { startThread } from './thread.ts';
import type { Given, Opened, Thread, Told } from './thread.ts';

/**
 * Bytes of its code that a function runs before V8 optimizes it, four times as many as V8's own. Each environment warms up
 * anew, and with V8's own number a quarter of all processor time goes into optimizing what then hardly runs any more.
 */
const BYTES_BEFORE_OPTIMIZING = 500_000;

export interface ThreadsOptions {
  /** Path of workers/runtime.cjs. */
  readonly runtime: string;
  /** Bounds the heap of a thread, in MB. */
  readonly memoryOf: (service: string) => number;
  readonly serve: (request: PortRequest) => Promise<PortAnswer>;
}

/** One thread per service: its functions are one bundle, which V8 then compiles once. */
export interface Threads {
  open(service: string, given: Given, listener: (told: Told) => void): Opened;
  /** What is opened from now on is in a new thread; the old one ends with its last environment. */
  renew(service: string): void;
  /** The same, when an event did not end in time: its thread may be in a circle. */
  leave(service: string): void;
  /** Ends them all at once. */
  stop(): Promise<void>;
}

/**
 * A function that ends its thread (by a lost rejection, a full heap or an endless loop) takes the service's others with it. From
 * then on each function of the service has a thread of its own, until its code is replaced.
 */
export const makeThreads = ({ runtime, memoryOf, serve }: ThreadsOptions): Threads => {
  setFlagsFromString(`--interrupt-budget=${BYTES_BEFORE_OPTIMIZING}`);
  const current = new Map<string, Thread>();
  const all = new Set<Thread>();
  const apart = new Set<string>();

  const threadFor = (service: string, functionName: string): Thread => {
    const key = apart.has(service) ? `${service} ${functionName}` : service;
    const present = current.get(key);
    if (present?.alive()) return present;
    const thread = startThread({ runtime, memoryMb: memoryOf(service), serve, onDeath: () => apart.add(service) });
    current.set(key, thread);
    all.add(thread);
    return thread;
  };
  const forget = (service: string): void => {
    for (const key of [...current.keys()]) if (key === service || key.startsWith(`${service} `)) current.delete(key);
  };

  return {
    open: (service, given, listener) => {
      for (const thread of all) if (!thread.alive()) all.delete(thread);
      return threadFor(service, given.functionName).open(given, listener);
    },
    renew: (service) => {
      apart.delete(service);
      forget(service);
    },
    leave: forget,
    stop: async () => {
      await Promise.all([...all].map((thread) => thread.terminate()));
    },
  };
};
