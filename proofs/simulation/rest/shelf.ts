import type { Books } from '../../invariants/books.ts';
import type { World } from '../world/world.ts';
import { rowsOf } from './tables.ts';

interface Entry {
  readonly itemId: string;
  readonly kind: string;
  readonly reference?: string;
  readonly reason?: string;
  readonly at: number;
  readonly version: number;
  readonly before: { readonly onHand: number };
  readonly after: { readonly onHand: number; readonly reserved: number };
}

interface StockRow {
  readonly pk: string;
  readonly statedVersion?: number;
}

/** The reason of an entry that a client of the catalogue has made. */
const STATED = 'The stock that was sent with the item.';

/** What staff were told at the shelf is in the history, once. */
export const checkShelf = (world: World, { movements }: Books): void => {
  const { checks, ledger } = world;
  const entries = movements as unknown as readonly Entry[];
  for (const [reference, { itemId, count, isAcknowledged }] of ledger.shelf.receipts) {
    const taken = entries.filter((entry) => entry.reference === reference);
    const isRight = taken.every(
      (entry) => entry.itemId === itemId && entry.after.onHand - entry.before.onHand === count,
    );
    checks.that(
      '06-stock',
      isRight && taken.length <= 1 && (taken.length === 1 || !isAcknowledged),
      () => `${reference}, ${String(count)} ${itemId}: ${JSON.stringify(taken)}`,
    );
  }
  for (const { itemId, version, onHand } of ledger.shelf.corrections)
    checks.that(
      '06-stock',
      entries.some((entry) => entry.itemId === itemId && entry.version === version && entry.after.onHand === onHand),
      () => `${itemId} was corrected to ${String(onHand)}, and its history does not say so`,
    );

  checkStated(world, entries);
};

/** What a version of an item said of its stock, and when. */
interface Stated {
  readonly sequence: number;
  readonly stock: number;
  readonly at: number;
}

/** The newest version of each item that said a stock. */
const statedIn = ({ ledger }: World): ReadonlyMap<string, Stated> => {
  const stated = new Map<string, Stated>();
  for (const { type, subject, sequence, data, detail } of ledger.published.values()) {
    const { stock } = data;
    if (type !== 'ItemUpdated' || typeof stock !== 'number' || sequence <= (stated.get(subject)?.sequence ?? 0))
      continue;
    const { occurredAt } = (JSON.parse(detail) as { readonly meta: { readonly occurredAt: string } }).meta;
    stated.set(subject, { sequence, stock, at: Date.parse(occurredAt) });
  }
  return stated;
};

/** Of the stock that was sent with an item, the newest version counts, unless somebody counted or took goods in before it came. */
const checkStated = (world: World, movements: readonly Entry[]): void => {
  const rows = new Map((rowsOf(world, 'StockTable') as unknown as readonly StockRow[]).map((row) => [row.pk, row]));
  for (const [itemId, { sequence, stock, at }] of statedIn(world)) {
    const row = rows.get(`item/${itemId}`);
    const entries = movements.filter((entry) => entry.itemId === itemId);
    const isSaid = row?.statedVersion === sequence;
    // The history does not name the version: the last such entry is the row's.
    const said = isSaid
      ? entries
          .filter(({ reason }) => reason === STATED)
          .sort(byVersion)
          .at(-1)
      : undefined;
    const isOverrun = entries.some(
      (entry) =>
        entry.reason !== STATED &&
        entry.after.onHand !== entry.before.onHand &&
        entry.at >= at &&
        entry.version < (said?.version ?? Infinity),
    );
    const isLate = rows.has(`attention/inventory/STATED_STOCK_LATE/${itemId}/${String(sequence)}`);
    world.checks.that(
      '06-stock',
      isSaid
        ? said !== undefined && said.after.onHand - said.after.reserved === stock && !isOverrun
        : isLate && isOverrun,
      () =>
        `version ${String(sequence)} of ${itemId} says ${String(stock)}, the stock knows ${String(row?.statedVersion)}; ${isLate ? 'told to be late' : 'not told to be late'}, ${isOverrun ? 'overrun' : 'not overrun'}`,
    );
  }
};

const byVersion = (one: Entry, other: Entry): number => one.version - other.version;
