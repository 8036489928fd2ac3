import type { CloudModel, FunctionDefinition } from '../template/model.ts';
import { AwsError } from '../engine/contract.ts';
import type { Call, Invocation, Outcome, ServiceName } from '../engine/contract.ts';
import { makeEngine } from '../engine/engine.ts';
import type { LocalEngine } from '../engine/engine.ts';
import type { SigningKey } from '../engine/users/tokens.ts';
import { conflict, kindsOf, partialPut, throttled, timedOut, unavailable } from './call-faults.ts';
import { makeVirtualClock } from './clock.ts';
import type { Fault, FaultKind, Faults } from './faults.ts';
import type { Observer, Run } from './observer.ts';
import { hashText, makeRandom, mix } from './random.ts';
import type { Random } from './random.ts';
import type { ColdStart, Handler, PostAnswer, PostRequest, Sandbox } from './sandbox.ts';

export interface SimulatorOptions {
  readonly model: CloudModel;
  /** Service (stack) → its lambda.ts. */
  readonly services: Readonly<Record<string, ColdStart>>;
  readonly seed: number;
  readonly faults: Faults;
  readonly observer: Observer;
  readonly signingKey: SigningKey;
  /** The world outside: answers a webhook, or throws as Node's client does. */
  readonly post: (request: PostRequest) => PostAnswer;
  /** Milliseconds since the epoch. */
  readonly startAt: number;
  /** Executions at once of a function that reserves none. */
  readonly concurrency?: number;
  /** How long after its expiry an item is removed; AWS says "within a few days". */
  readonly timeToLiveLagMs?: number;
}

/** How a direct call of a function ended, as its caller sees it. */
export type Ended =
  | { readonly kind: 'answered'; readonly payload: unknown }
  /** It threw, timed out or died. */
  | { readonly kind: 'failed'; readonly errorType: string }
  /** It was not even begun: `TooManyRequestsException`. */
  | { readonly kind: 'refused'; readonly errorType: string };

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
  /** Goes on until nothing but schedules is left, or that time has come, or `enough` says so. */
  readonly run: (until: number, enough?: () => boolean) => Promise<void>;
  readonly steps: () => number;
  /** Everything that happened, in order, as one number: the same for the same seed and code. */
  readonly traceHash: () => number;
  /** A windowed fault: the service answers nobody from `from` to `to`. */
  readonly outage: (service: ServiceName, from: number, to: number) => void;
}

interface Environment {
  readonly definition: FunctionDefinition;
  readonly handler: Handler;
  running: Running | undefined;
}

interface Running extends Run {
  readonly invocation: Invocation;
  readonly environment: Environment;
  readonly settle: ((ended: Ended) => void) | undefined;
  /** The environment is gone, or the invocation is over: nothing of it has an effect any more. */
  isOver: boolean;
}

interface Ready {
  readonly site: string;
  readonly running: Running | undefined;
  readonly go: () => void;
}

const DEFAULT_CONCURRENCY = 8;
/** A step takes this long at least; otherwise a clock that stands still would hide what depends on time. */
const STEP_MS = 1;
const SLOWEST_MS = 40_000;
const SKEW_MS = 10 * 60_000;
/** SQS's own limit of a delay. */
const LONGEST_DELAY_S = 600;
/** A handler that waits for something else than a call would never go on: after so many empty turns it is a fault. */
const PATIENCE_TURNS = 50;

/** Schedules go on for ever: the rest is what has to end. */
const hasPendingWork = ({ state }: LocalEngine): boolean => {
  const { entries, head } = state.choreography.agenda;
  for (let index = head; index < entries.length; index += 1) if (entries[index]?.kind !== 'schedule') return true;
  return false;
};

/**
 * Lets everything run that needs no time: what is queued as a microtask runs before the next tick does.
 * https://nodejs.org/api/process.html#when-to-use-queuemicrotask-vs-processnexttick
 */
const settled = (): Promise<void> => new Promise((resolve) => queueMicrotask(() => process.nextTick(resolve)));

/**
 * Driver A: one deployment under a virtual clock. Each call of a function to AWS and each delivery by AWS waits until
 * the seed picks it, so that everything that can happen in another order does in some seed.
 */
