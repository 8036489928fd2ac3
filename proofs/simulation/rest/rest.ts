import { checkAtRest } from '../../invariants/at-rest.ts';
import type { World } from '../world/world.ts';
import { checkAccounting } from './accounting.ts';
import type { Settled } from './accounting.ts';
import { checkAttention } from './attention.ts';
import { checkCallbacks } from './callbacks.ts';
import { checkDiscounts } from './discounts.ts';
import { checkErasure } from './erasure.ts';
import { checkInvoices } from './invoices.ts';
import { checkOrders } from './orders.ts';
import { outsideOf, readBooks } from './outside.ts';
import { checkParcels } from './parcels.ts';
import { checkPrices } from './prices.ts';
import { checkQueues } from './queues.ts';
import { checkWaiting } from './waiting.ts';
import { checkRefunds } from './refunds.ts';
import { checkShelf } from './shelf.ts';
import { checkReturns } from './returns.ts';

/**
 * What must hold once all faults are over and nothing is left to do: what every proof checks, and what only the simulator
 * can see. @returns how many orders rest in which state
 */
export const checkRest = (
  world: World,
  orders: number,
  isPoisoned: boolean,
  accounting: Settled,
): Readonly<Record<string, number>> => {
  const books = readBooks(world);
  checkQueues(world, isPoisoned, accounting.look);
  checkAtRest(world.checks, books, outsideOf(world, orders));
  checkPrices(world, orders);
  checkShelf(world, books);
  checkDiscounts(world, orders);
  const parcels = checkParcels(world, books);
  checkRefunds(world, parcels, accounting.look);
  checkReturns(world, parcels);
  checkInvoices(world, books);
  checkCallbacks(world, books);
  checkAttention(world, accounting.look);
  checkWaiting(world);
  checkErasure(world);
  checkAccounting(world, accounting);
  return checkOrders(world, books);
};
