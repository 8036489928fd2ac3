import type { EventDefinition, Meta } from '@orderwire/events-schema/envelope';

/** One thing that happened to an order, without personal data. */
export interface Entry {
  /** `meta.id` of the event. */
  readonly id: string;
  /** When it happened, by the clock of the service that says so. */
  readonly at: string;
  readonly type: string;
  readonly source: string;
  readonly actor: Meta['actor'];
  /** What it was done because of: a request, a partner's message, another event's id. */
  readonly cause: string;
  /** Short facts for people: amounts, numbers, reasons, counts. */
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

/** Says nothing that the order does not say itself, or names a place of ours. */
const DROPPED = new Set(['customerId', 'orderId', 'orderNumber', 'language', 'objectKey', 'providerReference']);

/** The entry an event makes. Fields marked as personal are left out, and so is everything that is not a short fact. */
export const entryOf = (definition: EventDefinition, meta: Meta, data: object): Entry => ({
  id: meta.id,
  at: meta.occurredAt,
  type: meta.type,
  source: meta.source,
  actor: meta.actor,
  cause: meta.causationId,
  facts: Object.fromEntries(
    Object.entries(data)
      .filter(([name]) => !DROPPED.has(name) && !definition.personal.some((path) => path.split('.')[0] === name))
      .flatMap(factsOf),
  ),
});

/** The entry without what people wrote; undefined where nothing of it is. */
export const withoutWords = (words: readonly string[], entry: Entry): Entry | undefined => {
  const kept = Object.entries(entry.facts).filter(([name]) => !words.includes(name));
  return kept.length === Object.keys(entry.facts).length ? undefined : { ...entry, facts: Object.fromEntries(kept) };
};

/** As long as a partner's note may be. */
const MAX_TEXT = 500;

const factsOf = ([name, value]: readonly [string, unknown]): readonly [string, string | number | boolean][] => {
  if (typeof value === 'string') return [[name, value.slice(0, MAX_TEXT)]];
  if (typeof value === 'number' || typeof value === 'boolean') return [[name, value]];
  if (Array.isArray(value)) return [[name, value.length]];
  if (name === 'charges')
    return Object.entries(value as object)
      .filter(([key]) => key === 'total' || key === 'currency')
      .flatMap(factsOf);
  return [];
};
