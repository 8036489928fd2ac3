import { type Result, ok, refuse } from '@orderwire/kernel/result';
import { apply, correct } from './apply-report.ts';
import { CALLBACK_ACTIONS, type CallbackAction, type CallbackResult } from './callback-table.ts';
import { MAX_HELD, hold, settleHeld } from './held-callbacks.ts';
import type { OrderStatus } from './lifecycle.ts';
import { type Change, type Order, type OrderEvent, type SeenCallback, amend, begin, unchanged } from './order.ts';
import { type Judgement, type Reported, type ReportRefusal, MAX_ATTEMPTS, judge } from './report.ts';

/** How many answered callbacks an order remembers: more than a partner ever sends, few enough to keep the item small. */
export const MAX_SEEN = 20;

export interface Callback {
  readonly report: Reported;
  /** The partner's id of this very message; ids count per action. */
  readonly callbackId?: string;
  /** Of the body, to tell a repetition from another message under the same id. */
  readonly fingerprint: string;
}

export interface CallbackAnswer {
  readonly result: CallbackResult;
  readonly status: OrderStatus;
  /** This is the answer that the first one got. */
  readonly replayed: boolean;
}

export type CallbackDecision = Change & {
  readonly answer: CallbackAnswer;
  /** Names the message as the cause of the write. */
  readonly causedBy: string;
};

export type CallbackRefusal = { readonly code: 'CALLBACK_ID_REUSED' } | ReportRefusal;

/**
 * Decides what a partner's callback changes. A callback with an id is remembered on the order, in the write that it
 * causes; one without is known by its action, parcel and attempt, which the order tells where the callback does not.
 */
export const receiveCallback = (
  callback: Callback,
  order: Order,
  at: number,
): Result<CallbackDecision, CallbackRefusal> => {
  const judged = judge(callback.report, order, hasId(callback));
  const key = keyOf(callback, judged.ok ? judged.value : callback.report);
  const causedBy = causeOf(callback, key, judged.ok ? judged.value.result : undefined);
  const before = order.seen.find((seen) => seen.key === key);
  if (before && hasId(callback) && before.body !== callback.fingerprint) return refuse({ code: 'CALLBACK_ID_REUSED' });
  if (before) {
    const { result, status } = before;
    return ok({ ...unchanged(order), causedBy, answer: { result, status, replayed: true } });
  }
  if (!judged.ok) return judged;
  const { result, change } = follow(judged.value, callback, order, at);
  const { status } = change.order;
  const remembered = mustRemember(result, callback)
    ? remember(change.order === order ? begin(order, at) : change, { key, body: callback.fingerprint, result, status })
    : change;
  return ok({ ...remembered, causedBy, answer: { result, status, replayed: false } });
};

interface Followed {
  readonly result: CallbackResult;
  readonly change: Change;
}

const follow = (judgement: Judgement, callback: Callback, order: Order, at: number): Followed => {
  const { result } = judgement;
  const { report } = callback;
  switch (result) {
    case 'applied':
      return { result, change: settleHeld(apply(begin(order, at), report, judgement, at), at) };
    case 'corrected':
      return { result, change: settleHeld(correct(begin(order, at), report, judgement, hasId(callback)), at) };
    case 'held': {
      const held = hold(order, { ...report, heldAt: at }, hasId(callback));
      if (held && held.length > MAX_HELD) return { result: 'refused', change: unchanged(order) };
      return { result, change: held ? begin(order, at, { held }) : unchanged(order) };
    }
    case 'conflict':
      return { result, change: amend(begin(order, at), {}, conflicts(judgement, report, order)) };
    case 'duplicate':
    case 'superseded':
    case 'stop':
    case 'refused':
      return { result, change: unchanged(order) };
  }
};

const conflicts = ({ parcel, attempt }: Judgement, { action, parcelId }: Reported, order: Order): OrderEvent => {
  const { status, parcels, orderId } = order;
  const isOfParcel = parcels.length > 1 && parcel !== undefined;
  const but = isOfParcel ? `parcel ${parcel.parcelId} is ${parcel.state}` : `the order is ${status}`;
  const why = parcelId !== undefined && parcels.length > 0 && !parcel ? 'the order has no such parcel' : but;
  const tooOften = attempt > MAX_ATTEMPTS ? `, ${attempt} times` : '';
  const detail = `"${action}" was reported${tooOften}, but ${why}.`;
  return { type: 'OrderNeedsAttention', data: { code: 'CALLBACK_CONFLICTS', detail, orderId } };
};

/**
 * What makes two callbacks about an order the same: the partner's id for an action, or the action, the parcel or return,
 * and the attempt.
 */
const keyOf = (
  { callbackId, report: { action, returnId } }: Callback,
  { parcelId, attempt = 1 }: { readonly parcelId?: string; readonly attempt?: number },
): string =>
  callbackId === undefined
    ? [action, ...[returnId, parcelId].filter((name) => name !== undefined), attempt].join('#')
    : `${action}/${callbackId}`;

/** What such a key says: the action, and the partner's id where there was one. Undefined for a key that is none of ours. */
export const toldBy = (key: string): { readonly action: CallbackAction; readonly callbackId?: string } | undefined => {
  const [, word = '', mark, rest = ''] = /^(\w+)([/#])(.*)$/s.exec(key) ?? [];
  const action = CALLBACK_ACTIONS.find((one) => one === word);
  return action && { action, ...(mark === '/' && { callbackId: rest }) };
};

/**
 * Without an id the number belongs to the message: "shipped" may be told once more with another one, and each write has a
 * cause of its own. So do lines, of several parcels that wait without a name; and what waited may come again, and conflict.
 */
const causeOf = (callback: Callback, key: string, result: CallbackResult | undefined): string => {
  const { trackingNumber, lines } = callback.report;
  if (hasId(callback)) return key;
  const more = [trackingNumber, lines && callback.fingerprint, result === 'conflict' ? result : undefined];
  return [key, ...more.filter((part) => part !== undefined)].join('/');
};

const hasId = ({ callbackId }: Callback): boolean => callbackId !== undefined;

/**
 * A conflict is always remembered, so that its repetition raises no second alarm. `stop` and `refused` change nothing
 * and stay true for ever: a refused call leaves no trace.
 */
const mustRemember = (result: CallbackResult, callback: Callback): boolean =>
  result === 'conflict' || (hasId(callback) && result !== 'stop' && result !== 'refused');

const remember = (change: Change, seen: SeenCallback): Change =>
  amend(change, { seen: [...change.order.seen, seen].slice(-MAX_SEEN) });
