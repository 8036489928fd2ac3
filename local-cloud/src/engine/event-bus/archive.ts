import type { ArchiveDefinition } from '../../template/model.ts';
import type { Environment } from '../contract.ts';
import { oncePer } from '../memo.ts';
import { compilePattern } from './pattern.ts';
import type { Matcher } from './pattern.ts';

export interface ArchivedEvent {
  /** The time in its envelope, which has whole seconds; ms since the epoch. */
  readonly time: number;
  readonly archivedAt: number;
  /** The event as it was delivered: the same string as in deliveries and messages, and no copy of it. */
  readonly body: string;
}

/** What one archive holds, plain data. */
export interface Archive {
  readonly createdAt: number;
  /** In the order of arrival; the first has the number `forgotten`. */
  readonly events: ArchivedEvent[];
  /** How many events came and were let go again. */
  forgotten: number;
  /** Characters of all bodies. */
  size: number;
}

/** By ARN. */
export type ArchivesState = Map<string, Archive>;

export interface ArchivesDeps {
  readonly environment: Environment;
  readonly archives: readonly ArchiveDefinition[];
  readonly state: ArchivesState;
}

export interface Archives {
  /** The archives of a bus that take the event. */
  readonly taking: (busArn: string, event: object) => readonly ArchiveDefinition[];
  readonly add: (definition: ArchiveDefinition, time: number, body: string) => void;
  /** What the archive holds now, without what is older than its retention. */
  readonly contentOf: (definition: ArchiveDefinition) => Archive;
}

const DAY_MS = 86_400_000;

/**
 * A limit of ours, as memory is bounded; AWS has none. About 30,000 events of 1 kB; beyond it an archive forgets its
 * oldest events, a sixteenth of the room at once.
 */
const LARGEST_ARCHIVE = 32 * 2 ** 20;
const ROOM_TO_MAKE = LARGEST_ARCHIVE / 16;

const forget = (archive: Archive, count: number): void => {
  for (const { body } of archive.events.splice(0, count)) archive.size -= body.length;
  archive.forgotten += count;
};

/** How many of the oldest events are to go: those that are too old, and those above the bound. */
const countOverdue = ({ events, size }: Archive, archivedBefore: number, largest: number): number => {
  let left = size;
  let count = 0;
  for (const { archivedAt, body } of events) {
    if (archivedAt >= archivedBefore && left <= largest) break;
    left -= body.length;
    count += 1;
  }
  return count;
};

/** Throws InvalidEventPatternException for an archive whose pattern is not valid. */
const matcherOf = oncePer(({ pattern }: ArchiveDefinition): Matcher =>
  pattern === undefined ? () => true : compilePattern(pattern),
);

/**
 * Archives of events. An event is in the archive at once, where AWS may take minutes.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html
 */
export const makeArchives = ({ environment, archives, state }: ArchivesDeps): Archives => {
  const bySource = new Map<string, ArchiveDefinition[]>();
  for (const definition of archives) {
    const { arn, sourceArn } = definition;
    matcherOf(definition);
    bySource.set(sourceArn, [...(bySource.get(sourceArn) ?? []), definition]);
    if (!state.has(arn)) state.set(arn, { createdAt: environment.now(), events: [], forgotten: 0, size: 0 });
  }

  const contentOf = ({ arn, retentionDays }: ArchiveDefinition): Archive => {
    const archive = state.get(arn);
    if (archive === undefined) throw new Error(`The archive ${arn} is not in the model.`);
    const archivedBefore = retentionDays === 0 ? -Infinity : environment.now() - retentionDays * DAY_MS;
    const largest = archive.size > LARGEST_ARCHIVE ? LARGEST_ARCHIVE - ROOM_TO_MAKE : LARGEST_ARCHIVE;
    const overdue = countOverdue(archive, archivedBefore, largest);
    if (overdue > 0) forget(archive, overdue);
    return archive;
  };

  return {
    taking: (busArn, event) => (bySource.get(busArn) ?? []).filter((definition) => matcherOf(definition)(event)),
    add: (definition, time, body) => {
      const archive = contentOf(definition);
      archive.events.push({ time, archivedAt: environment.now(), body });
      archive.size += body.length;
    },
    contentOf,
  };
};
