import { AwsError } from '../engine/contract.ts';
import type { ServiceName } from '../engine/contract.ts';
import { makeEngine } from '../engine/engine.ts';
import type { LocalEngine } from '../engine/engine.ts';
import type { EngineState } from '../engine/state.ts';
import { makeVirtualClock } from './clock.ts';
import { makeTrace } from './core.ts';
import type { Core, Ended, Ready, SimulatorOptions } from './core.ts';
import { befallDelivery, befallSending } from './deliveries.ts';
import { makeExecutions } from './executions.ts';
import type { Fault, FaultKind } from './faults.ts';
import { makeRandom } from './random.ts';
import type { Random } from './random.ts';

export interface Simulator {
  /** The one that runs now: after a restart it is another. */
  readonly engine: () => LocalEngine;
  readonly now: () => number;
  /** Of the world outside: what actors do and when. */
  readonly random: Random;
  /** Calls a function as the HTTP API or an operator does. */
  readonly call: (functionName: string, payload: unknown) => Promise<Ended>;
  /** An operator's call: everything is allowed. Throws as AWS does. */
  readonly admin: (service: ServiceName, operation: string, input: unknown) => unknown;
  readonly sleep: (ms: number) => Promise<void>;
  /** Faults strike only while this is so. */
  readonly setFaulty: (isFaulty: boolean) => void;
  /** For actors: passes a place where one of these can strike. */
  readonly strike: (site: string, kinds: readonly FaultKind[]) => Fault | undefined;
  /** The service fails this share (0 to 1) of the calls from `from` to `to`. */
  readonly outage: (service: ServiceName, from: number, to: number, share: number) => void;
  /** The queue takes nothing from rules until then: they try again, for a day. */
  readonly closeQueue: (queueUrl: string, until: number) => void;
  /** The local cloud is killed and started again on what it remembers; everything under way is lost. */
  readonly restart: () => void;
  /** Runs until only schedules are left, until that time, or until `enough` answers true. */
  readonly run: (until: number, enough?: () => boolean) => Promise<void>;
  readonly steps: () => number;
  /** Everything that happened, in order, as one number: the same for the same seed and code. */
  readonly traceHash: () => number;
}

/** Executions at once of a function that reserves none. */
const CONCURRENCY = 8;
/** How long a step takes: a clock that stands still would hide what depends on time. */
const STEP_MS = 1;
/**
 * Promise chains end within a few empty turns. One that does not waits for something that the simulator does not
 * control.
 */
const PATIENCE_TURNS = 50;

/** Schedules go on for ever; all other work has to end. */
const hasPendingWork = ({ state }: LocalEngine): boolean => {
  const { entries, head } = state.choreography.agenda;
  for (let index = head; index < entries.length; index += 1) if (entries[index]?.kind !== 'schedule') return true;
  return false;
};

/**
 * Runs everything that needs no time: microtasks run before the next tick.
 * https://nodejs.org/api/process.html#when-to-use-queuemicrotask-vs-processnexttick
 */
const settled = (): Promise<void> => new Promise((resolve) => queueMicrotask(() => process.nextTick(resolve)));

const engineOf = (core: Core, state?: EngineState): LocalEngine => {
  const { options, clock, chance } = core;
  const { observer, timeToLiveLagMs } = options;
  return makeEngine({
    model: options.model,
    environment: { now: clock.now, random: chance.next },
    signingKey: options.signingKey,
    defaultConcurrency: CONCURRENCY,
    ...(timeToLiveLagMs !== undefined && { timeToLiveLagMs }),
    ...(state !== undefined && { state }),
    onDrop: (dropped) => observer.onDrop?.(dropped),
    onItemChange: (table, before, after) => observer.onItemChange?.(table, before, after, core.caller),
    beforeCall: (call) => {
      if (call.caller.kind === 'function' && call.operation === 'SendMessageBatch') befallSending(core, call);
      if (call.caller.kind !== 'service') return;
      if (call.operation === 'SendMessage') befallDelivery(core, call);
      observer.onCall?.(call, undefined, undefined);
    },
  });
};

