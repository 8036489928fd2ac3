import type * as EventBridge from '@aws-sdk/client-eventbridge';
import type { ArchiveDefinition } from '../../template/model.ts';
import type { Environment, Operations } from '../contract.ts';
import { AwsError } from '../contract.ts';
import type { Agenda } from '../schedule/agenda.ts';
import type { ArchivedEvent, Archives } from './archive.ts';
import { checkReplay } from './replay-request.ts';
import type { AskedReplay, ReplayRequestDeps } from './replay-request.ts';

/** One replay, plain data. Ended ones are remembered for 90 days. */
export interface Replay extends AskedReplay {
  readonly arn: string;
  readonly startedAt: number;
  state: 'STARTING' | 'RUNNING' | 'CANCELLING' | 'COMPLETED' | 'CANCELLED';
  endedAt?: number;
  lastReplayedTime?: number;
  /** The numbers of the events still to come in the archive, next one last. */
  left: number[];
}

/** By name. */
export type ReplaysState = Map<string, Replay>;

export interface ReplaysDeps extends ReplayRequestDeps {
  readonly environment: Environment;
  readonly region: string;
  readonly accountId: string;
  readonly archives: Archives;
  readonly agenda: Agenda;
  /** Sends one archived event through the rules of its bus. */
  readonly resend: (event: ArchivedEvent, replay: Replay) => void;
  readonly state: ReplaysState;
}

export interface Replays {
  readonly operations: Operations;
  readonly start: (workId: string) => void;
}

const WORK = 'replay/';
/** How many events one piece of work resends, so that live traffic comes between. */
const PORTION = 10;
const MINUTE_MS = 60_000;
const REMEMBERED_MS = 90 * 86_400_000;
/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-replay-archived-event.html */
const MOST_ACTIVE = 10;

const isActive = ({ state }: Replay): boolean => state === 'STARTING' || state === 'RUNNING';

const asDate = (time: number): Date => new Date(time);

const summaryOf = (replay: Replay) => ({
  ReplayName: replay.name,
  EventSourceArn: replay.archiveArn,
  State: replay.state,
  EventStartTime: asDate(replay.startTime),
  EventEndTime: asDate(replay.endTime),
  ReplayStartTime: asDate(replay.startedAt),
  ...(replay.lastReplayedTime !== undefined && { EventLastReplayedTime: asDate(replay.lastReplayedTime) }),
  ...(replay.endedAt !== undefined && { ReplayEndTime: asDate(replay.endedAt) }),
});

/** Events of one minute in any order, minute after minute. */
const orderOf = (archive: ReturnType<Archives['contentOf']>, replay: Replay, random: () => number): number[] =>
  archive.events
    .flatMap(({ time }, index) =>
      time >= replay.startTime && time < replay.endTime
        ? [{ number: archive.forgotten + index, minute: Math.floor(time / MINUTE_MS), draw: random() }]
        : [],
    )
    .sort((a, b) => b.minute - a.minute || b.draw - a.draw)
    .map(({ number }) => number);

