import type { World } from '../world/world.ts';
import { rowsOf } from './tables.ts';

/** Promises are looked at each minute, by a clock that may be slow, and a tick may fail. */
const SLACK_MS = 20 * 60_000;

/** In which status an order may be late with what. */
const STILL: Readonly<Record<string, readonly string[]>> = {
  pack_by: ['confirmed'],
  deliver_by: ['confirmed', 'packed', 'shipped', 'delivery_failed'],
};

interface Waiting {
  readonly pk: string;
  readonly status: string;
  readonly deadlines?: readonly [number, number, number];
  readonly watched?: { readonly stuck?: string; readonly passed?: string };
  readonly rejection?: { readonly reason: string };
}

const listOf = (orders: readonly string[]): string => [...orders].sort().join(' ');

/** What is late stands in the list of what is stuck, and nothing else does; whom staff let pass is not rejected by them. */
export const checkWaiting = (world: World): void => {
  const { checks, ledger, simulator } = world;
  const rows = rowsOf(world, 'OrdersTable').filter(({ pk }) => String(pk).startsWith('order/'));
  const orders = (rows as unknown as readonly Waiting[]).map(({ pk, ...row }) => ({ ...row, id: pk.slice(6) }));
  const listed = rowsOf(world, 'TimelineTable').flatMap(({ orderId, stuck }) =>
    stuck === undefined ? [] : [String(orderId).slice('stuck/'.length)],
  );
  const stuck = orders.filter(({ watched }) => watched?.stuck !== undefined).map(({ id }) => id);
  checks.that(
    '19-attention',
    listOf(listed) === listOf(stuck),
    () => `stuck are ${listOf(stuck) || 'none'}, and listed ${listOf(listed) || 'none'}`,
  );
  for (const { id, status, deadlines, watched, rejection } of orders) {
    const isLate = status === 'confirmed' && (deadlines?.[0] ?? Infinity) < simulator.now() - SLACK_MS;
    checks.that('02-rest', !isLate || watched?.stuck !== undefined, () => 'is not packed in time: nobody is told', id);
    const isStill = STILL[watched?.stuck ?? '']?.includes(status) ?? true;
    checks.that('19-attention', isStill, () => `is ${status}, and still stuck (${String(watched?.stuck)})`, id);
    const isBroken = ledger.approved.has(id) && rejection?.reason === 'rejected_by_staff';
    checks.that('02-rest', !isBroken, () => 'was approved, and is rejected by staff', id);
  }
};
