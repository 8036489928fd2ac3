import { closeSync } from 'node:fs';
import { makeEngine } from '../../engine/engine.ts';
import type { EngineState } from '../../engine/state.ts';
import { makeLocalPartners } from '../partners/local.ts';
import { makePartnersState } from '../partners/partners.ts';
import { adopt } from './adopt.ts';
import { makeAppender } from './appender.ts';
import { makeCompaction } from './compaction.ts';
import type { Compact } from './compaction.ts';
import { newChance } from './chance.ts';
import type { CrashPoints } from './crash-points.ts';
import { encodeCommand, encodeEntry } from './entries.ts';
import type { Command } from './entries.ts';
import { makeGenerations } from './generations.ts';
import type { Kept } from './generations.ts';
import { lock } from './lock.ts';
import { makeRecorder } from './recorder.ts';
import { replay } from './replay.ts';
import type { Replayed } from './replay.ts';
import { encodeSnapshot } from './snapshot.ts';
import type { Restored, Storage, StorageOptions } from './storage.ts';
import { makeTape } from './tape.ts';

export interface OnDiskOptions extends StorageOptions {
  readonly directory: string;
  /** Begins empty, and moves what is there to `<directory>.previous`. */
  readonly fresh: boolean;
  readonly crash: CrashPoints;
  readonly compact: Compact;
  /** A journal grows at least to this size before it is replaced by a snapshot; default 16 MB. */
  readonly journalBytes?: number;
  /** The journals stay, and the next attempt takes them all. */
  readonly onCompactionError: (error: unknown) => void;
  /** Nothing can be written any more, so nothing may be answered. */
  readonly onFailure: (error: unknown) => void;
}

/** Some hundred orders: each replacement reads and writes the whole state. */
const JOURNAL_BYTES = 16 * 2 ** 20;

const itemsIn = ({ dynamodb }: EngineState): number =>
  Object.values(dynamodb.tables).reduce((sum, { itemCount }) => sum + itemCount, 0);

const restoredFrom = (
  kept: Kept,
  { state, takenBack, at }: Replayed,
  dropped: readonly string[],
  tookMs: number,
): Restored => ({
  items: itemsIn(state),
  entries: kept.entries.length,
  bytes: kept.snapshotBytes + kept.journalBytes,
  tornBytes: kept.tornBytes,
  takenBack,
  snapshotAt: at,
  tookMs,
  dropped,
});

/**
 * State in a data directory: a snapshot and the commands since. Brings back what is there, and begins a new generation
 * with it. @throws DataError when the files are damaged, of another format, or in use
 */
export const keepOnDisk = async (options: OnDiskOptions): Promise<Storage> => {
  const { directory, crash, wishes, onReceived, now } = options;
  const { model } = wishes;
  const begun = performance.now();
  const generations = makeGenerations(directory, crash);
  const unlock = await lock(directory);
  try {
    if (options.fresh) generations.setAside();
    generations.tidy();
    const kept = generations.read();
    const replayed = kept && replay(kept, directory, now);
    const dropped = replayed ? adopt(replayed.state, replayed.model, model) : [];
    const chance = replayed?.chance ?? newChance();
    const signingKey = replayed?.signingKey ?? options.newSigningKey();
    const tape = makeTape(chance, now);
    const engine = makeEngine({
      ...wishes,
      environment: tape.environment,
      signingKey,
      ...(replayed !== undefined && { state: replayed.state }),
    });
    const partnersState = replayed?.partners ?? makePartnersState();
    const { environment } = tape;
    const partners = makeLocalPartners({ model, engine, now: environment.now, onReceived, state: partnersState });
    const present = (): Buffer =>
      encodeSnapshot({
        model,
        defaultConcurrency: wishes.defaultConcurrency,
        state: engine.state,
        partners: partnersState,
        chance,
        signingKey,
        at: now(),
      });
    const begin = (number: number): number => {
      const contents = present();
      generations.draftSnapshot(number, contents);
      generations.adoptSnapshot(number);
      return contents.length;
    };

    const number = (kept?.number ?? 0) + 1;
    const snapshotBytes = begin(number);
    const appender = makeAppender({
      descriptor: generations.openJournal(number),
      crash,
      onFailure: options.onFailure,
    });
    generations.trim(number);

    const append = (command: Command): void =>
      appender.append(encodeEntry(encodeCommand(command), { at: now(), drawn: chance.drawn }));
    // A command that failed may have done half of its work, and may fail in another place when it is repeated.
    const keepAsItIs = (): void => {
      try {
        append({ kind: 'state', snapshot: present() });
      } catch (error) {
        options.onFailure(error);
      }
    };
    const compaction = makeCompaction({
      directory,
      generations,
      appender,
      compact: options.compact,
      journalBytes: options.journalBytes ?? JOURNAL_BYTES,
      first: { number, snapshotBytes },
      onCut: () => {
        const totals = structuredClone(engine.state.meter);
        append({ kind: 'meter', totals });
      },
      close: closeSync,
      onError: options.onCompactionError,
    });
    const recorder = makeRecorder({
      tape,
      now,
      crash,
      append: (entry) => {
        appender.append(entry);
        compaction.consider();
      },
      onBroken: keepAsItIs,
    });

    const stop = async (): Promise<void> => {
      const last = (await compaction.end()) + 1;
      await appender.close(closeSync);
      begin(last);
      generations.trim(last);
      await unlock();
    };
    let stopping: Promise<void> | undefined;

    return {
      engine: recorder.recordEngine(engine),
      partners: recorder.recordPartners(partners),
      signingKey,
      durable: appender.durable,
      beforeInvoke: async () => {
        await appender.durable();
        crash.pass('engine.before-invoke');
      },
      restored: kept && replayed && restoredFrom(kept, replayed, dropped, performance.now() - begun),
      stop: () => (stopping ??= stop()),
    };
  } catch (error) {
    await unlock();
    throw error;
  }
};
