import type { Invocation, Outcome } from '../engine/contract.ts';
import type { FunctionDefinition } from '../template/model.ts';
import type { Core, Ended, Environment, Running } from './core.ts';
import { makeCalls } from './calls.ts';
import type { Calls } from './calls.ts';
import { befallBatch } from './deliveries.ts';
import { makePosts } from './posts.ts';
import type { Sandbox } from './sandbox.ts';

export interface Executions {
  readonly begin: (invocation: Invocation, settle?: (ended: Ended) => void) => void;
  /** Lambda ends what runs longer than its function may. Cheap unless something is overdue. */
  readonly endOverdue: () => void;
  /** Every environment is gone, and with it what ran in it. */
  readonly killAll: () => void;
  readonly areRunning: () => boolean;
  /** The earliest end by force; Infinity when nothing runs. */
  readonly nextDeadline: () => number;
  readonly outage: Calls['outage'];
}

const SKEW_MS = 10 * 60_000;
/** A promise per call: a shared one would keep everything in memory that ever waited for it. */
const never = (): Promise<never> => new Promise(() => undefined);

/** Functions in their execution environments: one event at a time in each, cold when none is free, warm for ever. */
export const makeExecutions = (core: Core): Executions => {
  const { options, clock, trace } = core;
  const { observer, model } = options;
  const functions = new Map(model.functions.map((definition) => [definition.name, definition]));
  const warm = new Map<string, Environment[]>();
  const running = new Map<string, Running>();
  let earliestDeadline = Infinity;

  const end = (run: Running, outcome: Outcome, ended: Ended): void => {
    if (run.isOver) return;
    run.isOver = true;
    running.delete(run.id);
    run.environment.running = undefined;
    trace.note(ended.kind === 'answered' ? 'end' : ended.errorType);
    observer.onEnd?.(run, {
      ok: outcome.ok,
      payload: outcome.ok ? outcome.payload : undefined,
      ...(!outcome.ok && { why: `${outcome.errorType}: ${outcome.errorMessage}` }),
    });
    core.engine.finish(run.id, outcome);
    run.settle?.(ended);
  };

  const fail = (run: Running, errorType: string, errorMessage: string): void =>
    end(run, { ok: false, errorType, errorMessage }, { kind: 'failed', errorType });

  /** The environment is gone with all that it remembered. */
  const die = (run: Running): void => fail(run, 'Runtime.ExitError', 'The environment died.');

  const calls = makeCalls(core, die);
  const post = makePosts(core, die);

  const coldStart = (definition: FunctionDefinition): Environment => {
    const start = options.services[definition.service];
    if (start === undefined) throw new Error(`There is no service ${definition.service}.`);
    const skew = core.isFaulty ? core.strike(`environment/${definition.name}`, ['clock-skew']) : undefined;
    const skewMs = skew === undefined ? 0 : Math.floor((skew.value * 2 - 1) * SKEW_MS);
    const environment: { -readonly [K in keyof Environment]: Environment[K] } = {
      definition,
      running: undefined,
      handler: never,
    };
    const sandbox: Sandbox = {
      environment: definition.environment,
      now: () => clock.now() + skewMs,
      randomBytes: core.chance.bytes,
      client: (service) => ({
        send: ({ operation, input }) =>
          environment.running === undefined ? never() : calls.send(environment.running, service, operation, input),
      }),
      post: (request) => (environment.running === undefined ? never() : post(environment.running, request)),
      log: (level, message, attributes) => observer.onLog?.(environment.running, level, message, attributes),
      count: () => undefined,
    };
    const exported = definition.handler.slice(definition.handler.lastIndexOf('.') + 1);
    const handler = start(sandbox)[exported];
    if (handler === undefined) throw new Error(`${definition.service} has no handler ${exported}.`);
    environment.handler = handler;
    return environment;
  };

  const keep = (environment: Environment): void => {
    const pool = warm.get(environment.definition.name);
    if (pool === undefined) warm.set(environment.definition.name, [environment]);
    else pool.push(environment);
  };

  const onReturn = (run: Running, value: unknown): void => {
    if (run.isOver) return;
    // Everything is done, and Lambda never hears of it.
    if (core.isFaulty && core.strike(`${run.functionName}/end`, ['crash-unacknowledged']) !== undefined) {
      die(run);
      return;
    }
    const payload = value ?? null;
    end(run, { ok: true, payload }, { kind: 'answered', payload });
    keep(run.environment);
  };

  const onThrow = (run: Running, error: unknown): void => {
    if (run.isOver) return;
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    fail(run, name, message);
    keep(run.environment);
  };

  return {
    areRunning: () => running.size > 0,
    nextDeadline: () => (running.size > 0 ? earliestDeadline : Infinity),
    outage: calls.outage,
    begin: (invocation, settle) => {
      const { id, functionName, payload, deadlineAt } = invocation;
      const definition = functions.get(functionName);
      if (definition === undefined) throw new Error(`There is no function ${functionName}.`);
      const environment = warm.get(functionName)?.pop() ?? coldStart(definition);
      const startedAt = clock.now();
      const run: Running = { id, functionName, payload, startedAt, invocation, environment, settle, isOver: false };
      environment.running = run;
      running.set(id, run);
      if (deadlineAt < earliestDeadline) earliestDeadline = deadlineAt;
      trace.note(functionName);
      observer.onStart?.(run);
      befallBatch(core, invocation);
      environment.handler(payload, { getRemainingTimeInMillis: () => deadlineAt - clock.now(), awsRequestId: id }).then(
        (value) => onReturn(run, value),
        (error: unknown) => onThrow(run, error),
      );
    },
    endOverdue: () => {
      if (clock.now() < earliestDeadline) return;
      earliestDeadline = Infinity;
      for (const run of [...running.values()]) {
        const { deadlineAt } = run.invocation;
        if (deadlineAt <= clock.now()) fail(run, 'Sandbox.Timedout', 'Task timed out.');
        else if (deadlineAt < earliestDeadline) earliestDeadline = deadlineAt;
      }
    },
    killAll: () => {
      for (const run of [...running.values()]) {
        run.isOver = true;
        trace.note('killed');
        observer.onEnd?.(run, { ok: false, payload: undefined, why: 'Runtime.ExitError: The local cloud was killed.' });
        run.settle?.({ kind: 'failed', errorType: 'ECONNRESET' });
      }
      running.clear();
      warm.clear();
      earliestDeadline = Infinity;
    },
  };
};
