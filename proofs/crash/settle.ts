import { setTimeout as pause } from 'node:timers/promises';
import { call } from '../actors/platform.ts';
import type { Ledger, Story } from './ledger.ts';
import { orderIdOf } from './ledger.ts';
import type { Lives, Up } from './platform-lives.ts';

interface Info {
  readonly running: number;
  readonly pending: readonly { readonly kind: string; readonly subject: string; readonly at: string }[];
}

/** Everything that the platform still means to do, however late. */
const WITHIN_MS = 6 * 60 * 60 * 1000;
const SOON_MS = 1_500;
const LOOK_MS = 80;
/** With nothing to do for the platform, this is more than its clients need to see it. */
const QUIET_LIMIT_MS = 15_000;
const BUSY_LIMIT_MS = 120_000;
const MOST_OUTAGES = 25;
/** Longer than any lease in the services: what waits for one is not only due again, it then gets on. */
const SHORTEST_OUTAGE_MS = 120_000;

export interface Settled {
  readonly up: Up;
  /** What did not come to rest. */
  readonly stuck: readonly { readonly what: string; readonly story?: Story }[];
}

const infoOf = async ({ platform }: Up): Promise<Info> =>
  (await call<Info>(`${platform.awsUrl}/_local/info.json?within=${WITHIN_MS}`)).body;

/** Waits while the platform is at it. @returns how long nothing will happen; 0 when everything is over */
const untilQuiet = async (up: Up, lives: Lives, ledger: Ledger): Promise<number | 'stuck'> => {
  const begun = performance.now();
  let quietSince = begun;
  for (;;) {
    const { running, pending } = await infoOf(up);
    const now = Date.now() + lives.aheadMs();
    const times = pending.map(({ at }) => Date.parse(at) - now);
    const busy = running > 0 || times.some((time) => time < SOON_MS);
    const open = ledger.stories.some(({ done }) => !done);
    if (busy) quietSince = performance.now();
    else if (times.length > 0) return Math.max(...times);
    else if (!open) return 0;
    if (performance.now() - quietSince > QUIET_LIMIT_MS || performance.now() - begun > BUSY_LIMIT_MS) return 'stuck';
    await pause(LOOK_MS);
  }
};

const stuckOf = async (up: Up, ledger: Ledger): Promise<Settled['stuck']> => {
  const { running, pending } = await infoOf(up);
  const open = ledger.stories.filter(({ done }) => !done);
  const state = `${running} calls run, pending: ${JSON.stringify(pending.slice(0, 5))}`;
  return [
    { what: `the platform does not come to rest: ${state}` },
    ...open.map((story) => ({ what: `${orderIdOf(story)} does not come to rest`, story })),
  ];
};

/**
 * Lets all orders come to rest. Where only leases and backoffs are left, the platform is switched off until they are over
 * by its own clock, instead of waiting for them.
 * @param restart starts the platform again after an outage
 */
export const settle = async (
  begun: Up,
  { lives, ledger, restart }: { readonly lives: Lives; readonly ledger: Ledger; readonly restart: () => Promise<Up> },
): Promise<Settled> => {
  let up = begun;
  for (let outages = 0; outages <= MOST_OUTAGES; outages += 1) {
    const quietMs = await untilQuiet(up, lives, ledger);
    if (quietMs === 0) return { up, stuck: [] };
    if (quietMs === 'stuck') break;
    await lives.interrupt(up.life, Math.max(quietMs + SOON_MS, SHORTEST_OUTAGE_MS));
    up = await restart();
  }
  return { up, stuck: await stuckOf(up, ledger) };
};
