import { setTimeout as pause } from 'node:timers/promises';
import { partnerKey } from '../actors/platform.ts';
import { readTimeline, rest, startPlainly, verify } from './examine.ts';
import { type Kill, nextKill } from './kills.ts';
import { NAMES } from './courses.ts';
import type { Books } from '../invariants/books.ts';
import { orderIdOf, type Story } from './ledger.ts';
import { type Load, makeLoad } from './load.ts';
import { countDoubles } from '../invariants/mails.ts';
import { sentMailsIn } from './outside.ts';
import type { Up } from './platform-lives.ts';
import { makeRandom, type Random } from './random.ts';
import { type Report, traceOf, type Violation } from './report.ts';
import type { Snapshot } from './snapshot.ts';
import { makeWorld, type RunOptions, type World } from './world.ts';

/** After so many kills everything must come to rest, and is held against everything else. */
export const KILLS_PER_REST = 20;
/** Shorter runs are for trying out: their first kill must find something to lose. */
const MANY = 10;
/** Enough for the first orders to be placed. */
const FIRST_LIFE: Kill = { kind: 'moment', afterMs: 600 };
/** A point that is not passed so often in this time is given up: the process is killed then and there. */
const POINT_LIMIT_MS = 2_500;

/** Of parcels, returns and refunds: each must have happened, or the run says nothing about it. */
const HAPPENING = [
  ...['OrderShipped', 'ParcelDelivered', 'OrderDeliveryFailed', 'ParcelReturned', 'OrderReturned', 'ReturnRequested'],
  ...['ReturnApproved', 'OrderReturnArrived', 'ReturnReceived', 'PaymentRefunded', 'CreditNoteIssued', 'StockReturned'],
];

const isOver = ({ tally, options }: World): boolean => tally.bad() || tally.kills() >= options.kills;

/** Resolves when the life has ended as planned, or its time is up. */
const awaitEnd = async ({ life }: Up, kill: Kill): Promise<void> => {
  if (kill.kind === 'at-once') return;
  const limit = new AbortController();
  const time = kill.kind === 'moment' ? kill.afterMs : POINT_LIMIT_MS;
  await Promise.race([life.ended, pause(time, undefined, { signal: limit.signal })]);
  limit.abort();
};

/** Registers the first customers; the platform is not killed meanwhile. */
const openLoad = async (world: World, up: Up): Promise<Load> => {
  const { options, gate, ledger, catalogue, violate } = world;
  const keys = {
    warehouse: await partnerKey(up.platform, 'warehouse'),
    courier: await partnerKey(up.platform, 'courier'),
  };
  const { seed, orders } = options;
  const load = makeLoad({ seed, orders, gate, ledger, keys, catalogue, onViolation: violate });
  gate.open(up.platform, up.number);
  await load.open();
  return load;
};

/** What is lost is looked for before anybody may act: what they would see of it, and do about it, would cover it. */
const resume = async (world: World, up: Up, load: Load, random: Random): Promise<void> => {
  const { options, gate, tally } = world;
  await verify(world, up, random);
  if (tally.bad()) return;
  gate.open(up.platform, up.number);
  load.add(Math.ceil(options.orders / options.kills));
};

/** Kills until there were enough, or something is wrong. */
const killAndKill = async (world: World, random: Random): Promise<Load | undefined> => {
  const { options, ledger, tally, lives } = world;
  let load: Load | undefined;
  let restAt = KILLS_PER_REST;
  let kill: Kill = options.kills < MANY ? FIRST_LIFE : { kind: 'starting', afterMs: random.between(500, 2_500) };
  while (!isOver(world)) {
    const resting = tally.kills() >= restAt;
    if (resting) kill = FIRST_LIFE;
    let up = await lives.start(kill);
    if (up) load ??= await openLoad(world, up);
    if (up && load && kill.kind !== 'at-once') await resume(world, up, load, random);
    if (up && resting && !tally.bad()) {
      restAt += KILLS_PER_REST;
      ({ up } = await rest(world, up));
    }
    if (tally.bad()) break;
    if (up) {
      await awaitEnd(up, kill);
      await lives.kill(up.life, kill);
    }
    options.onProgress({
      ...{ kills: tally.kills(), orders: ledger.stories.length, acknowledged: ledger.acknowledged.length },
      last: lives.lastEnd(),
    });
    kill = load === undefined ? FIRST_LIFE : nextKill(random);
  }
  return load;
};

/** The last start: nothing is lost, all that is left is placed, and everything comes to rest. */
const finish = async (world: World, load: Load | undefined, random: Random): Promise<Snapshot | undefined> => {
  const up = await startPlainly(world);
  await verify(world, up, random);
  if (world.tally.bad()) return undefined;
  world.gate.open(up.platform, up.number);
  load?.add(world.options.orders);
  return (await rest(world, up)).snapshot;
};

const countBy = (names: readonly string[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

/** Courses as far as they were gone, and what had to happen on them. */
const reachedBy = (
  stories: readonly Story[],
  books: Books | undefined,
): Pick<Report, 'courses' | 'happened' | 'missing'> => {
  const ended = countBy(stories.filter(({ done }) => done).map(({ course }) => course));
  const courses = Object.fromEntries(NAMES.map((course) => [course, ended[course] ?? 0])) as Report['courses'];
  const types = countBy((books?.timeline ?? []).map(({ type }) => type));
  const happened = {
    ...Object.fromEntries(HAPPENING.map((type) => [type, types[type] ?? 0])),
    'orders with a discount code': books?.orders.filter(({ discountCode }) => discountCode !== undefined).length ?? 0,
  };
  const counts = Object.entries({ ...courses, ...happened });
  return { courses, happened, missing: counts.flatMap(([name, count]) => (count === 0 ? [name] : [])) };
};

/** What was noted when they were found, and what the timelines hold now. */
const completed = async (world: World): Promise<readonly Violation[]> => {
  const { violations } = world.tally.figures();
  const timeline = violations.length === 0 ? [] : await readTimeline(world);
  return violations.map((violation) => {
    const story = world.ledger.stories.find((one) => orderIdOf(one) === violation.orderId);
    return story ? { ...violation, trace: traceOf(story, timeline) } : violation;
  });
};

/** Places orders while the platform is killed again and again, and says what came of it. */
export const runCrashTest = async (options: RunOptions): Promise<Report> => {
  const world = await makeWorld(options);
  const { gate, ledger, tally, lives, violate } = world;
  const random = makeRandom(options.seed);
  let last: Snapshot | undefined;
  try {
    const load = await killAndKill(world, random);
    if (!tally.bad()) last = await finish(world, load, random);
  } catch (error) {
    violate(error instanceof Error ? error.message : String(error));
  }
  const violations = await completed(world);
  await lives.endAll();
  return {
    ...tally.figures(),
    violations,
    acknowledged: ledger.acknowledged.length,
    seed: options.seed,
    orders: ledger.stories.length,
    resumedInvocations: lives.resumed(),
    outages: lives.outages(),
    brokenConnections: gate.counts().brokenConnections,
    declaredDoubleMails: last ? countDoubles(sentMailsIn(last), last.books.mails) : 0,
    ...reachedBy(ledger.stories, last?.books),
    rest: countBy(last?.books.orders.map(({ status }) => status) ?? []),
  };
};
