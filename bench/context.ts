import type { Samples, Side } from './samples.ts';
import type { Part } from './measures.ts';

/** What each part is given. */
export interface Context {
  /** The absolute folders of the repositories that are measured. */
  readonly roots: Readonly<Partial<Record<Side, string>>> & { readonly ours: string };
  /** The parts that were asked for: some are measured in one course. */
  readonly parts: readonly Part[];
  readonly runs: number;
  readonly samples: Samples;
  /** Progress, for people: a line that stays. */
  readonly say: (text: string) => void;
  /** What stands in the report beside the measures. */
  readonly extra: Record<string, unknown>;
  /** An empty folder, removed at the end. */
  readonly folder: string;
}

export interface Turn {
  readonly side: Side;
  readonly root: string;
  /** 0 is the first. */
  readonly run: number;
}

/** The sides of a run; who goes first changes from run to run, so that neither always meets the warmer machine. */
const sidesOf = ({ roots }: Context, run: number): readonly Turn[] => {
  const turns = (['baseline', 'ours'] as const).flatMap((side) => {
    const root = roots[side];
    return root === undefined ? [] : [{ side, root, run }];
  });
  return run % 2 === 0 ? turns : turns.reverse();
};

/** Takes every turn one after the other, run by run. */
export const eachTurn = async (context: Context, take: (turn: Turn) => Promise<void>): Promise<void> => {
  for (let run = 0; run < context.runs; run += 1) for (const turn of sidesOf(context, run)) await take(turn);
};
