import { NotDueError } from '../contract.ts';
import type { Call, Caller, Environment, Invocation, Meter, Operations, Outcome, Work } from '../contract.ts';
import type { StreamReader } from '../functions/stream-reader.ts';
import { makeFunctions } from '../functions/functions.ts';
import type { Functions } from '../functions/functions.ts';
import { makeFunctionsState } from '../functions/state.ts';
import type { FunctionsState } from '../functions/state.ts';
import { makeQueues } from '../queue/queue.ts';
import { makeQueuesState } from '../queue/state.ts';
import type { QueuesState } from '../queue/state.ts';
import { makeAgenda, makeAgendaState } from '../schedule/agenda.ts';
import type { Agenda, AgendaState } from '../schedule/agenda.ts';
import { makeSchedules } from '../schedule/schedule.ts';
import type { SchedulesState } from '../schedule/schedule.ts';
import type { CloudModel } from '../../template/model.ts';
import { makeDeliveries } from './delivery.ts';
import type { DeliveryState, Dropped } from './delivery.ts';
import { makeEventBus } from './event-bus.ts';
import type { EventBusState } from './event-bus.ts';

/** Everything that is pending, in flight or stored on the event side; plain data. */
export interface ChoreographyState {
  readonly agenda: AgendaState;
  readonly bus: EventBusState;
  readonly queues: QueuesState;
  readonly deliveries: DeliveryState;
  readonly functions: FunctionsState;
  readonly schedules: SchedulesState;
}

export interface ChoreographyDeps {
  readonly model: CloudModel;
  readonly environment: Environment;
  readonly meter: Meter;
  readonly ownerOf: (resource: string) => string;
  readonly payerOf: (caller: Caller, resource: string) => string;
  /** Executions at once of a function that reserves none. */
  readonly defaultConcurrency: number;
  readonly streams: StreamReader;
  /** Executes a call. AWS's own calls go the same way, so that access control and faults apply to them too. */
  readonly perform: (call: Call) => unknown;
  readonly onDrop: (dropped: Dropped) => void;
  /** Called when work has become pending or an execution free. */
  readonly onWork: () => void;
  readonly state: ChoreographyState;
}

export interface Choreography {
  readonly operations: Readonly<Record<'events' | 'sqs' | 'lambda', Operations>>;
  readonly agenda: Agenda;
  readonly due: (now: number) => readonly Work[];
  readonly countDue: (now: number) => number;
  readonly dueAt: (now: number, index: number) => Work | undefined;
  /** Throws for work that is not due, or whose function has no free execution. */
  readonly start: (workId: string) => Invocation | undefined;
  readonly finish: (invocationId: string, outcome: Outcome) => void;
  readonly functions: Pick<Functions, 'invoke' | 'inFlight' | 'takeBack' | 'onStreamRecord' | 'rewindStreams'>;
}

export const makeChoreographyState = (model: CloudModel, now: number): ChoreographyState => ({
  agenda: makeAgendaState(),
  bus: { archives: new Map(), replays: new Map() },
  queues: makeQueuesState(model.queues, now),
  deliveries: { pending: new Map(), nextNumber: 0 },
  functions: makeFunctionsState(),
  schedules: new Map(),
});

/**
 * Buses, queues, functions and schedules together with the list of what they have pending. Throws when the model has
 * what cannot run: a pattern or an expression that is not valid, a mapping of a function that does not exist.
 */
export const makeChoreography = (deps: ChoreographyDeps): Choreography => {
  const { model, environment, meter, state, ownerOf, perform, onDrop } = deps;
  const { region, accountId } = model;
  const agenda = makeAgenda(state.agenda, deps.onWork);
  const urls = new Map(model.queues.map(({ arn, url }) => [arn, url]));
  const queueUrlOf = (arn: string): string | undefined => urls.get(arn);

  // Queues tell functions of new messages, and functions poll queues: one of the two has to be referred to before it is
  // made.
  const queueListeners: ((queueArn: string) => void)[] = [];
  const queues = makeQueues({
    environment,
    queues: model.queues,
    meter,
    ownerOf,
    onChange: (arn) => queueListeners.forEach((listener) => listener(arn)),
    state: state.queues,
  });
  const functions = makeFunctions({
    environment,
    agenda,
    meter,
    ownerOf,
    functions: model.functions,
    mappings: model.mappings,
    region,
    defaultConcurrency: deps.defaultConcurrency,
    poll: queues.poll,
    streams: deps.streams,
    perform,
    queueUrlOf,
    onDrop,
    state: state.functions,
  });
  queueListeners.push(functions.onQueueChange);

  const deliveries = makeDeliveries({ environment, agenda, perform, queueUrlOf, onDrop, state: state.deliveries });
  const bus = makeEventBus({
    environment,
    region,
    accountId,
    buses: model.buses,
    rules: model.rules,
    archives: model.archives,
    agenda,
    meter,
    payerOf: deps.payerOf,
    deliver: deliveries.add,
    state: state.bus,
  });
  const schedules = makeSchedules({
    environment,
    region,
    accountId,
    schedules: model.schedules,
    agenda,
    deliver: deliveries.add,
    state: state.schedules,
  });

  return {
    operations: { events: bus.operations, sqs: queues.operations, lambda: functions.operations },
    agenda,
    due: (now) => agenda.due(now, functions.free),
    countDue: (now) => agenda.countDue(now, functions.busy),
    dueAt: (now, index) => agenda.dueAt(now, index, functions.busy),
    start: (workId) => {
      const work = agenda.get(workId);
      if (work === undefined || work.at > environment.now()) throw new NotDueError(`The work ${workId} is not due.`);
      if (work.functionName !== undefined && functions.free(work.functionName) <= 0)
        throw new NotDueError(`The work ${workId} is not due: ${work.functionName} has no free execution.`);
      if (work.kind === 'rule-delivery') deliveries.start(workId);
      else if (work.kind === 'schedule') schedules.start(workId);
      else if (work.kind === 'replay') bus.startReplay(workId);
      else return functions.start(work);
      return undefined;
    },
    finish: (invocationId, outcome) => {
      functions.finish(invocationId, outcome);
      // An execution is free again: work that waited for it is due now.
      deps.onWork();
    },
    functions,
  };
};
