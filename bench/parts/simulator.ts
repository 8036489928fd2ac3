import { type Context, eachTurn } from '../context.ts';
import { npmJson } from '../npm-json.ts';

const SEEDS = 40;
/** Seed 1 is played twice, as every hundredth is. */
const FIRST = 2;

interface Played {
  readonly seeds: number;
  readonly seedsPerSecond: number;
}

const play = (root: string, seeds: number) =>
  npmJson<Played>(root, 'simulate', '--seeds', String(seeds), '--seed', String(FIRST), '--orders', '20');

/** The same seeds on both sides. What the command needs to start is measured by a run of one seed, and taken off. */
export const measureSimulator = async (context: Context): Promise<void> => {
  const { samples, say } = context;
  await eachTurn(context, async ({ side, root, run }) => {
    say(`simulator, run ${run + 1}: ${side}`);
    const start = await play(root, 1);
    const { body, cpuMs } = await play(root, SEEDS);
    samples.add('simulator', side, body.seedsPerSecond);
    samples.add('simulator-cpu', side, (cpuMs - start.cpuMs) / (body.seeds - start.body.seeds));
  });
};
