import type { ShortLine } from '@orderwire/events-schema/common';
import { isoTime } from '@orderwire/kernel/clock';
import { orderNumberOf } from '@orderwire/money/order-number';
import { settleHeld } from './held-callbacks.ts';
import { type Change, type Order, type Rejection, amend, begin, move, unchanged } from './order.ts';

const MINUTE_MS = 60_000;

/** How long an order waits for both stock and payment before anybody asks why. */
export const PATIENCE_MS = 15 * MINUTE_MS;

/** An order that nobody can answer is given up after this long. */
export const LONGEST_WAIT_MS = 24 * 60 * MINUTE_MS;

/** How often an order whose answer is late is looked at. */
export const LOOK_AGAIN_MS = 15 * MINUTE_MS;

/**
 * An answer to a later order says nothing before it is this old: behind an outage of our own the answers of all orders come
 * at once, in any order.
 */
export const SETTLING_MS = 5 * MINUTE_MS;

/** Who answers an order, by the name of its service → the field that says so. */
const ANSWERS = { inventory: 'stockReserved', payments: 'paymentAuthorized' } as const;

type Answerer = keyof typeof ANSWERS;

const ANSWERERS = Object.keys(ANSWERS) as readonly Answerer[];

export const stockReserved = (order: Order, at: number): Change =>
  order.status !== 'placed' || order.stockReserved
    ? unchanged(order)
    : confirmWhenReady(begin(order, at, { stockReserved: true }), at);

export const paymentAuthorized = (order: Order, at: number): Change =>
  order.status !== 'placed' || order.paymentAuthorized
    ? unchanged(order)
    : confirmWhenReady(begin(order, at, { paymentAuthorized: true }), at);

export const stockReservationFailed = (order: Order, short: readonly ShortLine[], at: number): Change =>
  rejectPlaced(order, { reason: 'out_of_stock', short }, at);

export const paymentDeclined = (order: Order, at: number): Change =>
  rejectPlaced(order, { reason: 'payment_declined' }, at);

/** Whose answer an order waits for. */
const silentFor = (order: Order): readonly Answerer[] =>
  order.status === 'placed' ? ANSWERERS.filter((service) => !order[ANSWERS[service]]) : [];

/** When an order that waits for an answer is to be looked at; undefined when it has all answers. */
export const answerDueAt = (order: Order): number | undefined => {
  if (silentFor(order).length === 0) return undefined;
  const { placedAt, watched: { lateAt } = {} } = order;
  return lateAt === undefined ? placedAt + PATIENCE_MS : Math.min(lateAt + LOOK_AGAIN_MS, placedAt + LONGEST_WAIT_MS);
};

/**
 * What becomes of an order whose answer is late. It is rejected when a silent service has answered a younger order: then its
 * own answer is lost. Otherwise the outage is ours: it waits, and people are told once.
 * @param younger orders that were placed after it, as far as they are known
 */
export const awaitAnswer = (change: Change, younger: readonly Order[], at: number): Change => {
  const { order } = change;
  const silent = silentFor(order);
  if (silent.length === 0 || at < (answerDueAt(order) ?? at)) return change;
  const isSkipped = silent.some((service) => younger.some((other) => hasAnswered(service, other, order, at)));
  if (isSkipped || at - order.placedAt >= LONGEST_WAIT_MS) return reject(change, { reason: 'timed_out' }, at);
  const looked = amend(change, { watched: { ...order.watched, lateAt: at } });
  if (order.watched?.lateAt !== undefined) return looked;
  const { orderId } = order;
  const detail = `No answer from ${silent.join(' and ')}, and none to a younger order that we know of: the order waits.`;
  return amend(looked, {}, { type: 'OrderNeedsAttention', data: { code: 'ANSWER_LATE', detail, orderId } });
};

const hasAnswered = (service: Answerer, other: Order, order: Order, at: number): boolean =>
  other[ANSWERS[service]] && other.placedAt > order.placedAt && at - other.changedAt >= SETTLING_MS;

/** Both have answered, and the shop looks at the order before it confirms it. */
export const isHeld = ({ status, stockReserved: hasStock, paymentAuthorized: isPaid, review }: Order): boolean =>
  status === 'placed' && hasStock && isPaid && review !== undefined && review.isApproved !== true;

/** The last of what it waits for confirms the order in its own write: stock, payment, and a review where a rule asks for one. */
export const confirmWhenReady = (change: Change, at: number): Change => {
  const { orderId, customerId, lines, charges, discountCode, deadlines, ...order } = change.order;
  if (!order.stockReserved || !order.paymentAuthorized) return change;
  const orderNumber = orderNumberOf(orderId);
  if (isHeld(change.order)) {
    const reasons = [...(order.review?.reasons ?? [])];
    return amend(change, {}, { type: 'OrderHeldForReview', data: { orderNumber, customerId, reasons } });
  }
  const deliverBy = deadlines && isoTime(deadlines.deliverBy);
  const data = { orderNumber, customerId, lines: [...lines], charges, discountCode, deliverBy };
  const confirmed = move(change, 'confirmed', {}, { type: 'OrderConfirmed', data });
  return settleHeld(confirmed, at);
};

/** Ends a placed order. */
export const reject = (change: Change, rejection: Rejection, at: number): Change => {
  const { reason, short, note } = rejection;
  const data = { reason, ...(short && { short: [...short] }), ...(note !== undefined && { note }) };
  return settleHeld(move(change, 'rejected', { rejection }, { type: 'OrderRejected', data }), at);
};

/** Only a placed order can be rejected: whatever comes later is late, and changes nothing. */
const rejectPlaced = (order: Order, rejection: Rejection, at: number): Change =>
  order.status === 'placed' ? reject(begin(order, at), rejection, at) : unchanged(order);