const makeOperations = (deps: ReplaysDeps, list: (replay: Replay) => void): Operations => {
  const { environment, state } = deps;
  const named = (name: string | undefined): Replay => {
    const replay = state.get(name ?? '');
    if (replay !== undefined) return replay;
    throw new AwsError('ResourceNotFoundException', `Replay ${name ?? ''} does not exist.`);
  };

  const makeRoom = (): void => {
    const forgotten = environment.now() - REMEMBERED_MS;
    for (const { name, endedAt = Infinity } of state.values()) if (endedAt < forgotten) state.delete(name);
  };

  return {
    StartReplay: (input: EventBridge.StartReplayCommandInput) => {
      makeRoom();
      const asked = checkReplay(input, deps);
      if (state.has(asked.name))
        throw new AwsError('ResourceAlreadyExistsException', `Replay ${asked.name} already exists.`);
      if ([...state.values()].filter(isActive).length >= MOST_ACTIVE)
        throw new AwsError('LimitExceededException', `There are ${MOST_ACTIVE} active replays, which is the limit.`);
      const arn = `arn:aws:events:${deps.region}:${deps.accountId}:replay/${asked.name}`;
      const replay: Replay = { ...asked, arn, state: 'STARTING', startedAt: environment.now(), left: [] };
      state.set(replay.name, replay);
      list(replay);
      return { ReplayArn: arn, State: replay.state, ReplayStartTime: asDate(replay.startedAt) };
    },
    CancelReplay: ({ ReplayName }: EventBridge.CancelReplayCommandInput) => {
      const replay = named(ReplayName);
      if (!isActive(replay))
        throw new AwsError('IllegalStatusException', `Replay ${replay.name} is ${replay.state} and not active.`);
      replay.state = 'CANCELLING';
      return { ReplayArn: replay.arn, State: replay.state };
    },
    DescribeReplay: ({ ReplayName }: EventBridge.DescribeReplayCommandInput) => {
      const replay = named(ReplayName);
      const { arn, description, busArn, ruleArns } = replay;
      return {
        ReplayArn: arn,
        ...(description !== undefined && { Description: description }),
        Destination: { Arn: busArn, ...(ruleArns !== undefined && { FilterArns: ruleArns }) },
        ...summaryOf(replay),
      };
    },
    ListReplays: (input: EventBridge.ListReplaysCommandInput) => {
      const { NamePrefix = '', State, EventSourceArn, Limit = 100, NextToken } = input;
      const listed = [...state.values()]
        .filter(
          (replay) =>
            replay.name.startsWith(NamePrefix) &&
            (State === undefined || replay.state === State) &&
            (EventSourceArn === undefined || replay.archiveArn === EventSourceArn),
        )
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .filter(({ name }) => NextToken === undefined || name > NextToken);
      const last = listed[Limit - 1];
      return {
        Replays: listed.slice(0, Limit).map(summaryOf),
        ...(last !== undefined && listed.length > Limit && { NextToken: last.name }),
      };
    },
  };
};

/**
 * Replays of archives as work in portions. What is in the archive when the first portion starts is replayed; a portion
 * after a cancellation sends nothing.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_StartReplay.html
 */
export const makeReplays = (deps: ReplaysDeps): Replays => {
  const { environment, agenda, archives, definitions, state } = deps;

  const list = ({ name }: Replay): void =>
    agenda.put({ id: `${WORK}${name}`, kind: 'replay', subject: name, at: environment.now() });

  const end = (replay: Replay, how: 'COMPLETED' | 'CANCELLED'): void => {
    replay.state = how;
    replay.endedAt = environment.now();
    replay.left = [];
  };

  const sendPortion = (replay: Replay, definition: ArchiveDefinition): void => {
    const archive = archives.contentOf(definition);
    if (replay.state === 'STARTING') replay.left = orderOf(archive, replay, environment.random);
    replay.state = 'RUNNING';
    for (const number of replay.left.splice(-PORTION).reverse()) {
      // The archive may have let go of it since.
      const event = archive.events[number - archive.forgotten];
      if (event === undefined) continue;
      replay.lastReplayedTime = Math.max(event.time, replay.lastReplayedTime ?? 0);
      deps.resend(event, replay);
    }
  };

  return {
    operations: makeOperations(deps, list),
    start: (workId) => {
      agenda.remove(workId);
      const replay = state.get(workId.slice(WORK.length));
      if (replay === undefined) return;
      const definition = definitions.find(({ arn }) => arn === replay.archiveArn);
      if (replay.state === 'CANCELLING' || definition === undefined) {
        end(replay, 'CANCELLED');
        return;
      }
      sendPortion(replay, definition);
      if (replay.left.length > 0) list(replay);
      else end(replay, 'COMPLETED');
    },
  };
};
