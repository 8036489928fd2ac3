import { join } from 'node:path';
import { type Context, eachTurn, type Turn } from '../context.ts';
import { startClient } from '../drive.ts';
import { start, stop } from '../platform.ts';
import { cpuOf, rssOf } from '../proc.ts';
import { CONCURRENCY } from './course.ts';

export interface Stage {
  /** So many had been delivered when this was measured. */
  readonly orders: number;
  /** Of the orders since the stage before, all threads. */
  readonly cpuMsPerOrder: number;
  readonly ordersPerSecond: number;
  readonly rssMb: number;
}

/** 10², 10³ … up to what was asked for. */
const stagesTo = (orders: number): readonly number[] => {
  const powers = Array.from({ length: 10 }, (_, index) => 10 ** (index + 2)).filter((stage) => stage < orders);
  return [...powers, orders];
};

const grow = async (
  { roots, folder, say }: Context,
  { root, side }: Turn,
  orders: number,
): Promise<readonly Stage[]> => {
  const running = await start({ root, data: join(folder, `growth-${side}`), folder });
  const client = await startClient(roots.ours, running.apiUrl, CONCURRENCY);
  const stages: Stage[] = [];
  try {
    let done = 0;
    for (const stage of stagesTo(orders)) {
      const before = cpuOf(running.life.pid).allMs;
      const { deliveredSeconds } = await client.drive(stage - done, CONCURRENCY);
      stages.push({
        orders: stage,
        cpuMsPerOrder: Math.round((cpuOf(running.life.pid).allMs - before) / (stage - done)),
        ordersPerSecond: Number(((stage - done) / deliveredSeconds).toFixed(2)),
        rssMb: Math.round(rssOf(running.life.pid) / 2 ** 20),
      });
      say(`growth: ${side} ${JSON.stringify(stages.at(-1))}`);
      done = stage;
    }
  } finally {
    client.close();
    await stop(running);
  }
  return stages;
};

/** Whether an order costs the same when many have gone before. It takes hours, so it is one run, asked for by name. */
export const measureGrowth =
  (orders: number) =>
  async (context: Context): Promise<void> => {
    const growth: Partial<Record<Turn['side'], readonly Stage[]>> = {};
    context.extra['growth'] = growth;
    await eachTurn({ ...context, runs: 1 }, async (turn) => {
      growth[turn.side] = await grow(context, turn, orders);
    });
  };
