import type { Invocation, Outcome } from '../contract.ts';
import { AwsError } from '../contract.ts';
import { oncePer } from '../memo.ts';
import { uuid } from '../queue/uuid.ts';
import type { FunctionDefinition } from '../../template/model.ts';
import type { FunctionsDeps } from './deps.ts';
import type { InFlight, Origin } from './state.ts';

export interface Invocations {
  /** By name or ARN. Throws ResourceNotFoundException. */
  readonly find: (nameOrArn: unknown) => FunctionDefinition;
  /** How many more executions the function may begin now. */
  readonly free: (functionName: string) => number;
  /** Functions that may begin none now. */
  readonly busy: ReadonlySet<string>;
  readonly begin: (definition: FunctionDefinition, payload: unknown, origin: Origin) => Invocation;
  /** Ends the execution and says what it was for; undefined when the id is unknown. */
  readonly end: (invocationId: string, outcome: Outcome) => InFlight | undefined;
  /** As `end`, for an invocation whose worker is gone: no time is billed. */
  readonly forget: (invocationId: string) => InFlight | undefined;
}

const byNameAndArn = oncePer(
  (functions: readonly FunctionDefinition[]): ReadonlyMap<string, FunctionDefinition> =>
    new Map(functions.flatMap((one) => [[one.name, one] as const, [one.arn, one] as const])),
);

/** Counts executions. Each attempt has an id of its own, so that a late report cannot end the wrong one. */
export const makeInvocations = (deps: FunctionsDeps): Invocations => {
  const { environment, meter, state } = deps;
  const byName = byNameAndArn(deps.functions);
  const running = (name: string): number => state.running.get(name) ?? 0;

  const find = (nameOrArn: unknown): FunctionDefinition => {
    const definition = typeof nameOrArn === 'string' ? byName.get(nameOrArn) : undefined;
    if (definition === undefined)
      throw new AwsError('ResourceNotFoundException', `Function not found: ${String(nameOrArn)}`, 404);
    return definition;
  };

  const free = (name: string): number => (find(name).reservedConcurrency ?? deps.defaultConcurrency) - running(name);

  const busy = new Set<string>();
  const count = (name: string, more: 1 | -1): void => {
    state.running.set(name, running(name) + more);
    if (free(name) <= 0) busy.add(name);
    else busy.delete(name);
  };
  for (const { name } of deps.functions) if (free(name) <= 0) busy.add(name);

  const forget = (invocationId: string): InFlight | undefined => {
    const ended = state.inFlight.get(invocationId);
    if (ended === undefined) return undefined;
    state.inFlight.delete(invocationId);
    count(ended.functionName, -1);
    return ended;
  };

  return {
    find,
    free,
    busy,
    begin: (definition, payload, origin) => {
      const id = uuid(environment.random);
      const startedAt = environment.now();
      const deadlineAt = startedAt + definition.timeoutSeconds * 1000;
      state.inFlight.set(id, { id, functionName: definition.name, origin, startedAt, deadlineAt });
      count(definition.name, 1);
      meter.count('lambda-request', 1, definition.service);
      return { id, functionName: definition.name, payload, deadlineAt };
    },
    end: (invocationId) => {
      const ended = forget(invocationId);
      if (ended === undefined) return undefined;
      // Lambda bills whole milliseconds, at least one.
      const duration = Math.max(1, Math.ceil(environment.now() - ended.startedAt));
      meter.count('lambda-ms', duration, find(ended.functionName).service);
      return ended;
    },
    forget,
  };
};
