import { causedByCall } from '@orderwire/events-schema/cause';
import { isOrderId } from '@orderwire/http/names';
import { ORDER_NOT_FOUND } from '@orderwire/http/refusals';
import { route } from '@orderwire/http/route';
import { prose } from '@orderwire/http/text';
import * as z from 'zod/mini';
import type { DecideReview, ReviewDecision } from '../../application/decide-review.ts';
import { orderStatus } from './order-view.ts';

const MAX_NOTE = 300;

/** May be sent as often as the client likes. */
const decideReview = (decision: ReviewDecision) =>
  route({
    method: 'POST',
    paths: [`/orders/{id}/${decision}`],
    callers: 'staff',
    right: 'orders:review',
    body: z.optional(z.strictObject({ note: z.optional(prose(MAX_NOTE)) })),
    answers: { 200: z.strictObject({ orderId: z.string(), status: orderStatus }) },
    refusals: {
      ORDER_NOT_FOUND,
      ORDER_NOT_HELD: { status: 409, detail: 'The order is not held for review.' },
      ORDER_CANCELLED: { status: 409, detail: 'The order was cancelled.' },
      ORDER_REJECTED: { status: 409, detail: 'The order was rejected already, for another reason.' },
    },
  }).handledBy(async (deps: { readonly decideReview: DecideReview }, { path: { id: orderId }, body, ...call }) => {
    if (!isOrderId(orderId)) return { refusal: 'ORDER_NOT_FOUND' };
    const note = body?.note;
    const decided = await deps.decideReview({ orderId, decision, note, cause: causedByCall(orderId, call, note) });
    return decided.ok
      ? { status: 200, body: { orderId, status: decided.value.order.status } }
      : { refusal: decided.error.code };
  });

export const approveOrder = decideReview('approval');
export const rejectOrder = decideReview('rejection');
