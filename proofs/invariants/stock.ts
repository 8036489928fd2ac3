import type { Books, Line } from './books.ts';
import type { Checks } from './claims.ts';
import type { Outside } from './outside.ts';

/** Item → how much of it these lines are about. */
const sumOf = (lines: readonly Line[]): ReadonlyMap<string, number> => {
  const totals = new Map<string, number>();
  for (const { itemId, count } of lines) totals.set(itemId, (totals.get(itemId) ?? 0) + count);
  return totals;
};

/** Each item's stock against the reservations of all orders. */
export const checkStock = (checks: Checks, { stock, reservations }: Books, { received }: Outside): void => {
  const linesThatAre = (status: string): ReadonlyMap<string, number> =>
    sumOf(reservations.filter((one) => one.status === status).flatMap(({ lines }) => lines));
  const [live, gone] = [linesThatAre('reserved'), linesThatAre('committed')];
  const rows = new Map(stock.map((row) => [row.itemId, row]));
  for (const [itemId, all] of received) {
    const row = rows.get(itemId);
    const [held, left] = [live.get(itemId) ?? 0, gone.get(itemId) ?? 0];
    checks.that(
      '06-stock',
      row !== undefined &&
        row.onHand + row.shipped === all &&
        row.available === row.onHand - row.reserved &&
        row.available >= 0 &&
        row.reserved === held &&
        row.shipped === left,
      () => `${itemId}: received ${all}, reserved by orders ${held}, shipped ${left}, row ${JSON.stringify(row)}`,
    );
  }
};
