import { describe, expect, it } from '@jest/globals';
import type { Entry } from '../domain/listing.ts';
import { makeFindItems } from './find-items.ts';

const entry = (itemId: string, changedAt: number, more: Partial<Entry> = {}): Entry => ({
  ...{ itemId, title: itemId, category: 'c', priceMinor: 1, availability: 'unknown', isRetired: false, changedAt },
  ...more,
});

const aList = (...entries: Entry[]) => {
  let now = 1_000_000;
  const reads: number[] = [];
  const items = {
    changedAfter: async function* (since: number) {
      reads.push(since);
      yield await Promise.resolve(entries.filter(({ changedAt }) => changedAt > since));
    },
    findAll: (itemIds: readonly string[]) =>
      Promise.resolve(
        itemIds.map((itemId) => ({
          item: { ...entry(itemId, 0), currency: 'EUR', vatClass: 'standard' as const },
          ...{ version: 1, isListed: true, isRetired: entries.some((one) => one.itemId === itemId && one.isRetired) },
        })),
      ),
  };
  const find = makeFindItems({ items, clock: () => now });
  return {
    reads,
    entries,
    later: (milliseconds: number) => (now += milliseconds),
    ids: async () => (await find({ filters: {}, limit: 10 })).items.map(({ itemId }) => itemId),
  };
};

describe('the list in memory', () => {
  it('is read whole once, and after a second only what has changed', async () => {
    const { ids, reads, later, entries } = aList(entry('a', 999_000));
    await ids();
    later(999);
    await ids();
    expect(reads).toEqual([0]);
    entries.push(entry('b', 1_000_500));
    later(1);
    expect(await ids()).toEqual(['a', 'b']);
    expect(reads).toEqual([0, 940_000]);
  });

  it('is asked for once by those who come together', async () => {
    const { ids, reads } = aList(entry('a', 1));
    await Promise.all([ids(), ids(), ids()]);
    expect(reads).toEqual([0]);
  });

  it('learns of changes that an index showed late, up to a minute', async () => {
    const { ids, later, entries } = aList(entry('a', 999_000));
    await ids();
    entries.push(entry('late', 940_001));
    later(1_000);
    expect(await ids()).toEqual(['a', 'late']);
  });

  it('misses nothing by a writer whose clock is ahead', async () => {
    const { ids, later, entries } = aList(entry('ahead', 9_000_000));
    await ids();
    entries.push(entry('b', 1_000_100));
    later(1_000);
    expect(await ids()).toEqual(['ahead', 'b']);
  });

  it('is read anew after a quarter of an hour', async () => {
    const { ids, later, entries, reads } = aList(entry('a', 999_000));
    await ids();
    entries.push(entry('b', 5));
    later(1_000);
    expect(await ids()).toEqual(['a']);
    later(15 * 60_000);
    expect(await ids()).toEqual(['a', 'b']);
    expect(reads.filter((since) => since === 0)).toHaveLength(2);
  });

  it('shows nothing of what was retired since', async () => {
    const { ids, entries } = aList(entry('a', 1), entry('b', 1));
    await ids();
    entries.splice(1, 1, entry('b', 2, { isRetired: true }));
    expect(await ids()).toEqual(['a']);
  });

  it('is asked for again where the first time failed', async () => {
    let isDown = true;
    const find = makeFindItems({
      items: {
        changedAfter: async function* () {
          if (isDown) throw new Error('down');
          yield await Promise.resolve([]);
        },
        findAll: () => Promise.resolve([]),
      },
      clock: () => 0,
    });
    await expect(find({ filters: {}, limit: 1 })).rejects.toThrow('down');
    isDown = false;
    expect(await find({ filters: {}, limit: 1 })).toMatchObject({ items: [], count: 0 });
  });
});
