import { makeEngine } from '../../engine/engine.ts';
import { makeLocalPartners } from '../partners/local.ts';
import { decodeEntry, perform } from './entries.ts';
import type { Entry } from './entries.ts';
import { DataError } from './format.ts';
import type { Kept } from './generations.ts';
import { decodeSnapshot } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';
import { makeTape } from './tape.ts';

/** As far as clones of V8's can be read at all. */
const decoded = <T>(directory: string, decode: () => T): T => {
  try {
    return decode();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DataError(
      'OTHER_FORMAT',
      directory,
      `${directory} cannot be read by Node ${process.version}, perhaps because a newer one wrote it (${why}).`,
    );
  }
};

const quiet = (): void => undefined;

export interface Replayed extends Snapshot {
  /** Invocations that nobody works on any more; they are due again. */
  readonly takenBack: number;
}

/**
 * The state at the end of the journal, of the model that it was written with: every command is done again at its time
 * and with its chance. What was in flight is taken back, as whoever worked on it is gone.
 * @throws DataError when a command ends otherwise than it did: the engine is another one, or the journal is
 */
export const replay = (kept: Kept, directory: string, concurrency: number | undefined, now: () => number): Replayed => {
  const snapshot = decoded(directory, () => decodeSnapshot(kept.snapshot));
  const { model, signingKey, chance, state } = snapshot;
  const tape = makeTape(chance, now);
  const engine = makeEngine({
    model,
    environment: tape.environment,
    signingKey,
    state,
    ...(concurrency !== undefined && { defaultConcurrency: concurrency }),
  });
  const { environment } = tape;
  const partners = makeLocalPartners({
    model,
    engine,
    now: environment.now,
    onReceived: quiet,
    state: snapshot.partners,
  });

  const again = (entry: Entry): Entry | undefined => {
    let ended: Entry | undefined;
    try {
      tape.run(
        entry.command,
        entry.at,
        () => perform(entry.command, engine, partners),
        (kept) => (ended = kept),
      );
    } catch {
      // Its name is in the entry, as it was the first time.
    }
    return ended;
  };
  for (const [index, bytes] of kept.entries.entries()) {
    const entry = decoded(directory, () => decodeEntry(bytes));
    const ended = again(entry);
    if (ended?.ended === entry.ended && ended.drawn === entry.drawn) continue;
    const what = entry.command.kind === 'execute' ? entry.command.call.operation : entry.command.kind;
    throw new DataError(
      'CORRUPT',
      directory,
      `${directory} does not lead to the same state again: entry ${index + 1} (${what}) ended with ` +
        `${String(ended?.ended)} and not with ${entry.ended}. Perhaps the local cloud's own code has changed.`,
    );
  }
  const left = engine.inFlight();
  for (const { id } of left) engine.takeBack(id);
  return { ...snapshot, state: engine.state, takenBack: left.length };
};
