import type { Books, Line } from './books.ts';
import type { Checks } from './claims.ts';
import type { Outside } from './outside.ts';

/** Item → how much of it these lines are about. */
const sumOf = (lines: readonly Line[]): ReadonlyMap<string, number> => {
  const totals = new Map<string, number>();
  for (const { itemId, count } of lines) totals.set(itemId, (totals.get(itemId) ?? 0) + count);
  return totals;
};

/** Each item's stock against the reservations of all orders, the parcels that left and what is back on the shelf. */
export const checkStock = (checks: Checks, { stock, reservations, returned }: Books, { received }: Outside): void => {
  const live = sumOf(reservations.filter(({ status }) => status === 'reserved').flatMap(({ lines }) => lines));
  const gone = sumOf(reservations.flatMap(({ parcels = [] }) => parcels.flatMap(({ lines }) => lines)));
  const back = sumOf(returned.flatMap(({ lines }) => lines));
  const rows = new Map(stock.map((row) => [row.itemId, row]));
  for (const [itemId, all] of received) {
    const row = rows.get(itemId);
    const [held, left, home] = [live, gone, back].map((totals) => totals.get(itemId) ?? 0) as [number, number, number];
    checks.that(
      '06-stock',
      row !== undefined &&
        row.onHand + row.shipped === all + home &&
        row.available === row.onHand - row.reserved &&
        row.available >= 0 &&
        row.reserved === held &&
        row.shipped === left,
      () =>
        `${itemId}: received ${all}, restocked ${home}, reserved by orders ${held}, shipped ${left}, row ${JSON.stringify(row)}`,
    );
  }
};
