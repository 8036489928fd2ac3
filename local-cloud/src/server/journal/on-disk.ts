import { closeSync } from 'node:fs';
import { makeEngine } from '../../engine/engine.ts';
import type { EngineState } from '../../engine/state.ts';
import { makeLocalPartners } from '../partners/local.ts';
import { makePartnersState } from '../partners/partners.ts';
import { adopt, sameModel } from './adopt.ts';
import { makeAppender } from './appender.ts';
import { makeCompaction } from './compaction.ts';
import type { Compact } from './compaction.ts';
import { newChance } from './chance.ts';
import type { CrashPoints } from './crash-points.ts';
import { encodeCommand, encodeEntry, perform } from './entries.ts';
import type { Command } from './entries.ts';
import { makeGenerations } from './generations.ts';
import type { Kept } from './generations.ts';
import { lock } from './lock.ts';
import { makeRecorder } from './recorder.ts';
import { replay } from './replay.ts';
import { encodeSnapshot } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';
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

/** What an earlier process left, as far as its files and its state say. */
interface Found {
  readonly kept: Kept;
  readonly snapshot: Snapshot;
  /** Its journals can be gone on with: the deployment is the same. */
  readonly isSame: boolean;
  readonly takenBack: number;
  readonly dropped: readonly string[];
}

const restoredFrom = ({ kept, snapshot, takenBack, dropped }: Found, tookMs: number): Restored => ({
  items: itemsIn(snapshot.state),
  entries: kept.entries.length,
  bytes: kept.snapshotBytes + kept.journalBytes,
  tornBytes: kept.tornBytes,
  takenBack,
  snapshotAt: snapshot.at,
  tookMs,
  dropped,
});

/**
 * Does everything again. For the same deployment what was in flight stays so, until the journal says that it is taken back;
 * another one gets the state without it, moved to its own model.
 */
const find = (
  kept: Kept,
  { directory, now, wishes: { model, defaultConcurrency } }: Pick<OnDiskOptions, 'directory' | 'now' | 'wishes'>,
): Found => {
  const { engine, partners, snapshot } = replay(kept, directory, now);
  const takenBack = engine.inFlight().length;
  if (sameModel(snapshot.model, model) && snapshot.defaultConcurrency === defaultConcurrency)
    return { kept, snapshot, isSame: true, takenBack, dropped: [] };
  perform({ kind: 'restart' }, engine, partners);
  return { kept, snapshot, isSame: false, takenBack, dropped: adopt(snapshot.state, snapshot.model, model) };
};

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
    const found = kept && find(kept, options);
    const chance = found?.snapshot.chance ?? newChance();
    const signingKey = found?.snapshot.signingKey ?? options.newSigningKey();
    const tape = makeTape(chance, now);
    const engine = makeEngine({
      ...wishes,
      environment: tape.environment,
      signingKey,
      ...(found !== undefined && { state: found.snapshot.state }),
    });
    const partnersState = found?.snapshot.partners ?? makePartnersState();
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

    /** Goes on with the journals that are there, or begins anew with a snapshot. */
    const first = ((): { readonly number: number; readonly snapshotBytes: number; readonly journalBytes: number } => {
      if (found?.isSame === true) {
        generations.mend(found.kept);
        const { nextJournal, snapshotBytes, journalBytes } = found.kept;
        return { number: nextJournal, snapshotBytes, journalBytes };
      }
      const number = (kept?.number ?? 0) + 1;
      return { number, snapshotBytes: begin(number), journalBytes: 0 };
    })();
    const appender = makeAppender({
      descriptor: generations.openJournal(first.number),
      crash,
      onFailure: options.onFailure,
    });
    if (found?.isSame !== true) generations.trim(first.number);

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
      first,
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
    if (found?.isSame === true && found.takenBack > 0) recorder.recordRestart(engine, partners);

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
      restored: found && restoredFrom(found, performance.now() - begun),
      stop: () => (stopping ??= stop()),
    };
  } catch (error) {
    await unlock();
    throw error;
  }
};