export const makeSimulator = (options: SimulatorOptions): Simulator => {
  const { model, faults, observer, seed } = options;
  const clock = makeVirtualClock(options.startAt);
  const { now } = clock;
  const choices = makeRandom(seed, 'choices');
  const chance = makeRandom(seed, 'engine');
  const world = makeRandom(seed, 'world');
  const functions = new Map(model.functions.map((definition) => [definition.name, definition]));
  const idle = new Map<string, Environment[]>();
  const running = new Map<string, Running>();
  const ready: Ready[] = [];
  const outages: { readonly service: ServiceName; readonly from: number; readonly to: number }[] = [];
  const textHashes = new Map<string, number>();
  let caller: Running | undefined;
  let isFaulty = false;
  let steps = 0;
  let hash = mix(0, seed);
  let earliestDeadline = Infinity;

  const note = (text: string): void => {
    let value = textHashes.get(text);
    if (value === undefined) {
      value = hashText(text);
      textHashes.set(text, value);
    }
    hash = mix(mix(hash, value), now() - options.startAt);
  };

  const fault = (site: string, kinds: readonly FaultKind[]): Fault | undefined => {
    if (!isFaulty) return undefined;
    const struck = faults.at(site, kinds);
    if (struck !== undefined) {
      note(struck.kind);
      observer.onFault?.(struck);
    }
    return struck;
  };

  // ---- AWS's own deliveries

  const DELIVERY: readonly FaultKind[] = ['duplicate', 'delay', 'reorder', 'delivery-refused'];

  const deliver = (call: Call): void => {
    const struck = fault(`deliver:${String((call.input as { QueueUrl?: string }).QueueUrl)}`, DELIVERY);
    if (struck === undefined) return;
    const input = call.input as { DelaySeconds?: number };
    if (struck.kind === 'delivery-refused') throw unavailable('sqs');
    if (struck.kind === 'delay') input.DelaySeconds = 1 + Math.floor(struck.value * LONGEST_DELAY_S);
    if (struck.kind === 'reorder') input.DelaySeconds = 1 + Math.floor(struck.value * 3);
    if (struck.kind === 'duplicate') {
      const { QueueUrl, MessageBody } = call.input as { QueueUrl: string; MessageBody: string };
      clock.at(now() + Math.floor(struck.value * 30_000), () =>
        engine.execute({
          service: 'sqs',
          operation: 'SendMessage',
          input: { QueueUrl, MessageBody },
          caller: { kind: 'admin' },
        }),
      );
    }
  };

  const engine = makeEngine({
    model,
    environment: { now, random: chance.next },
    signingKey: options.signingKey,
    defaultConcurrency: options.concurrency ?? DEFAULT_CONCURRENCY,
    ...(options.timeToLiveLagMs !== undefined && { timeToLiveLagMs: options.timeToLiveLagMs }),
    onDrop: (dropped) => observer.onDrop?.(dropped),
    onItemChange: (table, before, after) => observer.onItemChange?.(table, before, after, caller),
    beforeCall: (call) => {
      if (call.caller.kind !== 'service') return;
      if (call.operation === 'SendMessage') deliver(call);
      observer.onCall?.(call, undefined, undefined);
    },
  });

  // ---- Functions

  const end = (run: Running, outcome: Outcome, ended: Ended): void => {
    if (run.isOver) return;
    run.isOver = true;
    running.delete(run.id);
    run.environment.running = undefined;
    note(ended.kind === 'answered' ? 'end' : ended.errorType);
    observer.onEnd?.(run, {
      ok: outcome.ok,
      payload: outcome.ok ? outcome.payload : undefined,
      ...(!outcome.ok && { why: `${outcome.errorType}: ${outcome.errorMessage}` }),
    });
    engine.finish(run.id, outcome);
    run.settle?.(ended);
  };

  /** The environment is gone with all that it remembered. */
  const die = (run: Running, errorType: string): void =>
    end(run, { ok: false, errorType, errorMessage: errorType }, { kind: 'failed', errorType });

  const execute = (run: Running, service: ServiceName, operation: string, input: unknown): unknown => {
    const call: Call = { service, operation, input, caller: { kind: 'function', functionName: run.functionName } };
    caller = run;
    try {
      const output = engine.execute(call);
      observer.onCall?.(call, output, run);
      return output;
    } finally {
      caller = undefined;
    }
  };

  const isDown = (service: ServiceName): boolean =>
    outages.length > 0 &&
    outages.some((outage) => outage.service === service && outage.from <= now() && now() < outage.to);

  interface Waiting {
    readonly resolve: (output: unknown) => void;
    readonly reject: (error: unknown) => void;
  }

  const perform = (run: Running, service: ServiceName, operation: string, input: unknown, waiting: Waiting): void => {
    const site = `${run.functionName}/${operation}`;
    if (isDown(service)) {
      waiting.reject(unavailable(service));
      return;
    }
    const struck = fault(site, kindsOf(service, operation));
    const act = (): unknown => execute(run, service, operation, input);
    try {
      switch (struck?.kind) {
        case undefined:
          waiting.resolve(act());
          return;
        case 'crash-before':
          die(run, 'Runtime.ExitError');
          return;
        case 'crash-after':
          try {
            act();
          } finally {
            die(run, 'Runtime.ExitError');
          }
          return;
        case 'throttle':
          throw throttled(service);
        case 'unavailable':
        case 'secrets-down':
          throw unavailable(service);
        case 'conflict':
          throw conflict(operation, input, struck);
        case 'timeout-applied':
          act();
          throw timedOut();
        case 'lost-answer':
          // The SDK repeats a call whose answer it did not get.
          act();
          waiting.resolve(act());
          return;
        case 'partial-put':
          waiting.resolve(partialPut(input, struck, (some) => execute(run, service, operation, some)));
          return;
        default: {
          const output = act();
          const { value } = struck as Fault;
          clock.at(now() + Math.floor(value * SLOWEST_MS), () => waiting.resolve(output));
        }
      }
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      note(error.name);
      waiting.reject(error);
    }
  };

  const never = new Promise<never>(() => undefined);

  const coldStart = (definition: FunctionDefinition): Environment => {
    const start = options.services[definition.service];
    if (start === undefined) throw new Error(`There is no service ${definition.service}.`);
    const skew = fault(`environment/${definition.name}`, ['clock-skew']);
    const skewMs = skew === undefined ? 0 : Math.floor((skew.value * 2 - 1) * SKEW_MS);
    const environment: Environment = {
      definition,
      running: undefined,
      handler: (event, context) => {
        const handler = handlers[definition.key];
        if (handler === undefined) throw new Error(`${definition.service} has no handler ${definition.key}.`);
        return handler(event, context);
      },
    };
    const sandbox: Sandbox = {
      environment: definition.environment,
      now: () => now() + skewMs,
      randomBytes: chance.bytes,
      client: (service) => ({
        send: ({ operation, input }) => {
          const run = environment.running;
          if (run === undefined) return never;
          const whole =
            operation === 'TransactWriteItems'
              ? { ClientRequestToken: `sdk-${String(chance.next())}`, ...(input as object) }
              : input;
          return new Promise((resolve, reject) => {
            const go = (): void => perform(run, service, operation, whole, { resolve, reject });
            ready.push({ site: operation, running: run, go });
          });
        },
      }),
      post: (request) => {
        const run = environment.running;
        if (run === undefined) return never;
        return new Promise((resolve, reject) => {
          ready.push({ site: 'post', running: run, go: () => post(run, request, resolve, reject) });
        });
      },
      log: (level, message, attributes) => observer.onLog?.(environment.running, level, message, attributes),
      count: () => undefined,
    };
    const handlers = start(sandbox);
    return environment;
  };

  const PARTNER: readonly FaultKind[] = [
    'crash-before',
    'crash-after',
    'partner-500',
    'partner-429',
    'partner-redirect',
    'partner-silent',
    'partner-lost-answer',
    'partner-huge',
  ];
  /** As makeHttpPost gives up: its own time-out. */
  const WEBHOOK_TIMEOUT_MS = 15_000;
  const noAnswer = (): Error => Object.assign(new Error('The partner did not answer.'), { code: 'ETIMEDOUT' });

  const post = (
    run: Running,
    request: PostRequest,
    resolve: (answer: PostAnswer) => void,
    reject: (error: unknown) => void,
  ): void => {
    const struck = fault(`post/${request.url.pathname}`, PARTNER);
    const answer = (given: PostAnswer | undefined): void => {
      observer.onPost?.(request, given, run);
      if (given === undefined) clock.at(now() + WEBHOOK_TIMEOUT_MS, () => reject(noAnswer()));
      else resolve(given);
    };
    switch (struck?.kind) {
      case 'crash-before':
        die(run, 'Runtime.ExitError');
        return;
      case 'crash-after':
        observer.onPost?.(request, options.post(request), run);
        die(run, 'Runtime.ExitError');
        return;
      case 'partner-500':
        answer({ status: struck.value < 0.5 ? 500 : 503 });
        return;
      case 'partner-429':
        answer({ status: 429, retryAfter: String(1 + Math.floor(struck.value * 60)) });
        return;
      case 'partner-redirect':
        answer({ status: 302 });
        return;
      case 'partner-silent':
        answer(undefined);
        return;
      case 'partner-lost-answer':
        options.post(request);
        answer(undefined);
        return;
      default:
        answer(options.post(request));
    }
  };

  const begin = (invocation: Invocation, settle?: (ended: Ended) => void): void => {
    const definition = functions.get(invocation.functionName);
    if (definition === undefined) throw new Error(`There is no function ${invocation.functionName}.`);
    const pool = idle.get(definition.name);
    const environment = pool?.pop() ?? coldStart(definition);
    const { id, functionName, payload, deadlineAt } = invocation;
    const run: Running = {
      id,
      functionName,
      payload,
      startedAt: now(),
      invocation,
      environment,
      settle,
      isOver: false,
    };
    environment.running = run;
    running.set(id, run);
    if (deadlineAt < earliestDeadline) earliestDeadline = deadlineAt;
    note(functionName);
    observer.onStart?.(run);
    const context = { getRemainingTimeInMillis: () => deadlineAt - now() };
    environment.handler(payload, context).then(
      (value) => {
        if (run.isOver) return;
        if (fault(`${functionName}/end`, ['crash-unacknowledged']) !== undefined) {
          die(run, 'Runtime.ExitError');
          return;
        }
        const payloadOut = value === undefined ? null : value;
        end(run, { ok: true, payload: payloadOut }, { kind: 'answered', payload: payloadOut });
        keep(environment);
      },
      (error: unknown) => {
        if (run.isOver) return;
        const { name, message } = error instanceof Error ? error : new Error(String(error));
        end(run, { ok: false, errorType: name, errorMessage: message }, { kind: 'failed', errorType: name });
        keep(environment);
      },
    );
  };

  const keep = (environment: Environment): void => {
    const { name } = environment.definition;
    const pool = idle.get(name);
    if (pool === undefined) idle.set(name, [environment]);
    else pool.push(environment);
  };

  /** Lambda ends what runs longer than its function may. */
  const endOverdue = (): void => {
    earliestDeadline = Infinity;
    for (const run of [...running.values()]) {
      if (run.invocation.deadlineAt <= now()) die(run, 'Sandbox.Timedout');
      else if (run.invocation.deadlineAt < earliestDeadline) earliestDeadline = run.invocation.deadlineAt;
    }
  };

  // ---- The loop

  /** Takes one out without moving the others. */
  const take = (index: number): Ready => {
    const taken = ready[index] as Ready;
    const last = ready.pop() as Ready;
    if (last !== taken) ready[index] = last;
    return taken;
  };

  const startWork = (workId: string): void => {
    const invocation = engine.start(workId);
    if (invocation !== undefined) begin(invocation);
  };

  /** Does one of the things that can happen now; false when nothing can. */
  const step = (): boolean => {
    const due = engine.due(now());
    const total = ready.length + due.length;
    if (total === 0) return false;
    const index = choices.below(total);
    if (index < ready.length) {
      const { running: run, site, go } = take(index);
      // What a dead environment wanted is not wanted any more.
      if (run?.isOver === true) return true;
      note(site);
      go();
    } else {
      const work = due[index - ready.length];
      if (work !== undefined) {
        note(work.kind);
        startWork(work.id);
      }
    }
    steps += 1;
    observer.onStep?.();
    return true;
  };

  const nextTime = (): number => {
    const times = [engine.nextDueAt(now()) ?? Infinity, clock.nextAt() ?? Infinity];
    return Math.min(...times, running.size > 0 ? earliestDeadline : Infinity);
  };

  const onlySchedulesLeft = (): boolean =>
    running.size === 0 && clock.nextAt() === undefined && !hasPendingWork(engine);

  const run = async (until: number, enough: () => boolean = () => false): Promise<void> => {
    let emptyTurns = 0;
    for (;;) {
      await settled();
      if (enough()) return;
      clock.wake();
      if (now() >= earliestDeadline) endOverdue();
      if (step()) {
        emptyTurns = 0;
        clock.moveTo(now() + STEP_MS);
        continue;
      }
      // Something outside the simulator's hands may still be under way, such as an awaited empty promise chain.
      if (emptyTurns < 2) {
        emptyTurns += 1;
        continue;
      }
      if (onlySchedulesLeft()) return;
      const next = nextTime();
      if (next > until) {
        clock.moveTo(until);
        return;
      }
      if (next === Infinity && emptyTurns > PATIENCE_TURNS)
        throw new Error('A function waits for something that the simulator does not control.');
      emptyTurns = 0;
      clock.moveTo(next);
    }
  };

  return {
    engine: () => engine,
    now,
    random: world,
    call: (functionName, payload) =>
      new Promise((resolve) => {
        ready.push({
          site: 'call',
          running: undefined,
          go: () => {
            try {
              begin(engine.invoke(functionName, payload, { kind: 'admin' }), resolve);
            } catch (error) {
              if (!(error instanceof AwsError)) throw error;
              resolve({ kind: 'refused', errorType: error.name });
            }
          },
        });
      }),
    admin: (service, operation, input) => engine.execute({ service, operation, input, caller: { kind: 'admin' } }),
    sleep: (ms) => new Promise((resolve) => clock.at(now() + ms, resolve)),
    setFaulty: (next) => {
      isFaulty = next;
    },
    run,
    steps: () => steps,
    traceHash: () => hash,
    outage: (service, from, to) => void outages.push({ service, from, to }),
  };
};
