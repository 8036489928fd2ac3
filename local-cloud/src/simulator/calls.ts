import { AwsError } from '../engine/contract.ts';
import type { Call, ServiceName } from '../engine/contract.ts';
import { conflict, kindsOf, PARTLY, retried, throttled, timedOut, unavailable } from './call-faults.ts';
import type { Core, Running } from './core.ts';
import type { Fault } from './faults.ts';

export interface Calls {
  /** A call of a function to AWS: settles when the seed has picked it, or never when its environment dies. */
  readonly send: (run: Running, service: ServiceName, operation: string, input: unknown) => Promise<unknown>;
  /** The service fails this share (0 to 1) of the calls from `from` to `to`; a bus that fails some takes others in part. */
  readonly outage: (service: ServiceName, from: number, to: number, share: number) => void;
}

interface Waiting {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: unknown) => void;
}

const LATEST_EFFECT_MS = 120_000;
const LATEST_REPEAT_MS = 3_000;
/** Longer than any function may take. */
const SLOWEST_MS = 40_000;

export const makeCalls = (core: Core, die: (run: Running) => void): Calls => {
  const { clock, options } = core;
  const outages: {
    readonly service: ServiceName;
    readonly from: number;
    readonly to: number;
    readonly share: number;
  }[] = [];
  const kinds = new Map<string, ReturnType<typeof kindsOf>>();

  /** How much of what is asked of a service fails just now. */
  const failingShare = (service: ServiceName): number =>
    outages.find((outage) => outage.service === service && outage.from <= clock.now() && clock.now() < outage.to)
      ?.share ?? 0;

  /** What an outage makes of a call. */
  const during = (share: number, operation: string): Fault | undefined => {
    const value = core.chance.next();
    const kind = value < share ? 'unavailable' : 'partial-put';
    if (kind === 'partial-put' && (operation !== 'PutEvents' || value > (1 + share) / 2)) return undefined;
    return { site: 'outage', nth: 0, kind, value: core.chance.next() };
  };

  const kindsAt = (service: ServiceName, operation: string): ReturnType<typeof kindsOf> => {
    const key = `${service}/${operation}`;
    const known = kinds.get(key) ?? kindsOf(service, operation);
    kinds.set(key, known);
    return known;
  };

  const execute = (run: Running, service: ServiceName, operation: string, input: unknown): unknown => {
    const call: Call = { service, operation, input, caller: { kind: 'function', functionName: run.functionName } };
    core.caller = run;
    try {
      const output = core.engine.execute(call);
      options.observer.onCall?.(call, output, run);
      return output;
    } finally {
      core.caller = undefined;
    }
  };

  const later = (afterMs: number, act: () => void): void =>
    clock.at(clock.now() + Math.floor(afterMs), () => {
      try {
        act();
      } catch (error) {
        // Nobody hears of it.
        if (!(error instanceof AwsError)) throw error;
      }
    });

  const settle = ({ resolve, reject }: Waiting, act: () => unknown): void => {
    try {
      resolve(act());
    } catch (error) {
      reject(error);
    }
  };

  /** Does the call with what befalls it. @returns its output, or undefined when the caller died or waits longer */
  const befall = (
    struck: Fault,
    run: Running,
    call: { readonly service: ServiceName; readonly operation: string; readonly input: unknown },
    waiting: Waiting,
  ): void => {
    const { service, operation, input } = call;
    const act = (): unknown => execute(run, service, operation, input);
    switch (struck.kind) {
      case 'crash-before':
        die(run);
        return;
      case 'crash-after':
        try {
          act();
        } finally {
          die(run);
        }
        return;
      case 'throttle':
      case 'unavailable': {
        const { afterMs, passes } = retried(struck.kind, service, run.environment.definition.environment, struck);
        const refusal = struck.kind === 'throttle' ? throttled(service) : unavailable(service);
        clock.at(clock.now() + afterMs, () => {
          if (run.isOver) return;
          if (passes && failingShare(service) === 0) settle(waiting, act);
          else waiting.reject(refusal);
        });
        return;
      }
      case 'secrets-down':
        throw unavailable(service);
      case 'conflict':
        throw conflict(operation, input, struck);
      case 'timeout-applied':
        // A call that the function no longer waits for may still take effect, now or later. SES is quick: it has no
        // token to tell by.
        if (service === 'ses' || struck.value < 0.5) act();
        else later(struck.value * LATEST_EFFECT_MS, act);
        throw timedOut();
      case 'lost-answer':
        // The SDK repeats a call whose answer it did not get, after a while.
        act();
        if (service === 'ses') waiting.resolve(act());
        else later(struck.value * LATEST_REPEAT_MS, () => settle(waiting, act));
        return;
      case 'partial-put': {
        const partly = PARTLY[operation as keyof typeof PARTLY];
        waiting.resolve(partly(input, struck, (some: unknown) => execute(run, service, operation, some)));
        return;
      }
      default: {
        const output = act();
        clock.at(clock.now() + Math.floor(struck.value * SLOWEST_MS), () => waiting.resolve(output));
      }
    }
  };

  const perform = (run: Running, service: ServiceName, operation: string, input: unknown, waiting: Waiting): void => {
    try {
      const share = outages.length === 0 ? 0 : failingShare(service);
      const failing = share === 0 ? undefined : during(share, operation);
      if (failing !== undefined) {
        befall(failing, run, { service, operation, input }, waiting);
        return;
      }
      const struck = core.isFaulty
        ? core.strike(`${run.functionName}/${operation}`, kindsAt(service, operation), run)
        : undefined;
      if (struck === undefined) waiting.resolve(execute(run, service, operation, input));
      else befall(struck, run, { service, operation, input }, waiting);
    } catch (error) {
      core.trace.note(error instanceof Error ? error.name : 'error');
      waiting.reject(error);
    }
  };

  return {
    send: (run, service, operation, input) => {
      // As the SDK does for an input that is marked as an idempotency token.
      const whole =
        operation === 'TransactWriteItems'
          ? { ClientRequestToken: `sdk-${String(core.chance.next())}`, ...(input as object) }
          : input;
      return new Promise((resolve, reject) => {
        const go = (): void => perform(run, service, operation, whole, { resolve, reject });
        core.ready.push({ site: operation, running: run, go });
      });
    },
    outage: (service, from, to, share) => void outages.push({ service, from, to, share }),
  };
};
