import type { Cause } from '@orderwire/events-schema/cause';
import type { Result } from '@orderwire/kernel/result';
import {
  type Callback,
  type CallbackAnswer,
  type CallbackDecision,
  type CallbackRefusal,
  receiveCallback,
} from '../domain/callback.ts';
import type { ChangeOrder, OrderNotFound } from './change-order.ts';

export interface CallbackRequest {
  readonly orderId: string;
  /** The partner's name: the actor of what follows. */
  readonly partner: string;
  readonly callback: Callback;
}

export type ReceiveCallback = (
  request: CallbackRequest,
) => Promise<Result<{ readonly answer: CallbackAnswer }, CallbackRefusal | OrderNotFound>>;

export const makeReceiveCallback =
  (changeOrder: ChangeOrder): ReceiveCallback =>
  ({ orderId, partner, callback }) => {
    const cause = ({ causedBy }: CallbackDecision): Cause => ({
      correlationId: orderId,
      causationId: `callback/${causedBy}`,
      actor: { type: 'partner', id: partner },
    });
    return changeOrder(orderId, cause, (order, at) => receiveCallback(callback, order, at));
  };
