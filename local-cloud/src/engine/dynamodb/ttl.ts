import type { Context } from './context.ts';
import { countExpiriesBefore, expiryOf } from './expiries.ts';
import type { Item } from './item.ts';
import { keyFromInput } from './keys.ts';
import type { Expiry } from './state.ts';
import { commit, currentRow, planWrite } from './write.ts';

/** An item that time to live may remove, at any time from now on: AWS takes days. */
export interface TtlCandidate {
  readonly tableName: string;
  readonly key: Item;
  /** Milliseconds since the epoch. */
  readonly expiredAt: number;
}

export interface TimeToLive {
  /** Items expired at `now` (ms), the longest first, in each table. They stay visible until `expire`. */
  ttlCandidates(now: number): readonly TtlCandidate[];
  /** How many candidates there are. */
  countTtlCandidates(now: number): number;
  /** When the next item that has not expired at `now` does (ms); undefined when none will. */
  nextExpiryAfter(now: number): number | undefined;
  /** Removes the item as AWS does, free of charge; false when it is gone or was given more time. */
  expire(candidate: Pick<TtlCandidate, 'tableName' | 'key'>): boolean;
}

/** AWS leaves items alone that expired more than five years ago: the number was probably no time. */
const OLDEST_SECONDS = 5 * 365 * 24 * 60 * 60;

/** From the first that has not been expired for too long to the last that has expired. */
const stretchOf = (expiries: readonly Expiry[], now: number): readonly [from: number, to: number] =>
  (expiries[0]?.at ?? Infinity) * 1000 >= now
    ? [0, 0]
    : [
        countExpiriesBefore(expiries, Math.floor(now / 1000) - OLDEST_SECONDS, ''),
        countExpiriesBefore(expiries, now / 1000, ''),
      ];

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html */
export const makeTimeToLive = (context: Context): TimeToLive => ({
  ttlCandidates: (now) =>
    context.tables.flatMap(({ definition, state: { expiries } }) =>
      expiries
        .slice(...stretchOf(expiries, now))
        .map(({ at, key }) => ({ tableName: definition.name, key, expiredAt: at * 1000 })),
    ),
  countTtlCandidates: (now) => {
    let count = 0;
    for (const { state } of context.tables) {
      // Asked at every step of a simulation, and nearly always nothing has expired.
      if (state.expiries.length === 0) continue;
      const [from, to] = stretchOf(state.expiries, now);
      count += to - from;
    }
    return count;
  },
  nextExpiryAfter: (now) => {
    let next = Infinity;
    for (const { state } of context.tables) {
      const expiry = state.expiries[countExpiriesBefore(state.expiries, now / 1000, '')];
      if (expiry !== undefined) next = Math.min(next, expiry.at * 1000);
    }
    return next === Infinity ? undefined : next;
  },
  expire: ({ tableName, key: given }) => {
    const table = context.tableOf(tableName);
    const key = keyFromInput(table.definition, given);
    const before = currentRow(table, key);
    const attribute = table.definition.ttlAttribute;
    const at = before === undefined || attribute === undefined ? undefined : expiryOf(before.item, attribute);
    if (at === undefined || at * 1000 >= context.environment.now()) return false;
    commit(context, planWrite(table, key, before, undefined), true);
    return true;
  },
});
