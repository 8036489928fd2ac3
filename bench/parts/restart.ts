import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, eachTurn, type Turn } from '../context.ts';
import { startClient } from '../drive.ts';
import { start, stop } from '../platform.ts';
import { cpuOf } from '../proc.ts';
import { bytesLater, CONCURRENCY, copyOf, dataOf, ORDERS } from './course.ts';

const MORE = ORDERS.restart - ORDERS.memory;
const KB = 1_000;

/** The directory that the orders are delivered into. */
const whereOf = ({ folder }: Context, { root, side }: Turn) => ({ root, data: dataOf(folder, side, 0), folder });

/** Delivers orders on what the directory holds; ended by a kill when it is asked for. */
const driveOn = async (context: Context, turn: Turn, orders: number, killed: boolean): Promise<void> => {
  const running = await start(whereOf(context, turn));
  const client = await startClient(context.roots.ours, running.apiUrl, CONCURRENCY);
  try {
    context.say(`restart: ${turn.side} delivers ${orders} orders`);
    await client.drive(orders, CONCURRENCY);
    if (!killed) await stop(running);
  } finally {
    client.close();
    await running.life.kill();
  }
};

/** Leaves a data directory as a kill after 2,500 orders left it; it goes on where the memory's course ended. */
const prepare = async (context: Context, turn: Turn): Promise<void> => {
  if (!context.parts.includes('memory')) {
    rmSync(dataOf(context.folder, turn.side, 0), { recursive: true, force: true });
    await driveOn(context, turn, ORDERS.memory, false);
  }
  const before = await bytesLater(whereOf(context, turn), `${turn.side}-few`);
  await driveOn(context, turn, MORE, true);
  const grown = (await bytesLater(whereOf(context, turn), `${turn.side}-many`)) - before;
  context.samples.add('snapshot-growth', turn.side, grown / MORE / KB);
};

const restart = async ({ samples, folder, say }: Context, { root, side, run }: Turn): Promise<void> => {
  const data = copyOf(dataOf(folder, side, 0), join(folder, `${side}-restart-${run}`));
  const running = await start({ root, data, folder });
  samples.add('restart', side, running.readyMs / 1000);
  samples.add('restart-cpu', side, cpuOf(running.life.pid).allMs / 1000);
  say(`restart, run ${run + 1}: ${side} is ready after ${(running.readyMs / 1000).toFixed(1)} s`);
  await running.life.kill();
};

export const measureRestart = async (context: Context): Promise<void> => {
  await eachTurn({ ...context, runs: 1 }, (turn) => prepare(context, turn));
  await eachTurn(context, (turn) => restart(context, turn));
};
