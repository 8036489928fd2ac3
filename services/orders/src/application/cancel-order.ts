import type { Cause } from '@orderwire/events-schema/cause';
import { type Result, refuse } from '@orderwire/kernel/result';
import { type CancelRefusal, cancelOrder } from '../domain/cancel-order.ts';
import type { Change } from '../domain/order.ts';
import type { ChangeOrder, OrderNotFound } from './change-order.ts';
import { type Caller, maySee } from './read-orders.ts';

export interface CancelRequest {
  readonly orderId: string;
  readonly reason?: string | undefined;
  readonly cause: Cause;
  readonly caller: Caller;
}

export type CancelOrderUseCase = (request: CancelRequest) => Promise<Result<Change, CancelRefusal | OrderNotFound>>;

export const makeCancelOrder =
  (changeOrder: ChangeOrder): CancelOrderUseCase =>
  ({ orderId, reason, cause, caller }) =>
    changeOrder(orderId, cause, (order, at): Result<Change, CancelRefusal | OrderNotFound> => {
      if (!maySee(caller, order)) return refuse({ code: 'ORDER_NOT_FOUND' });
      const by = caller.staff ? 'staff' : 'customer';
      return cancelOrder({ by, ...(reason !== undefined && { reason }) }, order, at);
    });
