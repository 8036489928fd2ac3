import type { Invocation, Outcome } from '../contract.ts';
import type { FunctionDefinition } from '../../template/model.ts';
import type { FunctionsDeps } from './deps.ts';
import { failedEventRecord, sendToDestination } from './destinations.ts';
import type { FailedEvent } from './destinations.ts';
import type { Invocations } from './invocations.ts';
import type { AsyncEvent } from './state.ts';

export interface Asynchronous {
  readonly enqueue: (definition: FunctionDefinition, payload: unknown) => void;
  readonly start: (eventId: string) => Invocation | undefined;
  readonly finish: (eventId: string, invocationId: string, outcome: Outcome) => void;
  /** The attempt never was: it is due again at once. */
  readonly takeBack: (eventId: string) => void;
}

/** One minute before the second attempt, two before the third. */
const RETRY_STEP_MS = 60_000;

/**
 * Lambda's asynchronous queue: two more tries by default, then the on-failure destination or nothing.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export const makeAsynchronous = (deps: FunctionsDeps, invocations: Invocations): Asynchronous => {
  const { environment, agenda, state } = deps;

  const list = ({ id, functionName }: AsyncEvent, at: number): void =>
    agenda.put({ id, kind: 'async-invocation', subject: functionName, at, functionName });

  const giveUp = (failed: Omit<FailedEvent, 'now'>): void => {
    const { event } = failed;
    state.events.delete(event.id);
    const definition = invocations.find(event.functionName);
    const record = failedEventRecord(definition, { ...failed, now: environment.now() });
    const dropped = { what: 'invocation', subject: event.functionName } as const;
    sendToDestination(deps, event.functionName, definition.asynchronous.onFailureArn, record, dropped);
  };

  return {
    enqueue: (definition, payload) => {
      const id = `async-invocation/${state.nextEvent++}`;
      const event = { id, functionName: definition.name, payload, acceptedAt: environment.now(), attempts: 0 };
      state.events.set(id, event);
      list(event, event.acceptedAt);
    },
    start: (eventId) => {
      const event = state.events.get(eventId);
      agenda.remove(eventId);
      if (event === undefined) return undefined;
      const definition = invocations.find(event.functionName);
      if (environment.now() > event.acceptedAt + definition.asynchronous.maximumEventAgeSeconds * 1000) {
        giveUp({ event, condition: 'EventAgeExceeded', outcome: undefined, requestId: event.id });
        return undefined;
      }
      event.attempts += 1;
      return invocations.begin(definition, event.payload, { kind: 'asynchronous', eventId });
    },
    finish: (eventId, invocationId, outcome) => {
      const event = state.events.get(eventId);
      if (event === undefined) return;
      if (outcome.ok) {
        state.events.delete(eventId);
        return;
      }
      const { maximumRetryAttempts } = invocations.find(event.functionName).asynchronous;
      if (event.attempts > maximumRetryAttempts)
        giveUp({ event, condition: 'RetriesExhausted', outcome, requestId: invocationId });
      else list(event, environment.now() + RETRY_STEP_MS * event.attempts);
    },
    takeBack: (eventId) => {
      const event = state.events.get(eventId);
      if (event === undefined) return;
      event.attempts -= 1;
      list(event, environment.now());
    },
  };
};
