import { isDeepStrictEqual } from 'node:util';
import { saysOf, type SaidOfItem } from '../ledger.ts';
import { itemsFor } from '../world/scene.ts';
import type { World } from '../world/world.ts';
import { rowsOf } from './tables.ts';

interface ItemRow extends SaidOfItem {
  readonly itemId: string;
  readonly version: number;
}

interface CopyRow extends SaidOfItem {
  readonly pk: string;
  readonly sequence: number;
  readonly productId?: string;
  readonly options?: object;
}

/** What the shop said last of each item is what the catalogue and its copies say. */
export const checkPrices = (world: World, orders: number): void => {
  const { checks, ledger } = world;
  const items = rowsOf(world, 'ItemsTable') as unknown as readonly ItemRow[];
  const copies = rowsOf(world, 'OrdersTable') as unknown as readonly CopyRow[];
  checkProducts(world, copies);
  for (const { id } of itemsFor(orders)) {
    const item = items.find(({ itemId }) => itemId === id);
    const copy = copies.find(({ pk }) => pk === `item/${id}`);
    const said = item && saysOf(item);
    checks.that(
      '18-prices',
      copy !== undefined && copy.sequence === item?.version && saysOf(copy) === said,
      () => `${id}: the catalogue says ${said ?? 'nothing'}, the copy ${JSON.stringify(copy)}`,
    );
    const imports = ledger.imports.filter(({ itemId }) => itemId === id);
    const isOutdated = (until: number): boolean => imports.some((one) => one.isAcknowledged && one.from > until);
    checks.that(
      '18-prices',
      imports.some(({ says, until }) => says === said && !isOutdated(until)),
      () => `${id}: the catalogue says ${said ?? 'nothing'}, which is not what was imported last`,
    );
  }
};

/** A product names the items that are its variants, with the options that they have, and no others. */
const checkProducts = ({ checks }: World, copies: readonly CopyRow[]): void => {
  for (const { pk, ...named } of copies.filter((row) => row.pk.startsWith('product/'))) {
    const variants = copies.filter(({ productId }) => `product/${String(productId)}` === pk);
    const should = Object.fromEntries(variants.map((variant) => [variant.pk, variant.options]));
    checks.that(
      '18-prices',
      isDeepStrictEqual(named, should),
      () => `${pk} names ${JSON.stringify(named)}; its variants are ${JSON.stringify(should)}`,
    );
  }
};
