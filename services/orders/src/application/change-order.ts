import type { Clock } from '@orderwire/kernel/clock';
import { AGAIN, untilDecided } from '@orderwire/kernel/decide';
import { type Result, refuse } from '@orderwire/kernel/result';
import { forgetEnded } from '../domain/erase-order.ts';
import { moveOn } from '../domain/keep-promises.ts';
import type { Change, Order } from '../domain/order.ts';
import type { Cause } from '@orderwire/events-schema/cause';
import type { Orders } from './ports.ts';

export interface OrderNotFound {
  readonly code: 'ORDER_NOT_FOUND';
}

export type ChangeOrder = <C extends Change, E>(
  orderId: string,
  /** Of the write; or how the decision tells it. */
  cause: Cause | ((decided: C) => Cause),
  decide: (order: Order, at: number) => Result<C, E>,
) => Promise<Result<C, E | OrderNotFound>>;

/** An order has few writers. A writer that loses more often than this tries again later. */
const MAX_DECISIONS = 5;

/**
 * Decides what becomes of an order, on the very version that the decision replaces. A decision that changes nothing
 * writes nothing.
 * @throws ContentionError when somebody else was faster every time
 */
export const makeChangeOrder =
  ({ orders, clock }: { readonly orders: Pick<Orders, 'find' | 'save'>; readonly clock: Clock }): ChangeOrder =>
  (orderId, cause, decide) =>
    untilDecided(orderId, MAX_DECISIONS, async () => {
      const order = await orders.find(orderId);
      if (!order) return refuse({ code: 'ORDER_NOT_FOUND' });
      const decided = decide(order, clock());
      if (!decided.ok || decided.value.order.version === order.version) return decided;
      const caused = typeof cause === 'function' ? cause(decided.value) : cause;
      return (await orders.save(forgetEnded(moveOn(decided.value)), caused)) === 'saved' ? decided : AGAIN;
    });
