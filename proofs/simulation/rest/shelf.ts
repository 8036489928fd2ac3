import type { Books } from '../../invariants/books.ts';
import type { World } from '../world/world.ts';
import { rowsOf } from './tables.ts';

interface Entry {
  readonly itemId: string;
  readonly kind: string;
  readonly reference?: string;
  readonly version: number;
  readonly before: { readonly onHand: number };
  readonly after: { readonly onHand: number; readonly reserved: number };
}

interface StockRow {
  readonly pk: string;
  readonly statedVersion?: number;
}

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

  // Of the stock that was sent with an item, the newest version of the item counts.
  const stated = new Map<string, { readonly sequence: number; readonly stock: number }>();
  for (const { type, subject, sequence, data } of ledger.published.values())
    if (type === 'ItemUpdated' && typeof data['stock'] === 'number' && sequence > (stated.get(subject)?.sequence ?? 0))
      stated.set(subject, { sequence, stock: data['stock'] });
  const rows = rowsOf(world, 'StockTable') as unknown as readonly StockRow[];
  for (const [itemId, { sequence, stock }] of stated) {
    const row = rows.find(({ pk }) => pk === `item/${itemId}`);
    checks.that(
      '06-stock',
      row?.statedVersion === sequence &&
        entries.some(({ after, ...entry }) => entry.itemId === itemId && after.onHand - after.reserved === stock),
      () =>
        `version ${String(sequence)} of ${itemId} says ${String(stock)}, the stock knows ${String(row?.statedVersion)}`,
    );
  }
};
