import type { Clock } from '@orderwire/kernel/clock';
import type { ListedItem } from '../domain/item.ts';
import { type Answer, type Listing, makeListing, type Question } from '../domain/listing.ts';
import type { Items } from './items.ts';

export interface FoundItems extends Pick<Answer, 'count' | 'facets' | 'last'> {
  /** Fewer than asked for where some were retired a moment ago. */
  readonly items: readonly ListedItem[];
}

export type FindItems = (question: Question) => Promise<FoundItems>;

/** So old the list in memory may be before changes are asked for. */
const FRESH_MS = 1_000;

/**
 * Changes are read again from so long before the last time: an index of DynamoDB follows its table, and the clocks of writers
 * differ from ours.
 */
const OVERLAP_MS = 60_000;

/** Then everything is read anew: no index that lagged and no clock that was wrong has an effect for longer. */
const ANEW_MS = 15 * 60_000;

interface Kept {
  readonly listing: Listing;
  readonly readAt: number;
  askedAt: number;
}

/**
 * Finds items in a list that this environment keeps in memory: read whole at first, and then kept up with what has changed. What
 * it finds is read from the table, so that nobody sees an old price.
 */
export const makeFindItems = ({
  items,
  clock,
}: {
  readonly items: Pick<Items, 'changedAfter' | 'findAll'>;
  readonly clock: Clock;
}): FindItems => {
  let kept: Kept | undefined;
  let asking: Promise<Kept> | undefined;

  const takeOver = async ({ listing }: Kept, since: number): Promise<void> => {
    for await (const page of items.changedAfter(since)) for (const entry of page) listing.put(entry);
  };

  const upToDate = async (now: number): Promise<Kept> => {
    const isYoung = (from: number, ms: number): boolean => now >= from && now < from + ms;
    if (!kept || !isYoung(kept.readAt, ANEW_MS)) {
      const anew = { listing: makeListing(), readAt: now, askedAt: now };
      await takeOver(anew, 0);
      return (kept = anew);
    }
    if (!isYoung(kept.askedAt, FRESH_MS)) {
      await takeOver(kept, kept.askedAt - OVERLAP_MS);
      kept.askedAt = now;
    }
    return kept;
  };

  return async (question) => {
    // Those who ask at once wait for one answer.
    asking ??= upToDate(clock()).finally(() => (asking = undefined));
    const { listing } = await asking;
    const { itemIds, ...found } = listing.find(question);
    const known = new Map((await items.findAll(itemIds)).map((one) => [one.item.itemId, one]));
    return {
      ...found,
      items: itemIds.flatMap((itemId) => {
        const one = known.get(itemId);
        return one && !one.isRetired ? [one.item] : [];
      }),
    };
  };
};
