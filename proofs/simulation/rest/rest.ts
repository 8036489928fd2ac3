import type { World } from '../world/world.ts';
import { checkAccounting } from './accounting.ts';
import type { Settled } from './accounting.ts';
import { checkAttention } from './attention.ts';
import { checkCallbacks } from './callbacks.ts';
import { checkInvoices } from './invoices.ts';
import { checkOrders } from './orders.ts';
import { checkPrices } from './prices.ts';
import { checkQueues } from './queues.ts';
import { checkStock } from './stock.ts';

/** What must hold once all faults are over and nothing is left to do. @returns how many orders rest in which state */
export const checkRest = (
  world: World,
  orders: number,
  isPoisoned: boolean,
  accounting: Settled,
): Readonly<Record<string, number>> => {
  checkQueues(world, isPoisoned);
  checkStock(world, orders);
  checkPrices(world, orders);
  checkInvoices(world);
  checkCallbacks(world);
  checkAttention(world);
  checkAccounting(world, accounting);
  return checkOrders(world);
};
