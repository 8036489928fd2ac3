import type { Cause } from '@orderwire/events-schema/cause';
import type { Change } from '../domain/ask.ts';
import type { Order } from '../domain/order.ts';

/** What is known of orders here, wherever it is kept. */
export interface Orders {
  readonly find: (orderId: string) => Promise<Order | undefined>;
  /** False when the order is no longer at the version before: read again and decide again. */
  readonly save: (change: Change, cause: Cause) => Promise<boolean>;
}

/** Orders with a return that nobody has answered yet, whoever waited longest first. */
export type WaitingOrders = (page: {
  readonly limit: number;
  /** Of the last order before. */
  readonly after?: string;
}) => Promise<{ readonly orders: readonly Order[]; readonly next?: string }>;
