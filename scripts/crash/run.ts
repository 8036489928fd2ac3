import { setTimeout as pause } from 'node:timers/promises';
import { partnerKey } from '../actors/platform.ts';
import { makeGate } from './gate.ts';
import { checksOf } from './invariants.ts';
import { type Kill, nextKill } from './kills.ts';
import { makeLedger, orderIdOf, type Story } from './ledger.ts';
import { findPorts } from './life.ts';
import { type Load, makeLoad, readCatalogue } from './load.ts';
import { countDoubles } from './mail-faults.ts';
import { makeLives, type Up } from './platform-lives.ts';
import { makeRandom, type Random } from './random.ts';
import { makeTally, type Report, traceOf } from './report.ts';
import { settle } from './settle.ts';
import { renew } from './shopper.ts';
import { makeReader, type Snapshot } from './snapshot.ts';
import { findLost } from './verify.ts';

export interface RunOptions {
  readonly root: string;
  /** An empty folder: what the platform keeps is under it. */
  readonly folder: string;
  readonly kills: number;
  readonly orders: number;
  readonly seed: number;
  /** Options of `npm start` for where it keeps its state. */
  readonly store: readonly string[];
  readonly onProgress: (progress: Progress) => void;
}

export interface Progress {
  readonly kills: number;
  readonly orders: number;
  readonly acknowledged: number;
  readonly last: string;
}

/** After so many kills everything must come to rest, and is held against everything else. */
const KILLS_PER_REST = 20;
/** Shorter runs are for trying out: their first kill must find something to lose. */
const MANY = 10;
const FIRST_LIFE_MS = 600;
/** A point that is not passed so often in this time is given up: the process is killed then and there. */
const POINT_LIMIT_MS = 4_000;

const makeRun = async (options: RunOptions) => {
  const { root, folder, store, seed, orders } = options;
  const gate = makeGate();
  const ledger = makeLedger();
  const tally = makeTally();
  const lives = makeLives({ root, ports: await findPorts(), store, folder, gate, tally });
  const violate = (what: string, story?: Story, orderId = story && orderIdOf(story)): void =>
    tally.violate({
      ...{ what, seed, kill: tally.kills(), point: lives.lastEnd(), trace: traceOf(story, []) },
      ...(orderId !== undefined && { orderId }),
    });
  const catalogue = readCatalogue(root);
  return { options, gate, ledger, tally, lives, violate, catalogue, checks: checksOf(catalogue.received), orders };
};

type Run = Awaited<ReturnType<typeof makeRun>>;

/** Looks for what is lost. It ends early when the platform dies meanwhile. */
const verify = async ({ ledger, tally, violate }: Run, up: Up, random: Random): Promise<void> => {
  const reader = makeReader(up.platform);
  try {
    const lost = await findLost({ platform: up.platform, random, reader }, ledger, up.number);
    tally.check('acknowledged writes are there');
    tally.lose(lost.length);
    for (const { what, story } of lost.slice(0, 20)) violate(`lost: ${what}`, story);
  } catch (error) {
    if (up.life.alive()) throw error;
  } finally {
    reader.close();
  }
};

const examine = (run: Run, snapshot: Snapshot): void => {
  const { checks, ledger, tally, violate, lives } = run;
  for (const [name, check] of Object.entries(checks)) {
    tally.check(name);
    for (const { what, orderId } of check(snapshot, ledger.stories)) {
      const story = ledger.stories.find(({ placed }) => placed !== undefined && placed.orderId === orderId);
      violate(`${name}: ${orderId === undefined ? '' : `${orderId} `}${what}`, story, orderId);
    }
  }
  const interruptions = tally.kills() + lives.outages();
  const doubles = countDoubles(snapshot);
  if (doubles > interruptions) violate(`each mail once: ${doubles} went out twice in ${interruptions} kills`);
};

const startPlainly = async ({ lives }: Run): Promise<Up> => {
  const up = await lives.start(undefined);
  if (!up) throw new Error('Nobody kills a platform that starts plainly.');
  return up;
};

/** The clock was put forward, and tokens live an hour. */
const returnFromOutage = async (run: Run): Promise<Up> => {
  const up = await startPlainly(run);
  run.gate.open(up.platform, up.number);
  for (const shopper of run.ledger.shoppers) await renew(run.gate, shopper);
  return up;
};

/** Everything comes to rest and is held against everything else. @returns the life in which that was so */
const rest = async (run: Run, begun: Up): Promise<{ readonly up: Up; readonly snapshot: Snapshot }> => {
  const { lives, ledger, violate } = run;
  const { up, stuck } = await settle(begun, { lives, ledger, restart: () => returnFromOutage(run) });
  for (const { what, story } of stuck) violate(what, story);
  const reader = makeReader(up.platform);
  const snapshot = await reader.snapshot().finally(() => reader.close());
  if (stuck.length === 0) examine(run, snapshot);
  return { up, snapshot };
};

