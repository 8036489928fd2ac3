import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { billOf } from '../../proofs/bill/price.ts';
import { percentilesOf } from '../../proofs/actors/statistics.ts';
import type { Driven } from '../client/messages.ts';
import { type Context, eachTurn, type Turn } from '../context.ts';
import { type Client, startClient } from '../drive.ts';
import { type Running, snapshotBytes, start, stop } from '../platform.ts';
import { type CpuTimes, cpuOf, rssOf } from '../proc.ts';
import type { Samples, Side } from '../samples.ts';

export const CONCURRENCY = 30;
/** Throughput is measured over the first orders, memory after more of them, a restart after many. */
export const ORDERS = { throughput: 600, memory: 1_000, restart: 2_500 } as const;
const MB = 2 ** 20;
const KB = 1_000;
/** Streams keep their records for 24 h. */
const LATER_MS = 25 * 3_600_000;

/** USD per GB and second on arm64, us-east-1: https://aws.amazon.com/lambda/pricing. All functions have 512 MB. */
const LAMBDA_USD = 0.0000133334 * 0.5;

const sumOf = (driven: Driven, unit: 'lambda-ms'): number =>
  Object.values(driven.meter).reduce((sum, units) => sum + (units[unit] ?? 0), 0);

/** Where the platform of a run keeps its state. */
export const dataOf = (folder: string, side: Side, run: number): string => join(folder, `${side}-${run}`);

/** What a process that has ended left behind. @returns where the copy is */
export const copyOf = (data: string, to: string): string => {
  cpSync(data, to, { recursive: true, filter: (path) => !path.endsWith('/lock') });
  return to;
};

interface Driving {
  readonly before: CpuTimes;
  readonly after: CpuTimes;
  readonly driven: Driven;
}

const addThroughput = (samples: Samples, { side }: Turn, { before, after, driven }: Driving): void => {
  const { orders, deliveredSeconds, settledSeconds } = driven;
  const perOrder = (kind: keyof CpuTimes): number => (after[kind] - before[kind]) / orders;
  const [confirmed, delivered] = [percentilesOf(driven.confirmedMs), percentilesOf(driven.deliveredMs)];
  const bill = billOf(driven.meter, orders);
  const values = {
    'delivered-orders': orders / deliveredSeconds,
    'settled-orders': orders / settledSeconds,
    'cpu-per-order': perOrder('allMs'),
    'cpu-main': perOrder('mainMs'),
    'cpu-workers': perOrder('workersMs'),
    'cpu-helpers': perOrder('helpersMs'),
    'confirmed-p50': confirmed.p50,
    'confirmed-p95': confirmed.p95,
    'delivered-p50': delivered.p50,
    'delivered-p95': delivered.p95,
    'operations-driven': bill.operations,
    'usd-driven': bill.usdPerMillionOrdersWithoutMails,
    'lambda-usd': (sumOf(driven, 'lambda-ms') / orders / 1000) * LAMBDA_USD * 1_000_000,
  } as const;
  for (const [name, value] of Object.entries(values)) samples.add(name as keyof typeof values, side, value);
};

interface Where {
  readonly root: string;
  readonly data: string;
  readonly folder: string;
}

/** Lets a day pass over a copy of what has ended. @returns how large its snapshot is then, in bytes */
export const bytesLater = async (where: Where, name: string): Promise<number> => {
  const data = copyOf(where.data, join(where.folder, name));
  await stop(await start({ ...where, data }, LATER_MS));
  return snapshotBytes(data);
};

interface Course {
  readonly context: Context;
  readonly turn: Turn;
  readonly where: Where;
  /** Of the data directory before the first order, in bytes. */
  readonly emptyBytes: number;
}

const measureSnapshots = async ({ context, turn, where, emptyBytes }: Course): Promise<void> => {
  const perOrder = (bytes: number): number => (bytes - emptyBytes) / ORDERS.memory / KB;
  context.samples.add('snapshot-fresh', turn.side, perOrder(snapshotBytes(where.data)));
  const later = await bytesLater(where, `${turn.side}-${turn.run}-later`);
  context.samples.add('snapshot-per-order', turn.side, perOrder(later));
};

const driveTo = async (course: Course, running: Running, client: Client, done: number, wanted: number) => {
  const before = cpuOf(running.life.pid);
  const driven = await client.drive(wanted - done, CONCURRENCY);
  const driving = { before, after: cpuOf(running.life.pid), driven };
  const { side, run } = course.turn;
  const rate = ((wanted - done) / driven.deliveredSeconds).toFixed(1);
  course.context.say(`orders, run ${run + 1}: ${side} has delivered ${wanted}, the last ones at ${rate}/s`);
  return driving;
};

/** One platform from empty, as far as the parts that were asked for need it. */
const takeCourse = async (context: Context, turn: Turn): Promise<void> => {
  const { samples, parts, folder } = context;
  const where = { root: turn.root, data: dataOf(folder, turn.side, turn.run), folder };
  const running = await start(where);
  const course: Course = { context, turn, where, emptyBytes: snapshotBytes(where.data) };
  if (parts.includes('memory')) samples.add('rss-at-start', turn.side, rssOf(running.life.pid) / MB);
  const client = await startClient(context.roots.ours, running.apiUrl, CONCURRENCY);
  try {
    const driving = await driveTo(course, running, client, 0, ORDERS.throughput);
    if (parts.includes('throughput')) addThroughput(samples, turn, driving);
    if (!parts.includes('memory')) return;
    await driveTo(course, running, client, ORDERS.throughput, ORDERS.memory);
    samples.add('rss', turn.side, rssOf(running.life.pid) / MB);
    await stop(running);
    await measureSnapshots(course);
  } finally {
    client.close();
    await running.life.kill();
  }
};

export const measureCourse = (context: Context): Promise<void> =>
  eachTurn(context, (turn) => takeCourse(context, turn));
