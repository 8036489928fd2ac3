import { isHeld, reject } from './await-confirmation.ts';
import { type Change, type Order, amend } from './order.ts';

/** People hear so long before the payment's authorisation ends; in the middle of one that does not last twice as long. */
const NOTICE_MS = 24 * 60 * 60_000;

const waitsForPeople = (order: Order): boolean =>
  order.status === 'confirmed' || order.status === 'packed' || isHeld(order);

const noticeAt = ({ deadlines, placedAt }: Order): number | undefined =>
  deadlines && deadlines.authorizedUntil - Math.min(NOTICE_MS, (deadlines.authorizedUntil - placedAt) / 2);

/** When the authorisation of an order that has not left the house is looked at next. */
export const authorizationDueAt = (order: Order): number | undefined => {
  if (!waitsForPeople(order)) return undefined;
  if (order.watched?.isEnding !== true) return noticeAt(order);
  return isHeld(order) ? order.deadlines?.authorizedUntil : undefined;
};

/** Tells people once that a payment's authorisation ends soon, and rejects what is held for review until it has ended. */
export const watchAuthorization = (change: Change, at: number): Change => {
  const { order } = change;
  const dueAt = authorizationDueAt(order);
  if (dueAt === undefined || at < dueAt) return change;
  if (order.watched?.isEnding === true) return reject(change, { reason: 'timed_out' }, at);
  const { orderId, status } = order;
  const detail = isHeld(order)
    ? 'The order is held for review, and the authorisation of its payment ends: then the order is rejected.'
    : `The order is ${status}, and the authorisation of its payment ends: then the provider may refuse to capture it.`;
  const told = amend(
    change,
    { watched: { ...order.watched, isEnding: true } },
    { type: 'OrderNeedsAttention', data: { code: 'AUTHORIZATION_ENDS', detail, orderId } },
  );
  return watchAuthorization(told, at);
};