const isOver = ({ tally, options }: Run): boolean => tally.bad() || tally.kills() >= options.kills;

/** Resolves when the life has ended as planned, or its time is up. */
const awaitEnd = async ({ life }: Up, kill: Kill): Promise<void> => {
  if (kill.kind === 'at-once') return;
  const limit = new AbortController();
  const time = kill.kind === 'moment' ? kill.afterMs : POINT_LIMIT_MS;
  await Promise.race([life.ended, pause(time, undefined, { signal: limit.signal })]);
  limit.abort();
};

/** Kills until there were enough, or something is wrong. */
const killAndKill = async (run: Run, random: Random): Promise<Load | undefined> => {
  const { options, gate, ledger, tally, lives } = run;
  const perLife = Math.ceil(options.orders / options.kills);
  let load: Load | undefined;
  let restAt = KILLS_PER_REST;
  let kill: Kill =
    options.kills < MANY
      ? { kind: 'moment', afterMs: FIRST_LIFE_MS }
      : { kind: 'starting', afterMs: random.between(500, 2_500) };
  while (!isOver(run)) {
    const resting = tally.kills() >= restAt;
    if (resting) kill = { kind: 'moment', afterMs: FIRST_LIFE_MS };
    let up = await lives.start(kill);
    if (up && load === undefined) load = await openLoad(run, up);
    if (up && kill.kind !== 'at-once') {
      // Before anybody else may act: what they see of a loss would only cover it.
      await verify(run, up, random);
      if (tally.bad()) break;
      gate.open(up.platform, up.number);
      load?.add(perLife);
      if (resting) {
        restAt += KILLS_PER_REST;
        ({ up } = await rest(run, up));
      }
    }
    if (up) {
      await awaitEnd(up, kill);
      await lives.kill(up.life, kill);
    }
    options.onProgress({
      ...{ kills: tally.kills(), orders: ledger.stories.length, acknowledged: ledger.acknowledged.length },
      last: lives.lastEnd(),
    });
    kill = load === undefined ? { kind: 'moment', afterMs: FIRST_LIFE_MS } : nextKill(random);
  }
  return load;
};

const openLoad = async ({ options, gate, ledger, catalogue, violate, orders }: Run, up: Up): Promise<Load> => {
  const keys = {
    warehouse: await partnerKey(up.platform, 'warehouse'),
    courier: await partnerKey(up.platform, 'courier'),
  };
  const { seed } = options;
  const load = makeLoad({ seed, orders, gate, ledger, keys, catalogue, onViolation: violate });
  gate.open(up.platform, up.number);
  await load.open();
  return load;
};

/** The last start: nothing is lost, all that is left is placed, and everything comes to rest. */
const finish = async (run: Run, load: Load | undefined, random: Random): Promise<Snapshot | undefined> => {
  const up = await startPlainly(run);
  await verify(run, up, random);
  if (run.tally.bad()) return undefined;
  run.gate.open(up.platform, up.number);
  load?.add(run.options.orders);
  return (await rest(run, up)).snapshot;
};

const countBy = (names: readonly string[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

/** Places orders while the platform is killed again and again, and says what came of it. */
export const runCrashTest = async (options: RunOptions): Promise<Report> => {
  const begun = performance.now();
  const run = await makeRun(options);
  const { gate, ledger, tally, lives, violate } = run;
  const random = makeRandom(options.seed);
  let last: Snapshot | undefined;
  try {
    const load = await killAndKill(run, random);
    if (!tally.bad()) last = await finish(run, load, random);
  } catch (error) {
    violate(error instanceof Error ? error.message : String(error));
  } finally {
    await lives.endAll();
  }
  const { violations, ...figures } = tally.figures();
  return {
    ...figures,
    violations: violations.map((violation) => complete(violation, run, last)),
    acknowledged: ledger.acknowledged.length,
    seed: options.seed,
    orders: ledger.stories.length,
    seconds: Math.round((performance.now() - begun) / 100) / 10,
    resumedInvocations: lives.resumed(),
    outages: lives.outages(),
    brokenConnections: gate.counts().brokenConnections,
    declaredDoubleMails: last ? countDoubles(last) : 0,
    rest: countBy(last?.orders.map(({ status }) => status) ?? []),
  };
};

/** What was noted when it was found, and what the timeline has held at last. */
const complete = (
  violation: Report['violations'][number],
  { ledger }: Run,
  last: Snapshot | undefined,
): Report['violations'][number] => {
  const story = ledger.stories.find((one) => orderIdOf(one) === violation.orderId);
  return story ? { ...violation, trace: traceOf(story, last?.timeline ?? []) } : violation;
};
