import { type Result, ok, refuse } from '@orderwire/kernel/result';
import type { CallbackResult } from './callback-table.ts';
import { hold, settleHeld } from './held-callbacks.ts';
import type { OrderStatus } from './lifecycle.ts';
import { type Change, type Order, type SeenCallback, amend, begin, unchanged } from './order.ts';
import { type Reported, apply, correct, resultOf } from './report.ts';

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

export type CallbackDecision = Change & { readonly answer: CallbackAnswer };

/**
 * Decides what a partner's callback changes. A callback with an id is remembered on the order, in the write that it
 * causes; one without is known by its action and attempt, which the order's own status tells.
 */
export const receiveCallback = (
  callback: Callback,
  order: Order,
  at: number,
): Result<CallbackDecision, { readonly code: 'CALLBACK_ID_REUSED' }> => {
  const key = keyOf(callback);
  const before = order.seen.find((seen) => seen.key === key);
  if (before && hasId(callback) && before.body !== callback.fingerprint) return refuse({ code: 'CALLBACK_ID_REUSED' });
  if (before) {
    const { result, status } = before;
    return ok({ ...unchanged(order), answer: { result, status, replayed: true } });
  }
  const result = resultOf(callback.report, order, hasId(callback));
  const change = changeFor(result, callback, order, at);
  const { status } = change.order;
  const remembered = mustRemember(result, callback)
    ? remember(change.order === order ? begin(order, at) : change, { key, body: callback.fingerprint, result, status })
    : change;
  return ok({ ...remembered, answer: { result, status, replayed: false } });
};

const changeFor = (result: CallbackResult, callback: Callback, order: Order, at: number): Change => {
  const { report } = callback;
  switch (result) {
    case 'applied':
      return settleHeld(apply(begin(order, at), report, at), at);
    case 'corrected':
      return correct(begin(order, at), report, hasId(callback));
    case 'held': {
      const held = hold(order, { ...report, heldAt: at }, hasId(callback));
      return held ? begin(order, at, { held }) : unchanged(order);
    }
    case 'conflict':
      return amend(
        begin(order, at),
        {},
        {
          type: 'OrderNeedsAttention',
          data: {
            code: 'CALLBACK_CONFLICTS',
            detail: `"${report.action}" was reported, but the order is ${order.status}.`,
            orderId: order.orderId,
          },
        },
      );
    case 'duplicate':
    case 'superseded':
    case 'stop':
    case 'refused':
      return unchanged(order);
  }
};

/** What makes two callbacks about an order the same: the partner's id for an action, or the action and its attempt. */
const keyOf = ({ callbackId, report: { action, attempt = 1 } }: Callback): string =>
  callbackId === undefined ? `${action}#${attempt}` : `${action}/${callbackId}`;

/**
 * Names the message as the cause of a write. Without an id the number belongs to it: "shipped" may be told once more with
 * another one, and each write has a cause of its own.
 */
export const causeOf = (callback: Callback): string => {
  const { trackingNumber } = callback.report;
  return hasId(callback) || trackingNumber === undefined ? keyOf(callback) : `${keyOf(callback)}/${trackingNumber}`;
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
