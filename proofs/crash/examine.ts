import { setTimeout as pause } from 'node:timers/promises';
import { checkAtRest } from '../invariants/at-rest.ts';
import type { TimelineRow } from '../invariants/books.ts';
import { countDoubles } from '../invariants/mails.ts';
import { outsideOf, sentMailsIn } from './outside.ts';
import { checkPlans } from './plans.ts';
import type { Up } from './platform-lives.ts';
import type { Random } from './random.ts';
import { settle } from './settle.ts';
import { renew, renewStaff } from './shopper.ts';
import { makeReader, type Snapshot } from './snapshot.ts';
import { findLost } from './verify.ts';
import type { World } from './world.ts';

const DEATH_LIMIT_MS = 2_000;

const livesOn = async ({ life }: Up): Promise<boolean> => {
  await Promise.race([life.ended, pause(DEATH_LIMIT_MS)]);
  return life.alive();
};

/** Looks for what is lost. It ends early when the platform dies meanwhile. */
export const verify = async ({ ledger, tally, violate }: World, up: Up, random: Random): Promise<void> => {
  const reader = makeReader(up.platform);
  try {
    const lost = await findLost({ platform: up.platform, random, reader }, ledger, up.number);
    tally.check('16-restart');
    tally.lose(lost.length);
    for (const { what, story } of lost.slice(0, 20)) violate(`lost: ${what}`, story);
  } catch (error) {
    // A connection breaks before the end of the process is known.
    if (await livesOn(up)) throw error;
  } finally {
    reader.close();
  }
};

const examine = ({ checks, ledger, tally, lives, catalogue }: World, snapshot: Snapshot): void => {
  checkAtRest(checks, snapshot.books, outsideOf(ledger, snapshot, catalogue.received));
  checkPlans(checks, snapshot, ledger.stories);
  const interruptions = tally.kills() + lives.outages();
  const doubles = countDoubles(sentMailsIn(snapshot), snapshot.books.mails);
  checks.that('07-mails', doubles <= interruptions, () => `${doubles} went out twice in ${interruptions} kills`);
};

/** A start that nobody cuts short. @throws Problem when the platform ends by itself */
export const startPlainly = async ({ lives }: World): Promise<Up> => {
  const up = await lives.start(undefined);
  if (!up) throw new Error('Nobody kills a platform that starts plainly.');
  return up;
};

/** The clock was put forward, and tokens live an hour. */
const returnFromOutage = async (world: World): Promise<Up> => {
  const up = await startPlainly(world);
  world.gate.open(up.platform, up.number);
  for (const shopper of world.ledger.shoppers) await renew(world.gate, shopper);
  await renewStaff(world);
  return up;
};

/** Everything comes to rest and is held against everything else. @returns the life in which that was so */
export const rest = async (world: World, begun: Up): Promise<{ readonly up: Up; readonly snapshot: Snapshot }> => {
  const { lives, ledger, violate } = world;
  const { up, stuck } = await settle(begun, { lives, ledger, restart: () => returnFromOutage(world) });
  for (const { what, story } of stuck) violate(what, story);
  const reader = makeReader(up.platform);
  const snapshot = await reader.snapshot().finally(() => reader.close());
  if (stuck.length === 0) examine(world, snapshot);
  return { up, snapshot };
};

/** Of a platform that still answers, for the traces; empty otherwise. */
export const readTimeline = async ({ lives }: World): Promise<readonly TimelineRow[]> => {
  const platform = lives.platform();
  if (!platform) return [];
  const reader = makeReader(platform);
  return reader
    .timeline()
    .catch(() => [])
    .finally(() => reader.close());
};
