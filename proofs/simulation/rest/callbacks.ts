import { type Books, type OrderRow, ordersIn, TABLES } from '../../invariants/books.ts';
import { type Callback, messageOf, WORD } from '../callback.ts';
import type { World } from '../world/world.ts';
import { rowsOf } from './tables.ts';

/** After these the order knows the number. */
const COUNTED = new Set(['applied', 'corrected', 'duplicate', 'held']);

/** How each result is answered. */
const STATUS: Readonly<Record<string, number>> = {
  applied: 200,
  corrected: 200,
  duplicate: 200,
  superseded: 200,
  held: 202,
  stop: 409,
  conflict: 409,
  refused: 409,
};

/** Words that tell of something newer than this one does. */
const LATER: Readonly<Record<string, readonly string[]>> = {
  // The pick-up may only be inferred.
  packed: ['shipped', 'delivered'],
  shipped: ['delivered', 'returned'],
  delivered: [],
  // The next attempt, too.
  delivery_failed: ['shipped', 'returned'],
  returned: [],
};

/** Refusals of messages that cannot be understood, or not of this order. */
const MAY_BE_REFUSED: Readonly<Record<string, (callback: Callback) => boolean>> = {
  PARCEL_UNCLEAR: ({ told }) => told.parcelId === undefined,
  // What is left of a return may not have been delivered.
  MORE_THAN_LEFT: ({ told }) => told.lines !== undefined || told.returnId !== undefined,
};

/** Nothing of it may leave the house. */
const isOver = (status: string): boolean => status === 'cancelled' || status === 'rejected';

/** Whether a callback waits for its order. */
export const holdsCallbacks = (world: World): boolean =>
  ordersIn(rowsOf(world, TABLES.orders)).some(({ held }) => held !== undefined);

const attentionsOf = ({ ledger }: World): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const { type, subject, data } of ledger.published.values())
    if (type === 'OrderNeedsAttention')
      found.set(subject, [...(found.get(subject) ?? []), `${String(data['code'])} ${String(data['detail'])}`]);
  return found;
};

/** Whether somebody was told of this order and this callback. */
const isTold = (attentions: readonly string[], code: string, word: string): boolean =>
  attentions.some((text) => text.startsWith(code) && text.includes(`"${word}"`));

/** The same message has the same answer for ever, and only the first of them is no repetition. */
const checkRepetitions = ({ checks, ledger }: World): void => {
  const first = new Map<string, Callback>();
  const fresh = new Set<string>();
  for (const callback of ledger.callbacks) {
    const { orderId, callbackId, status, result, replayed } = callback;
    const body = JSON.stringify(callback.told);
    if (callbackId === undefined || status >= 500 || result === 'stop' || result === 'refused') continue;
    const key = messageOf(callback);
    // Another message under this id.
    if (status === 422) continue;
    const before = first.get(key) ?? callback;
    first.set(key, before);
    checks.that(
      '08-callbacks',
      JSON.stringify(before.told) === body && before.status === status && before.result === result,
      () => `${key} is answered ${before.result} and ${result}, for ${JSON.stringify(before.told)} and ${body}`,
      orderId,
    );
    checks.that('08-callbacks', replayed || !fresh.has(key), () => `${key} is new twice`, orderId);
    if (!replayed) fresh.add(key);
  }
};

/** A number that was taken counts, or counted until a later one came; or it waits for the attempt before to have failed. */
const knowsNumber = ({ parcels = [], held = [] }: OrderRow, number: string): boolean =>
  [...parcels, ...held].some(
    ({ trackingNumber, replaced }) => number === trackingNumber || replaced?.includes(number) === true,
  );

/** Whether a parcel has come to an attempt after this one, which then says nothing of its way now. */
const hasTriedAfter = ({ parcels = [] }: OrderRow, told: number): boolean =>
  parcels.some(({ attempt = 1 }) => attempt > told);

/** What partners were told, against what the orders became. */
export const checkCallbacks = (world: World, books: Books): void => {
  const { checks, ledger } = world;
  const orders = new Map(books.orders.map((order) => [order.orderId, order]));
  const attentions = attentionsOf(world);
  const arrived = new Set(
    [...ledger.published.values()].flatMap(({ type, data }) =>
      type === 'OrderReturnArrived' ? [data['returnId']] : [],
    ),
  );
  for (const callback of ledger.callbacks) {
    const { orderId, action, status, result, code } = callback;
    const order = orders.get(orderId);
    if (order === undefined) continue;
    const word = WORD[action];
    checks.that(
      '08-callbacks',
      STATUS[result] === status ||
        (status === 422 && (ledger.told.get(messageOf(callback))?.size ?? 0) > 1) ||
        (status === 422 && MAY_BE_REFUSED[code]?.(callback) === true),
      () => `"${word}" is answered ${String(status)} ${result} ${code}`,
      orderId,
    );
    const about = attentions.get(orderId) ?? [];
    const { returnId, trackingNumber, attempt } = callback.told;
    const isReported =
      returnId === undefined
        ? order.reported?.[word] !== undefined || (word === 'packed' && order.cancellation?.by === 'system')
        : arrived.has(returnId);
    const holds = order.held?.some((callback) => callback.action === word) === true;
    const that = (isSo: boolean, what: string): void =>
      checks.that('08-callbacks', isSo, () => `"${word}" was answered ${result}, but ${what}`, orderId);
    const isOvertaken =
      LATER[word]?.some((later) => order.reported?.[later] !== undefined) === true ||
      (action === 'orderShipped' && attempt !== undefined && hasTriedAfter(order, attempt));
    // What waited may meet something newer, or nothing that it fits, or wait for a day.
    const isGivenUp = ['CONFLICTS', 'EXPIRED'].some((end) => isTold(about, `HELD_CALLBACK_${end}`, word));
    const isDropped = result === 'held' && (isOvertaken || isGivenUp);
    if (action === 'orderShipped' && trackingNumber !== undefined && COUNTED.has(result) && isReported)
      that(isDropped || knowsNumber(order, trackingNumber), `the order knows nothing of ${trackingNumber}`);
    if (result === 'superseded') that(isOvertaken, `it is ${order.status}`);
    if (result === 'stop') that(isOver(order.status), `it is ${order.status}`);
    if (result === 'conflict') that(isTold(about, 'CALLBACK_CONFLICTS', word), 'nobody was told');
    if (result === 'held') that(isReported || holds || isDropped, 'nothing came of it');
  }
  for (const [orderId, { status, held = [] }] of orders)
    for (const { action } of held) {
      const says = (what: string) => (): string => `"${action}" is held by an order that is ${status}${what}`;
      checks.that(
        '08-callbacks',
        isTold(attentions.get(orderId) ?? [], 'HELD_CALLBACK_WAITS', action),
        says(', and nobody was told'),
        orderId,
      );
    }
  checkRepetitions(world);
};
