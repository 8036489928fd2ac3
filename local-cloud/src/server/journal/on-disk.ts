import { closeSync } from 'node:fs';
import { makeEngine } from '../../engine/engine.ts';
import type { EngineState } from '../../engine/engine.ts';
import { makeLocalPartners } from '../partners/local.ts';
import { makePartnersState } from '../partners/partners.ts';
import { makeAppender } from './appender.ts';
import { newChance } from './chance.ts';
import type { CrashPoints } from './crash-points.ts';
import { encodeEntry } from './entries.ts';
import { makeGenerations } from './generations.ts';
import type { Kept } from './generations.ts';
import { lock } from './lock.ts';
import { makeRecorder } from './recorder.ts';
import { replay } from './replay.ts';
import type { Replayed } from './replay.ts';
import { encodeSnapshot } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';
import type { Restored, Storage, StorageOptions } from './storage.ts';
import { makeTape } from './tape.ts';

export interface OnDiskOptions extends StorageOptions {
  readonly directory: string;
  /** Begins empty, and moves what is there to `<directory>.previous`. */
  readonly fresh: boolean;
  readonly crash: CrashPoints;
  /** Nothing can be written any more, so that nothing may be answered. */
  readonly onFailure: (error: unknown) => void;
}

const itemsIn = ({ dynamodb }: EngineState): number =>
  Object.values(dynamodb.tables).reduce((sum, { itemCount }) => sum + itemCount, 0);

const restoredFrom = (kept: Kept, { state, takenBack, at }: Replayed, tookMs: number): Restored => ({
  items: itemsIn(state),
  entries: kept.entries.length,
  bytes: kept.snapshotBytes + kept.journalBytes,
  tornBytes: kept.tornBytes,
  takenBack,
  snapshotAt: at,
  tookMs,
  dropped: [],
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
    const kept = generations.read();
    const replayed = kept && replay(kept, directory, wishes.defaultConcurrency, now);
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
    const present = (): Snapshot => ({
      model,
      state: engine.state,
      partners: partnersState,
      chance,
      signingKey,
      at: now(),
    });

    let number = (kept?.number ?? 0) + 1;
    generations.writeSnapshot(number, encodeSnapshot(present()));
    const appender = makeAppender({
      descriptor: generations.openJournal(number),
      crash,
      onFailure: options.onFailure,
    });
    generations.trim(number);
    const recorder = makeRecorder({ tape, now, crash, append: (entry) => appender.append(encodeEntry(entry)) });

    return {
      engine: recorder.recordEngine(engine),
      partners: recorder.recordPartners(partners),
      signingKey,
      durable: appender.durable,
      beforeInvoke: async () => {
        await appender.durable();
        crash.pass('engine.before-invoke');
      },
      restored: kept && replayed && restoredFrom(kept, replayed, performance.now() - begun),
      stop: async () => {
        await appender.close(closeSync);
        number += 1;
        generations.writeSnapshot(number, encodeSnapshot(present()));
        generations.trim(number);
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
};
