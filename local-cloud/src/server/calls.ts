import { AwsError } from '../engine/contract.ts';
import type { Call, Caller, Invocation, Outcome } from '../engine/contract.ts';
import type { LocalEngine } from '../engine/engine.ts';
import { parseJson } from '../engine/parse-json.ts';
import type { Hub } from './hub.ts';
import { observe } from './observe.ts';
import type { Execute } from './protocols/wire.ts';
import type { Functions } from './workers/functions.ts';
import { PAYLOAD_LIMIT_BYTES } from './workers/pool.ts';
import type { Failure } from './workers/thread.ts';
import type { Completed } from './workers/worker.ts';

export type Answered =
  | { readonly ok: true; readonly payload: unknown; readonly text: string }
  | { readonly ok: false; readonly failure: Failure; readonly neverBegan?: true };

/** Everything that reaches the engine from outside goes through here. */
export interface Calls {
  readonly execute: Execute;
  /** Calls a function and waits. Throws what `Invoke` throws: 413 for an event beyond 6 MB, 429 beyond what is reserved. */
  readonly invoke: (functionName: string, payload: unknown, caller: Caller) => Promise<Answered>;
  /** Makes a call that the engine has begun, and reports its end. */
  readonly run: (invocation: Invocation) => Promise<void>;
}

const answeredOf = (completed: Completed): Answered => {
  if (!completed.ok) return completed;
  try {
    return { ok: true, payload: parseJson(completed.payload), text: completed.payload };
  } catch (error) {
    const errorMessage = error instanceof Error ? error.message : String(error);
    return { ok: false, failure: { errorType: 'Runtime.MarshalError', errorMessage, trace: [] } };
  }
};

const outcomeOf = (answered: Answered): Outcome =>
  answered.ok
    ? { ok: true, payload: answered.payload }
    : { ok: false, errorType: answered.failure.errorType, errorMessage: answered.failure.errorMessage };

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const throttled = (): AwsError =>
  new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, {
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
  });

const jsonWithinLimit = (payload: unknown): string => {
  const text = JSON.stringify(payload);
  if (Buffer.byteLength(text) <= PAYLOAD_LIMIT_BYTES) return text;
  const message = `Request must be smaller than ${PAYLOAD_LIMIT_BYTES} bytes for the InvokeFunction operation`;
  throw new AwsError('RequestTooLargeException', message, 413);
};

export interface CallsDeps {
  readonly engine: LocalEngine;
  readonly functions: Functions;
  readonly hub: Hub;
  /** Waited for before a worker gets what the engine hands out. */
  readonly ready: () => Promise<void>;
  /** True once workers are being ended: that is no failure of what they worked on. */
  readonly stopped: () => boolean;
}

export const makeCalls = ({ engine, functions, hub, ready, stopped }: CallsDeps): Calls => {
  const call = async (
    functionName: string,
    event: string,
    begin: () => Invocation,
    more: { readonly ready?: () => Promise<void> } = {},
  ): Promise<Answered> => {
    let answered: Answered | undefined;
    await functions.invoke(functionName, () => {
      const { id } = begin();
      const onEnd = (completed: Completed): void => {
        if (stopped()) return;
        answered = answeredOf(completed);
        engine.finish(id, outcomeOf(answered));
      };
      return { id, event, onEnd, ...more };
    });
    // Only a server that stops lets an event go unanswered.
    return answered ?? { ok: false, failure: { errorType: 'Runtime.ExitError', errorMessage: 'Stopped', trace: [] } };
  };

  return {
    execute: (service, operation, input, caller) => {
      const made: Call = { service, operation, input, caller };
      const output = engine.execute(made);
      observe(hub, made, output);
      return output;
    },
    invoke: async (functionName, payload, caller) => {
      const event = jsonWithinLimit(payload);
      if (functions.isThrottled(functionName)) throw throttled();
      return call(functionName, event, () => engine.invoke(functionName, payload, caller));
    },
    run: async (invocation) => {
      await call(invocation.functionName, JSON.stringify(invocation.payload), () => invocation, { ready });
    },
  };
};
