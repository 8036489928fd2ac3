import { AwsError, NotDueError } from '../../engine/contract.ts';
import type { Environment } from '../../engine/contract.ts';
import { draw } from './chance.ts';
import type { ChanceState } from './chance.ts';
import type { Entry } from './entries.ts';

/** The engine's time and chance: fixed for as long as one command runs, so that it can be done again. */
export interface Tape {
  readonly environment: Environment;
  /** Runs a command at `at`, and hands on what there is to keep of it once it is done. Throws what it throws. */
  readonly run: <T>(at: number, act: () => T, keep: Keeper) => T;
}

export interface Keeper {
  readonly done: (kept: Omit<Entry, 'command'>) => void;
  /** It failed in another way than by a refusal: how much of it was done is unknown. */
  readonly broken: () => void;
}

/** `now` is the real clock, for what happens outside of commands. */
export const makeTape = (chance: ChanceState, now: () => number): Tape => {
  let fixed: number | undefined;

  const run = <T>(at: number, act: () => T, keep: Keeper): T => {
    const [words, { drawn }] = [[...chance.words], chance];
    let result: T;
    fixed = at;
    try {
      result = act();
    } catch (error) {
      fixed = undefined;
      if (error instanceof AwsError || error instanceof NotDueError) {
        // A refusal changes nothing, not even the random numbers: as if it had never been asked.
        Object.assign(chance.words, words);
        chance.drawn = drawn;
      } else keep.broken();
      throw error;
    }
    fixed = undefined;
    keep.done({ at, drawn: chance.drawn });
    return result;
  };

  return {
    environment: {
      now: () => fixed ?? now(),
      // Reads and direct calls are not kept: they must not shift what commands draw.
      random: () => (fixed === undefined ? Math.random() : draw(chance)),
    },
    run,
  };
};
