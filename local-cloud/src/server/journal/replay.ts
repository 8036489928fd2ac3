import { makeEngine } from '../../engine/engine.ts';
import { makeLocalPartners } from '../partners/local.ts';
import { decodeEntry, perform } from './entries.ts';
import type { Entry } from './entries.ts';
import { DataError } from './format.ts';
import type { Kept } from './generations.ts';
import { decodeSnapshot } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';
import { makeTape } from './tape.ts';
import type { Tape } from './tape.ts';

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

/** Does the entry again. @returns how it ended; undefined when it did what it did the first time */
const again = ({ at, drawn }: Entry, tape: Tape, act: () => void): string | undefined => {
  let ended: string | undefined;
  const done = (kept: { readonly drawn: number }): void => {
    if (kept.drawn !== drawn) ended = `with ${kept.drawn} random numbers and not with ${drawn}`;
  };
  try {
    tape.run(at, act, { done, broken: () => undefined });
  } catch (error) {
    ended = `with ${error instanceof Error ? error.name : String(error)} and not well`;
  }
  return ended;
};

/** An engine and partners' stand-ins that go on where the snapshot was made. */
const resume = (snapshot: Snapshot, now: () => number) => {
  const { model, signingKey, chance, state, defaultConcurrency } = snapshot;
  const tape = makeTape(chance, now);
  const { environment } = tape;
  const engine = makeEngine({ model, environment, signingKey, state, defaultConcurrency });
  const partners = makeLocalPartners({
    model,
    engine,
    now: environment.now,
    onReceived: quiet,
    state: snapshot.partners,
  });
  return { snapshot, tape, engine, partners };
};

const notTheSame = (entry: Entry, index: number, ended: string, directory: string): DataError => {
  const what = entry.command.kind === 'execute' ? entry.command.call.operation : entry.command.kind;
  return new DataError(
    'CORRUPT',
    directory,
    `${directory} does not lead to the same state again: entry ${index + 1} (${what}) ended ${ended}. ` +
      `Perhaps the local cloud's own code has changed.`,
  );
};

/**
 * Every command after the snapshot, done again at its time and with its chance, in an engine of the snapshot's model.
 * @throws DataError when a command ends otherwise than it did: the engine is another one, or the journal is
 */
export const replay = (kept: Kept, directory: string, now: () => number) => {
  const open = (bytes: Uint8Array) =>
    resume(
      decoded(directory, () => decodeSnapshot(bytes)),
      now,
    );
  let world = open(kept.snapshot);
  for (const [index, bytes] of kept.entries.entries()) {
    const entry = decoded(directory, () => decodeEntry(bytes));
    const { command } = entry;
    if (command.kind === 'state') {
      world = open(command.snapshot);
      continue;
    }
    const { engine, partners, tape } = world;
    const ended = again(entry, tape, () => perform(command, engine, partners));
    if (ended !== undefined) throw notTheSame(entry, index, ended, directory);
  }
  const { engine, partners, snapshot } = world;
  return { engine, partners, snapshot: { ...snapshot, state: engine.state } };
};

/** What a snapshot at the end of these journals holds, while the process that writes them goes on. @throws DataError */
export const replayForSnapshot = (kept: Kept, directory: string, now: () => number): Snapshot => ({
  ...replay(kept, directory, now).snapshot,
  at: now(),
});
