import { marshall } from '@aws-sdk/util-dynamodb';
import { saysOf } from '../ledger.ts';
import { rotate } from './keys.ts';
import { makeCodes } from './discounts.ts';
import type { World } from './world.ts';
import { PEOPLE } from './people.ts';

export interface ItemForSale {
  readonly id: string;
  readonly price: number;
  /** Received before the first order. */
  readonly stock: number;
  readonly category?: string;
  readonly productId?: string;
  readonly options?: Readonly<Record<string, string>>;
}

/** What each item costs the shop, in minor units: shown to nobody, so that a text that has it tells too much. */
export const COST = 7_654_321;

/** It is taken out of the range in some runs. */
export const FAD = 'fad';

/** Tea is short on purpose: some orders find none. */
export const itemsFor = (orders: number): readonly ItemForSale[] => [
  { id: 'tea', price: 1290, stock: Math.max(2, Math.floor(orders / 2)) },
  { id: 'pen', price: 149, stock: orders * 20 },
  { id: 'cup', price: 999, stock: Math.max(3, orders) },
  { id: FAD, price: 499, stock: orders * 5 },
  ...['black', 'white'].map((color) => ({
    ...{ id: `hat-${color}`, price: 1_900, stock: orders * 3, category: 'hats', productId: 'hat', options: { color } },
  })),
];

/** As the shop describes it to the catalogue. */
export const entryOf = ({ id, price, stock, category = 'things', ...variant }: ItemForSale) => ({
  ...{
    id,
    priceMinor: price,
    stock,
    ...variant,
    category,
    costMinor: COST,
    title: `The ${id}`,
    currency: 'EUR',
    vatClass: 'standard',
  },
});

/** What is left of an order from before. */
export const FORGOTTEN = 'ord_forgotten';

/** Longer ago than a clock can be slow, and not so long that the row is gone. */
const EXPIRED_SECONDS = 1200;

/** Customers and a catalogue, before anything goes wrong. */
export const setScene = async (world: Pick<World, 'simulator' | 'names' | 'ledger'>, orders: number): Promise<void> => {
  const { simulator, names, ledger } = world;
  // Some partners' keys were rotated before: then there are retired ones and one for later, too.
  for (const partner of ['warehouse', 'courier']) if (simulator.random.chance(0.4)) rotate(world, partner);
  for (const { customerId, email, name, street, home, isSettled, language } of PEOPLE) {
    const defaultAddress = { street, ...home };
    const createdAt = new Date(simulator.now()).toISOString();
    const Item = marshall({
      ...{ customerId, email, name, version: 1, createdAt },
      ...(isSettled && { defaultAddress }),
      ...(language && { language }),
    });
    simulator.admin('dynamodb', 'PutItem', { TableName: names.table('CustomersTable'), Item });
  }
  // What is left of a key that was used long ago: DynamoDB has not removed it yet.
  for (const { customerId } of PEOPLE) {
    const expiresAt = Math.floor(simulator.now() / 1000) - EXPIRED_SECONDS;
    const Item = marshall({ pk: `placed/${customerId}/key-0`, orderId: FORGOTTEN, fingerprint: 'x', expiresAt });
    simulator.admin('dynamodb', 'PutItem', { TableName: names.table('OrdersTable'), Item });
  }
  const items = itemsFor(orders).map(entryOf);
  const until = simulator.now();
  for (const entry of items)
    ledger.imports.push({ itemId: entry.id, says: saysOf(entry), from: until, until, isAcknowledged: true });
  const imported = simulator.call(names.fn('catalog', 'importItems'), { items });
  const codes = makeCodes(world, orders);
  await simulator.run(simulator.now() + 50_000);
  const ended = await imported;
  for (const { status } of await Promise.all(codes))
    if (status !== 201) throw new Error('A discount code was not made.');
  if (ended.kind !== 'answered') throw new Error(`The catalogue was not imported: ${ended.errorType}.`);
};
