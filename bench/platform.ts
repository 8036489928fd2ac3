import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '@orderwire/local-cloud/dev/problem';
import { writeClock } from '../proofs/actors/clock.ts';
import { findPorts, type Life, type Ready, startLife } from '../proofs/crash/life.ts';

/** A checkout's platform, started by its own `npm start -- --json`. */
export interface Running extends Ready {
  readonly life: Life;
  /** From the start to the line that says it is ready. */
  readonly readyMs: number;
}

interface Where {
  readonly root: string;
  /** The data directory. */
  readonly data: string;
  /** For scripts. */
  readonly folder: string;
}

/** @param aheadMs its clock is so far ahead. @throws Problem when it does not start */
export const start = async ({ root, data, folder }: Where, aheadMs = 0): Promise<Running> => {
  const life = startLife({
    ...{ root, ports: await findPorts(), store: ['--data', data] },
    preload: aheadMs === 0 ? undefined : writeClock(folder, aheadMs),
    // Of the length that `npm start` gives it.
    environment: { ORDERWIRE_JOURNAL_BYTES: undefined },
  });
  const ready = await life.ready;
  if (ready === undefined) throw new Problem(`npm start in ${root} failed:\n${life.said()}`, 'look at what it said.');
  return { ...ready, life, readyMs: performance.now() - life.startedAt };
};

/** As Ctrl-C ends it: its last act is a snapshot of everything. */
export const stop = async ({ life }: Running): Promise<void> => {
  process.kill(-life.pid, 'SIGTERM');
  await life.ended;
};

/** The newest snapshot of a data directory, in bytes. */
export const snapshotBytes = (data: string): number => {
  const numbers = readdirSync(data).flatMap((name) => /^snapshot-(\d+)$/.exec(name)?.[1] ?? []);
  const newest = Math.max(...numbers.map(Number));
  return statSync(join(data, `snapshot-${newest}`)).size;
};