const makeCore = (options: SimulatorOptions): Core => {
  const clock = makeVirtualClock(options.startAt);
  const trace = makeTrace(options.seed, () => clock.now() - options.startAt);
  const core: Core = {
    options,
    clock,
    chance: makeRandom(options.seed, 'engine'),
    ready: [],
    engine: undefined as unknown as LocalEngine,
    isFaulty: false,
    closed: new Map(),
    caller: undefined,
    trace,
    strike: (site, kinds, run) => {
      const struck = options.faults.at(site, kinds);
      if (struck !== undefined) {
        trace.note(struck.kind);
        options.observer.onFault?.(struck, run);
      }
      return struck;
    },
  };
  core.engine = engineOf(core);
  return core;
};

/** Takes one out without moving the others. */
const take = (ready: Ready[], index: number): Ready => {
  const taken = ready[index] as Ready;
  const last = ready.pop() as Ready;
  if (last !== taken) ready[index] = last;
  return taken;
};

/**
 * Driver A: one deployment under a virtual clock. Each call of a function to AWS and each delivery by AWS waits until
 * the seed picks it, so that everything that can happen in another order does in some seed.
 */
export const makeSimulator = (options: SimulatorOptions): Simulator => {
  const core = makeCore(options);
  const { clock, ready, trace } = core;
  const { now } = clock;
  const choices = makeRandom(options.seed, 'choices');
  const executions = makeExecutions(core);
  let steps = 0;

  /** Does one of the things that can happen now; false when nothing can. */
  const step = (): boolean => {
    const total = ready.length + core.engine.dueCount(now());
    if (total === 0) return false;
    const index = choices.below(total);
    if (index < ready.length) {
      const { running, site, go } = take(ready, index);
      // What a dead environment had asked for is dropped.
      if (running?.isOver === true) return true;
      trace.note(site);
      go();
    } else {
      const work = core.engine.dueAt(now(), index - ready.length);
      trace.note(work.kind);
      const invocation = core.engine.start(work.id);
      if (invocation !== undefined) executions.begin(invocation);
    }
    steps += 1;
    options.observer.onStep?.();
    return true;
  };

  const nextTime = (): number =>
    Math.min(core.engine.nextDueAt(now()) ?? Infinity, clock.nextAt() ?? Infinity, executions.nextDeadline());

  const isAtRest = (): boolean =>
    !executions.areRunning() && clock.nextAt() === undefined && !hasPendingWork(core.engine);

  const run = async (until: number, enough: () => boolean = () => false): Promise<void> => {
    let emptyTurns = 0;
    for (;;) {
      await settled();
      if (enough()) return;
      clock.wake();
      executions.endOverdue();
      if (step()) {
        emptyTurns = 0;
        clock.moveTo(now() + STEP_MS);
        continue;
      }
      emptyTurns += 1;
      if (emptyTurns < 3) continue;
      if (isAtRest()) return;
      const next = nextTime();
      if (next > until) {
        if (next === Infinity && emptyTurns < PATIENCE_TURNS) continue;
        if (next === Infinity) throw new Error('A function waits for something that the simulator does not control.');
        clock.moveTo(until);
        return;
      }
      emptyTurns = 0;
      clock.moveTo(next);
    }
  };

  const restart = (): void => {
    trace.note('restart');
    const state = structuredClone(core.engine.state);
    executions.killAll();
    core.engine = engineOf(core, state);
    for (const { id } of core.engine.inFlight())
      core.engine.finish(id, {
        ok: false,
        errorType: 'Runtime.ExitError',
        errorMessage: 'The local cloud was killed.',
      });
  };

  return {
    engine: () => core.engine,
    now,
    random: makeRandom(options.seed, 'world'),
    call: (functionName, payload) =>
      new Promise((resolve) => {
        const go = (): void => {
          try {
            executions.begin(core.engine.invoke(functionName, payload, { kind: 'admin' }), resolve);
          } catch (error) {
            if (!(error instanceof AwsError)) throw error;
            resolve({ kind: 'refused', errorType: error.name });
          }
        };
        ready.push({ site: 'call', running: undefined, go });
      }),
    admin: (service, operation, input) => core.engine.execute({ service, operation, input, caller: { kind: 'admin' } }),
    sleep: (ms) => new Promise((resolve) => clock.at(now() + ms, resolve)),
    setFaulty: (isFaulty) => {
      core.isFaulty = isFaulty;
    },
    strike: (site, kinds) => (core.isFaulty ? core.strike(site, kinds) : undefined),
    outage: executions.outage,
    closeQueue: (queueUrl, until) => void core.closed.set(queueUrl, until),
    restart,
    run,
    steps: () => steps,
    traceHash: trace.hash,
  };
};
