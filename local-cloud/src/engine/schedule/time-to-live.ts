import type { Work } from '../contract.ts';
import type { TimeToLive } from '../dynamodb/ttl.ts';

export interface Expiries {
  readonly due: (now: number) => readonly Work[];
  readonly count: (now: number) => number;
  readonly nextAfter: (now: number) => number | undefined;
  /** False when there is no such work at `now`. */
  readonly start: (workId: string, now: number) => boolean;
}

const WORK = 'ttl-expiry/';

/** More than this many have to wait, so that listing stays cheap when many items expire at once. */
const LISTED_AT_MOST = 25;

/**
 * Removals by time to live as work that is due `lagMs` after an item has expired: AWS promises a few days, and expired
 * items show until then. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
 */
export const makeExpiries = (timeToLive: TimeToLive, lagMs: number): Expiries => {
  const listed = (now: number) =>
    timeToLive
      .ttlCandidates(now - lagMs)
      .slice(0, LISTED_AT_MOST)
      .map((candidate) => {
        const { tableName, key, expiredAt } = candidate;
        const id = `${WORK}${tableName}/${JSON.stringify(key)}`;
        return { candidate, work: { id, kind: 'ttl-expiry', subject: tableName, at: expiredAt + lagMs } as const };
      });
  return {
    due: (now) => listed(now).map(({ work }) => work),
    count: (now) => Math.min(timeToLive.countTtlCandidates(now - lagMs), LISTED_AT_MOST),
    nextAfter: (now) => {
      const next = timeToLive.nextExpiryAfter(now - lagMs);
      // An item has expired when its time has passed, not yet at that very time.
      return next === undefined ? undefined : Math.max(next + lagMs, now + 1);
    },
    start: (workId, now) => {
      if (!workId.startsWith(WORK)) return false;
      const found = listed(now).find(({ work }) => work.id === workId);
      if (found !== undefined) timeToLive.expire(found.candidate);
      return found !== undefined;
    },
  };
};
