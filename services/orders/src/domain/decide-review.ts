import { type Result, ok, refuse } from '@orderwire/kernel/result';
import { confirmWhenReady, reject } from './await-confirmation.ts';
import { type Change, type Order, begin, unchanged } from './order.ts';

export interface ReviewRefusal {
  readonly code: 'ORDER_NOT_HELD' | 'ORDER_CANCELLED' | 'ORDER_REJECTED';
}

/** Staff let an order pass that a rule holds: now or, while an answer is missing, as soon as that is there. */
export const approveOrder = (order: Order, note: string | undefined, at: number): Result<Change, ReviewRefusal> => {
  const { review, status } = order;
  if (status === 'cancelled') return refuse({ code: 'ORDER_CANCELLED' });
  if (status === 'rejected') return refuse({ code: 'ORDER_REJECTED' });
  if (review === undefined) return refuse({ code: 'ORDER_NOT_HELD' });
  if (review.isApproved === true) return ok(unchanged(order));
  const approved = { ...review, isApproved: true, ...(note !== undefined && { note }) } as const;
  return ok(confirmWhenReady(begin(order, at, { review: approved }), at));
};

/** Staff do not let it pass. */
export const rejectOrder = (order: Order, note: string | undefined, at: number): Result<Change, ReviewRefusal> => {
  const { review, status, rejection } = order;
  if (status === 'cancelled') return refuse({ code: 'ORDER_CANCELLED' });
  if (rejection?.reason === 'rejected_by_staff') return ok(unchanged(order));
  if (status === 'rejected') return refuse({ code: 'ORDER_REJECTED' });
  if (status !== 'placed' || review === undefined) return refuse({ code: 'ORDER_NOT_HELD' });
  return ok(reject(begin(order, at), { reason: 'rejected_by_staff', ...(note !== undefined && { note }) }, at));
};
