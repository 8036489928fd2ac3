import type { Environment } from '../../engine/contract.ts';
import { draw } from './chance.ts';
import type { ChanceState } from './chance.ts';
import type { Command, Entry } from './entries.ts';

/** The engine's time and chance: fixed for as long as one command runs, so that it can be done again. */
export interface Tape {
  readonly environment: Environment;
  /** Runs the command at `at` and says what there is to keep of it, also when it throws. */
  readonly run: <T>(command: Command, at: number, act: () => T, keep: (entry: Entry) => void) => T;
}

/** `now` is the real clock, for what happens outside of commands. */
export const makeTape = (chance: ChanceState, now: () => number): Tape => {
  let fixed: number | undefined;
  return {
    environment: {
      now: () => fixed ?? now(),
      // Reads and direct calls are not kept: they must not shift what commands draw.
      random: () => (fixed === undefined ? Math.random() : draw(chance)),
    },
    run: (command, at, act, keep) => {
      let ended = 'done';
      fixed = at;
      try {
        return act();
      } catch (error) {
        ended = error instanceof Error ? error.name : 'unknown';
        throw error;
      } finally {
        fixed = undefined;
        keep({ command, at, ended, drawn: chance.drawn });
      }
    },
  };
};
