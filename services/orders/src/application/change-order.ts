import type { Clock } from '@orderwire/kernel/clock';
import { ContentionError } from '@orderwire/kernel/contention-error';
import { type Result, refuse } from '@orderwire/kernel/result';
import type { Change, Order } from '../domain/order.ts';
import type { Cause, Orders } from './ports.ts';

export interface OrderNotFound {
  readonly code: 'ORDER_NOT_FOUND';
}

export type ChangeOrder = <C extends Change, E>(
  orderId: string,
  cause: Cause,
  decide: (order: Order, at: number) => Result<C, E>,
) => Promise<Result<C, E | OrderNotFound>>;

/** How often a lost race is decided anew. Writers of one order are few: whoever loses more often comes again later. */
const MAX_ATTEMPTS = 5;

/**
 * Reads, decides, writes on condition that nobody has written since, and begins again when somebody has: so each
 * decision is taken on the very state that it replaces. A decision that changes nothing writes nothing.
 * @throws ContentionError when every attempt loses
 */
export const makeChangeOrder =
  ({ orders, clock }: { readonly orders: Orders; readonly clock: Clock }): ChangeOrder =>
  async (orderId, cause, decide) => {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const order = await orders.find(orderId);
      if (!order) return refuse({ code: 'ORDER_NOT_FOUND' });
      const decided = decide(order, clock());
      if (!decided.ok || decided.value.order.version === order.version) return decided;
      if ((await orders.save(decided.value, cause)) === 'saved') return decided;
    }
    throw new ContentionError(`${orderId} changed under ${MAX_ATTEMPTS} decisions in a row.`);
  };
