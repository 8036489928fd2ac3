import { codesFor } from '../world/discounts.ts';
import type { World } from '../world/world.ts';
import { rowsOf } from './tables.ts';

interface Row {
  readonly pk: string;
  readonly uses?: number;
  readonly closedAt?: number;
  readonly discountCode?: string;
  readonly status?: string;
}

/** Orders that were neither rejected nor cancelled hold their code, and nobody else does. */
export const checkDiscounts = (world: World, orders: number): void => {
  const { checks, ledger } = world;
  const rows = rowsOf(world, 'OrdersTable') as unknown as readonly Row[];
  const holders = rows.filter(({ status }) => status !== undefined && status !== 'rejected' && status !== 'cancelled');
  for (const { code } of codesFor(orders)) {
    const row = rows.find(({ pk }) => pk === `code/${code}`);
    const held = holders.filter(({ discountCode }) => discountCode === code).length;
    checks.that(
      '20-discounts',
      row?.uses === held,
      () => `${code} has ${String(row?.uses)} uses, and ${String(held)} orders hold it`,
    );
    const isClosed = row?.closedAt !== undefined;
    checks.that('20-discounts', isClosed || !ledger.ended.has(code), () => `${code} was closed, and is open`);
  }
};
