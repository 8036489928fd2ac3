import { writeClock } from '../actors/clock.ts';
import { describePlatform, type Platform } from '../actors/platform.ts';
import { describeKill, type Kill, nameOf } from './kills.ts';
import { type Life, type Ports, type Ready, startLife } from './life.ts';
import type { Gate } from './gate.ts';
import type { Tally } from './report.ts';
import { Problem } from '@orderwire/local-cloud/dev/problem';

/** A life that is up. */
export interface Up {
  readonly life: Life;
  /** 1 is the first. */
  readonly number: number;
  readonly platform: Platform;
  readonly ready: Ready;
}

export interface LivesOptions {
  readonly root: string;
  readonly ports: Ports;
  readonly store: readonly string[];
  /** Where scripts for outages are written. */
  readonly folder: string;
  readonly gate: Gate;
  readonly tally: Tally;
}

/** The same platform, again and again. */
export interface Lives {
  /** Starts it; undefined when it was killed before it was ready. @throws Problem when it ended by itself */
  readonly start: (kill: Kill | undefined) => Promise<Up | undefined>;
  /** Ends it, and counts that as a kill of this kind. */
  readonly kill: (life: Life, kill: Kill) => Promise<void>;
  /** Ends it without counting; the next start will believe that it is so much later. */
  readonly interrupt: (life: Life, milliseconds: number) => Promise<void>;
  /** How far the platform's clock is ahead, in milliseconds. */
  readonly aheadMs: () => number;
  readonly outages: () => number;
  readonly resumed: () => number;
  /** How the last life ended. */
  readonly lastEnd: () => string;
  /** Where it answers, if it does. */
  readonly platform: () => Platform | undefined;
  readonly endAll: () => Promise<void>;
}

/** What `npm start` says on standard error when it goes on with what a kill has cut off. */
const RESUMED = /(\d+) invocations were under way/;

const START_LIMIT_MS = 60_000;

export const makeLives = ({ root, ports, store, folder, gate, tally }: LivesOptions): Lives => {
  let number = 0;
  let aheadMs = 0;
  let outages = 0;
  let resumed = 0;
  let lastEnd = 'not yet';
  let current: Life | undefined;
  let answering: Platform | undefined;

  const count = (life: Life, kill: Kill): void => {
    gate.close();
    resumed += Number(RESUMED.exec(life.said())?.[1] ?? 0);
    lastEnd = describeKill(kill);
    tally.kill(nameOf(kill));
  };

  const refuse = (life: Life, what: string): Problem =>
    new Problem(`The platform ${what}. It said:\n${life.said()}`, 'look at what it said, and at the data directory.');

  return {
    start: async (kill) => {
      number += 1;
      const crashAt = kill?.kind === 'point' ? `${kill.point}:${kill.passing}` : undefined;
      const preload = aheadMs === 0 ? undefined : writeClock(folder, aheadMs);
      const life = startLife({ root, ports, store, crashAt, preload });
      current = life;
      const limit = setTimeout(() => void life.kill(), START_LIMIT_MS);
      const early = kill?.kind === 'starting' ? setTimeout(() => void life.kill(), kill.afterMs) : undefined;
      const ready = await life.ready;
      clearTimeout(limit);
      if (early === undefined && ready) tally.restart(performance.now() - life.startedAt);
      if (kill?.kind === 'starting') {
        const { signal } = await life.ended;
        if (signal !== 'SIGKILL') throw refuse(life, 'ended by itself while it started');
        count(life, kill);
        return undefined;
      }
      if (ready) {
        const platform = await describePlatform(ready.apiUrl).catch(() => undefined);
        answering = platform;
        if (platform) return { life, number, platform, ready };
      }
      const { signal } = await life.ended;
      if (signal !== 'SIGKILL' || kill?.kind !== 'point') throw refuse(life, 'did not start');
      count(life, kill);
      return undefined;
    },
    kill: async (life, kill) => {
      gate.close();
      await life.kill();
      if ((await life.ended).signal !== 'SIGKILL') throw refuse(life, 'ended by itself');
      count(life, kill);
    },
    interrupt: async (life, milliseconds) => {
      gate.close();
      await life.kill();
      outages += 1;
      aheadMs += Math.ceil(milliseconds / 1000) * 1000;
      lastEnd = `an outage of ${Math.round(milliseconds / 1000)} s`;
    },
    aheadMs: () => aheadMs,
    outages: () => outages,
    resumed: () => resumed,
    lastEnd: () => lastEnd,
    platform: () => (current?.alive() === true ? answering : undefined),
    endAll: async () => {
      gate.close();
      await current?.kill();
    },
  };
};
