import type { Engine, Invocation, Work } from '../engine/contract.ts';

/** How much work is begun before sockets get their turn again. */
const BATCH = 64;
/** setTimeout's own limit. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface PumpOptions {
  readonly engine: Pick<Engine, 'due' | 'nextDueAt' | 'start' | 'onWork'>;
  readonly now: () => number;
  /** Makes the call and reports its end to the engine. */
  readonly run: (invocation: Invocation) => Promise<void>;
  /** False for work whose function has no free worker: it stays due until something finishes. */
  readonly hasRoom: (work: Work) => boolean;
  /** The engine threw where it should not: told once per occurrence, the pump goes on. */
  readonly onError: (error: unknown, work: Work | undefined) => void;
}

/** The real clock behind the engine: begins what is due, sleeps until the next thing will be. */
export interface Pump {
  wake(): void;
  /** Invocations begun and not finished. */
  inFlight(): number;
  /** Begins nothing more, and waits at most `graceMs` for what is in flight. */
  stop(graceMs: number): Promise<void>;
}

export const makePump = ({ engine, now, run, hasRoom, onError }: PumpOptions): Pump => {
  let inFlight = 0;
  let turn: NodeJS.Immediate | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let onDrained: (() => void) | undefined;

  const wake = (): void => {
    if (!stopped) turn ??= setImmediate(tick);
  };

  const handOver = async (invocation: Invocation): Promise<void> => {
    inFlight += 1;
    try {
      await run(invocation);
    } catch (error) {
      onError(error, undefined);
    } finally {
      inFlight -= 1;
      wake();
      if (inFlight === 0) onDrained?.();
    }
  };

  /** True when something was begun, so that the engine may now list more. */
  const begin = (work: Work): boolean => {
    try {
      const invocation = engine.start(work.id);
      if (invocation) void handOver(invocation);
      return true;
    } catch (error) {
      // Beginning one thing can take another one away; only work that is still listed is a fault.
      if (engine.due(now()).some(({ id }) => id === work.id)) onError(error, work);
      return false;
    }
  };

  const tick = (): void => {
    turn = undefined;
    clearTimeout(timer);
    let begun = 0;
    // One reading for both questions: what falls due between two readings would be in neither answer.
    const at = now();
    for (const work of engine.due(at)) {
      if (begun === BATCH) break;
      if (hasRoom(work) && begin(work)) begun += 1;
    }
    if (begun > 0) {
      wake();
      return;
    }
    const next = engine.nextDueAt(at);
    if (next !== undefined) timer = setTimeout(wake, Math.min(Math.max(next - now(), 1), LONGEST_TIMER_MS));
  };

  engine.onWork(wake);
  wake();

  return {
    wake,
    inFlight: () => inFlight,
    stop: async (graceMs) => {
      stopped = true;
      clearImmediate(turn);
      clearTimeout(timer);
      if (inFlight === 0) return;
      let limit: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        onDrained = resolve;
        limit = setTimeout(resolve, graceMs);
      });
      clearTimeout(limit);
    },
  };
};
