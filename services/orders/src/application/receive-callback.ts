import type { Result } from '@orderwire/kernel/result';
import { type Callback, type CallbackAnswer, causeOf, receiveCallback } from '../domain/callback.ts';
import type { ChangeOrder, OrderNotFound } from './change-order.ts';

export interface CallbackRequest {
  readonly orderId: string;
  /** The partner's name: the actor of what follows. */
  readonly partner: string;
  readonly callback: Callback;
}

export type CallbackRefusal = OrderNotFound | { readonly code: 'CALLBACK_ID_REUSED' };

export type ReceiveCallback = (
  request: CallbackRequest,
) => Promise<Result<{ readonly answer: CallbackAnswer }, CallbackRefusal>>;

export const makeReceiveCallback =
  (changeOrder: ChangeOrder): ReceiveCallback =>
  ({ orderId, partner, callback }) => {
    const cause = {
      correlationId: orderId,
      causationId: `callback/${causeOf(callback)}`,
      actor: { type: 'partner', id: partner },
    } as const;
    return changeOrder(orderId, cause, (order, at) => receiveCallback(callback, order, at));
  };
