import { itemsFor } from '../world/scene.ts';
import type { World } from '../world/world.ts';
import { rowsOf } from './tables.ts';

interface Reservation {
  readonly orderId: string;
  readonly status: string;
  readonly lines: readonly { readonly itemId: string; readonly count: number }[];
}

interface Level {
  readonly itemId: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly shipped: number;
}

/** The books of every item. */
export const checkStock = (world: World, orders: number): void => {
  const rows = rowsOf(world, 'StockTable');
  const live = rows.filter((row) => row['status'] === 'reserved') as unknown as readonly Reservation[];
  for (const { id, stock } of itemsFor(orders)) {
    const level = rows.find((row) => row['pk'] === `item/${id}`) as unknown as Level | undefined;
    const reserved = live
      .flatMap(({ lines }) => lines)
      .reduce((sum, line) => sum + (line.itemId === id ? line.count : 0), 0);
    world.checks.that(
      '06-stock',
      level !== undefined && level.onHand + level.shipped === stock && level.reserved === reserved,
      () => `${id}: received ${String(stock)}, reserved by orders ${String(reserved)}, row ${JSON.stringify(level)}`,
    );
  }
};
