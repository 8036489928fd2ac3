import type { Books, Line } from './books.ts';
import type { Checks } from './claims.ts';
import type { Outside } from './outside.ts';

/** Item → how much of it these lines are about. */
const sumOf = (lines: readonly Line[]): ReadonlyMap<string, number> => {
  const totals = new Map<string, number>();
  for (const { itemId, count } of lines) totals.set(itemId, (totals.get(itemId) ?? 0) + count);
  return totals;
};

/** Each item's stock against its history, the reservations of all orders, the parcels that left and what is back on the shelf. */
export const checkStock = (checks: Checks, books: Books, { received }: Outside): void => {
  const { stock, reservations, returned, movements } = books;
  const live = sumOf(reservations.filter(({ status }) => status === 'reserved').flatMap(({ lines }) => lines));
  const gone = sumOf(reservations.flatMap(({ parcels = [] }) => parcels.flatMap(({ lines }) => lines)));
  const back = sumOf(returned.flatMap(({ lines }) => lines));
  const moved = sumOf(movements.map(({ itemId, before, after }) => ({ itemId, count: after.onHand - before.onHand })));
  const rows = new Map(stock.map((row) => [row.itemId, row]));
  for (const [itemId, all] of received) {
    const row = rows.get(itemId);
    const [held, left, home, by] = [live, gone, back, moved].map((totals) => totals.get(itemId) ?? 0) as [
      ...[number, number, number, number],
    ];
    const entries = movements.filter((movement) => movement.itemId === itemId).length;
    checks.that(
      '06-stock',
      row !== undefined &&
        row.onHand + row.shipped === all + by + home &&
        (row.movements ?? 0) === entries &&
        row.available === row.onHand - row.reserved &&
        row.available >= 0 &&
        row.reserved === held &&
        row.shipped === left,
      () =>
        `${itemId}: received ${all}, by hand ${by}, restocked ${home}, reserved by orders ${held}, shipped ${left}, row ${JSON.stringify(row)}`,
    );
  }
};
