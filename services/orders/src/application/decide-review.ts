import type { Cause } from '@orderwire/events-schema/cause';
import type { Result } from '@orderwire/kernel/result';
import { type ReviewRefusal, approveOrder, rejectOrder } from '../domain/decide-review.ts';
import type { Change } from '../domain/order.ts';
import type { ChangeOrder, OrderNotFound } from './change-order.ts';

const DECISIONS = { approval: approveOrder, rejection: rejectOrder } as const;

export type ReviewDecision = keyof typeof DECISIONS;

export interface DecideReviewRequest {
  readonly orderId: string;
  readonly decision: ReviewDecision;
  readonly note?: string | undefined;
  readonly cause: Cause;
}

export type DecideReview = (request: DecideReviewRequest) => Promise<Result<Change, ReviewRefusal | OrderNotFound>>;

/** Staff have looked at an order that a rule of the shop holds. */
export const makeDecideReview =
  (changeOrder: ChangeOrder): DecideReview =>
  ({ orderId, decision, note, cause }) =>
    changeOrder(orderId, cause, (order, at) => DECISIONS[decision](order, note, at));
