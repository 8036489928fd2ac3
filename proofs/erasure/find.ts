import type { CloudModel } from '@orderwire/local-cloud/template/model';
import { type Store, textsIn } from './walk.ts';

export interface Finding {
  readonly store: string;
  /** What the words stand for, never the words. */
  readonly canaries: readonly string[];
  /** Where it is deleted by its age: after how many days at most, and what DELETE calls the store. */
  readonly expires?: { readonly called: string; readonly days: number };
}

type Attribute = { readonly S?: string; readonly N?: string } | undefined;
type Row = Readonly<Record<string, Attribute>>;

const DAY_SECONDS = 86_400;
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
const STREAM_DAYS = 1;
/** Eight years from the end of the year: § 14b UStG. */
const DOCUMENT_DAYS = 3_288;

/** What has a number was issued, and a shop has to keep it. A bucket of files of it is known by its name. */
const isDocument = (store: Store, thing: unknown): boolean =>
  store.kind === 'bucket'
    ? /invoice/i.test(store.name)
    : /Invoices/.test(store.name) && (thing as Row)['number'] !== undefined;

/** What rows are called that the table deletes by their age. */
const ROWS: readonly (readonly [RegExp, string])[] = [
  [/Mails/, 'contacts for the last mails'],
  [/Invoices/, 'drafts of invoices'],
  [/Orders/, 'idempotency keys'],
];

/** How a thing ends by its age; undefined where it stays for ever. */
const expiryOf = (store: Store, thing: unknown, model: CloudModel, now: number): Finding['expires'] => {
  if (isDocument(store, thing)) return { called: 'issued documents', days: DOCUMENT_DAYS };
  if (store.kind === 'stream') return { called: 'streams of tables', days: STREAM_DAYS };
  const isIn = ({ name }: { readonly name: string }): boolean => store.name.endsWith(` ${name}`);
  if (store.kind === 'archive') {
    const days = model.archives.find(isIn)?.retentionDays ?? 0;
    return days === 0 ? undefined : { called: 'archive of events', days };
  }
  const deadLetters = new Set(model.queues.flatMap(({ redrive }) => redrive?.deadLetterArn ?? []));
  const queue = store.kind === 'queue' ? model.queues.find(isIn) : undefined;
  if (queue && deadLetters.has(queue.arn))
    return { called: 'dead letters', days: queue.retentionSeconds / DAY_SECONDS };
  const { ttlAttribute } = (store.kind === 'table' ? model.tables.find(isIn) : undefined) ?? {};
  const expiresAt = ttlAttribute === undefined ? undefined : (thing as Row)[ttlAttribute]?.N;
  const called = ROWS.find(([pattern]) => pattern.test(store.name))?.[1];
  if (expiresAt === undefined || called === undefined) return undefined;
  return { called, days: Math.ceil((Number(expiresAt) - now / 1_000) / DAY_SECONDS) };
};

/** Where the words still stand. One finding for each store and way to end. */
export const find = (
  stores: readonly Store[],
  canaries: Readonly<Record<string, string>>,
  { model, now }: { readonly model: CloudModel; readonly now: number },
): readonly Finding[] => {
  const found = new Map<string, { store: string; names: Set<string>; expires: Finding['expires'] }>();
  for (const store of stores)
    for (const thing of store.things) {
      const text = [...textsIn(thing)].join('\n').toLowerCase();
      const names = Object.keys(canaries).filter((name) => text.includes((canaries[name] ?? '').toLowerCase()));
      if (names.length === 0) continue;
      const expires = expiryOf(store, thing, model, now);
      const key = `${store.name} ${expires?.called ?? ''} ${expires?.days ?? ''}`;
      const known = found.get(key) ?? { store: store.name, names: new Set(), expires };
      for (const name of names) known.names.add(name);
      found.set(key, known);
    }
  return [...found.values()].map(({ store, names, expires }) => ({
    store,
    canaries: [...names].sort(),
    ...(expires && { expires }),
  }));
};
