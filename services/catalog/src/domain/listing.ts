import { FACETS, type Facet, type Availability, filterKey } from './item.ts';
import { makeTextIndex, type Text } from './search/text-index.ts';
import { wordsOf } from './search/words.ts';

/** What lists and the search know of an item. */
export interface Entry {
  readonly itemId: string;
  readonly title: string;
  readonly category: string;
  readonly type?: string;
  readonly brand?: string;
  readonly sku?: string;
  readonly gtin?: string;
  readonly priceMinor: number;
  readonly availability: Availability;
  readonly isRetired: boolean;
  /** Milliseconds since the epoch: of two entries of one item, the later counts. */
  readonly changedAt: number;
}

export type Sort = 'title' | 'price' | '-price';

/** Where an item stands in an order: by the value, and among equals by the id. */
export interface Position {
  readonly value: string | number;
  readonly itemId: string;
}

export interface Question {
  readonly text?: string | undefined;
  /** Absent: what fits the text best comes first; without a text, by title. */
  readonly sort?: Sort | undefined;
  readonly filters: Readonly<Partial<Record<Facet, string | undefined>>>;
  readonly limit: number;
  /** Where the page before ended. */
  readonly after?: Position | undefined;
}

export interface FacetValue {
  readonly value: string;
  /** How many items there are with it that fit the text and all other filters. */
  readonly count: number;
}

export interface Answer {
  readonly itemIds: readonly string[];
  /** How many items fit, on all pages. */
  readonly count: number;
  /** The commonest first, 50 at most. */
  readonly facets: Readonly<Record<Facet, readonly FacetValue[]>>;
  /** Where this page ends; absent on the last one. */
  readonly last?: Position;
}

/** All that is on sale, in memory: to be filtered, counted, sorted and searched. */
export interface Listing {
  /** Takes an entry over, unless a later one of its item is known. */
  readonly put: (entry: Entry) => void;
  readonly find: (question: Question) => Answer;
}

const MOST_VALUES = 50;

const textsOf = ({ title, brand = '', type = '', category, sku = '', gtin = '' }: Entry): readonly Text[] => [
  { text: title, weight: 1 },
  { text: `${sku} ${gtin}`, weight: 1 },
  { text: brand, weight: 0.8 },
  { text: type, weight: 0.5 },
  { text: category, weight: 0.4 },
];

/** The values of one facet, numbered from 1 on; 0 is none. */
const makeValues = () => {
  const numbers = new Map<string, number>();
  const names: string[] = [''];
  const ofSlot: number[] = [];
  return {
    set: (slot: number, value: string | undefined): void => {
      const key = value === undefined ? '' : filterKey(value);
      let number = key === '' ? 0 : numbers.get(key);
      if (number === undefined) {
        number = names.push(value ?? '') - 1;
        numbers.set(key, number);
      }
      ofSlot[slot] = number;
    },
    ofSlot,
    /** -1: no item has it. */
    numberOf: (value: string): number => numbers.get(filterKey(value)) ?? -1,
    counted: (counts: readonly number[]): readonly FacetValue[] =>
      counts
        .flatMap((count, number) => (number > 0 && count > 0 ? [{ value: names[number] ?? '', count }] : []))
        .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
        .slice(0, MOST_VALUES),
  };
};

/** Sorted by what people read, without case and accents. */
const titleKey = (title: string): string => wordsOf(title).join(' ');

const compare = (one: Position, other: Position): number => {
  if (one.value !== other.value) return one.value < other.value ? -1 : 1;
  return one.itemId === other.itemId ? 0 : one.itemId < other.itemId ? -1 : 1;
};

const isSame = (known: Entry, entry: Entry): boolean =>
  (Object.keys(entry) as (keyof Entry)[]).every((field) => known[field] === entry[field]);

interface Known extends Entry {
  readonly slot: number;
  readonly titleKey: string;
}

export const makeListing = (): Listing => {
  const texts = makeTextIndex();
  const slots: (Known | undefined)[] = [];
  const byId = new Map<string, Known>();
  const values = { category: makeValues(), type: makeValues(), brand: makeValues(), availability: makeValues() };
  const sorted = new Map<Sort, readonly Known[]>();

  const valueIn = (sort: Sort, entry: Known): string | number =>
    sort === 'title' ? entry.titleKey : sort === 'price' ? entry.priceMinor : -entry.priceMinor;

  /** Everything in an order, kept until something changes. */
  const inOrder = (sort: Sort): readonly Known[] => {
    const kept = sorted.get(sort);
    if (kept) return kept;
    const positions = slots.flatMap((known) =>
      known ? [{ known, value: valueIn(sort, known), itemId: known.itemId }] : [],
    );
    const order = positions.sort(compare).map(({ known }) => known);
    sorted.set(sort, order);
    return order;
  };

  return {
    put: (entry) => {
      const before = byId.get(entry.itemId);
      if (before && (before.changedAt > entry.changedAt || isSame(before, entry))) return;
      sorted.clear();
      if (before) slots[before.slot] = undefined;
      const slot = slots.length;
      const known = { ...entry, slot, titleKey: titleKey(entry.title) };
      // What is retired keeps no place, but what is known of it must not be overtaken by what was before.
      byId.set(entry.itemId, known);
      slots.push(entry.isRetired ? undefined : known);
      if (entry.isRetired) return;
      texts.add(slot, textsOf(entry));
      for (const facet of FACETS) values[facet].set(slot, entry[facet]);
    },

    find: ({ text, sort, filters, limit, after }) => {
      const scores =
        text === undefined ? undefined : texts.search(text, slots.length, (slot) => slots[slot] !== undefined);
      const by = sort ?? (scores ? undefined : 'title');
      const wanted = FACETS.map((facet) => {
        const filter = filters[facet];
        return filter === undefined ? undefined : values[facet].numberOf(filter);
      });
      const counts: Record<Facet, number[]> = { category: [], type: [], brand: [], availability: [] };
      const fitting: Known[] = [];
      for (const known of inOrder(by ?? 'title')) {
        const { slot } = known;
        if (scores && scores[slot] === 0) continue;
        const missed = FACETS.filter(
          (facet, at) => wanted[at] !== undefined && wanted[at] !== values[facet].ofSlot[slot],
        );
        const [miss] = missed;
        if (missed.length > 1) continue;
        if (miss === undefined) fitting.push(known);
        for (const facet of FACETS) {
          if (miss !== undefined && miss !== facet) continue;
          const number = values[facet].ofSlot[slot] ?? 0;
          counts[facet][number] = (counts[facet][number] ?? 0) + 1;
        }
      }
      const positionOf = (known: Known): Position => ({
        itemId: known.itemId,
        value: by === undefined ? -(scores?.[known.slot] ?? 0) : valueIn(by, known),
      });
      const placed = fitting.map(positionOf);
      if (by === undefined) placed.sort(compare);
      const start = after === undefined ? 0 : placed.findIndex((position) => compare(position, after) > 0);
      const page = start === -1 ? [] : placed.slice(start, start + limit);
      const last = page.at(-1);
      const isMore = start !== -1 && start + limit < placed.length;
      return {
        itemIds: page.map(({ itemId }) => itemId),
        count: placed.length,
        facets: Object.fromEntries(
          FACETS.map((facet) => [facet, values[facet].counted(counts[facet])]),
        ) as Answer['facets'],
        ...(isMore && last && { last }),
      };
    },
  };
};
