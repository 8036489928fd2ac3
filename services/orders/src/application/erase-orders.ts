import type { Cause } from '@orderwire/events-schema/cause';
import { ok } from '@orderwire/kernel/result';
import { RetryLaterError } from '@orderwire/kernel/retry-later-error';
import { eraseOrder } from '../domain/erase-order.ts';
import type { ChangeOrder } from './change-order.ts';
import type { OrderLists } from './ports.ts';

/** `attempt`: how often the message was handed out. */
export type EraseOrders = (customerId: string, attempt: number, cause: Cause) => Promise<void>;

/**
 * An order that was being placed when its customer was erased is there by then, and in the list: no placing lives longer than its
 * function's timeout of 10 s. Waited for by the queue, for clocks may differ.
 */
const PLACING_MAY_TAKE_MS = 15_000;

const PAGE = 100;

/** Has all orders of a customer forget whom they are for, each once it has ended. Who asks again goes on where it stopped. */
export const makeEraseOrders =
  (deps: { readonly lists: Pick<OrderLists, 'ofCustomer'>; readonly changeOrder: ChangeOrder }): EraseOrders =>
  async (customerId, attempt, cause) => {
    if (attempt === 1) throw new RetryLaterError('An order may be on its way.', PLACING_MAY_TAKE_MS);
    let after: string | undefined;
    do {
      const { orders, last } = await deps.lists.ofCustomer({ customerId, limit: PAGE, after });
      for (const { orderId, erasure } of orders)
        if (erasure === undefined) await deps.changeOrder(orderId, cause, (order, at) => ok(eraseOrder(order, at)));
      after = last;
    } while (after !== undefined);
  };
