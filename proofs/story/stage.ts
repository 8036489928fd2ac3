import type { Customer } from '../actors/customer.ts';
import type { Feed } from '../actors/feed.ts';
import {
  callBack,
  type CallbackAnswer,
  type CallbackPath,
  eventHappens,
  placeOrder,
  type Placed,
  type Wish,
} from '../actors/order.ts';
import { call, type Platform, type Response } from '../actors/platform.ts';

/** A running platform and everybody who acts on it. */
export interface Stage {
  readonly platform: Platform;
  readonly feed: Feed;
  readonly keys: { readonly warehouse: string; readonly courier: string };
  readonly staffToken: string;
  readonly customer: Customer;
  /** Two items with plenty of stock: whatever is ordered here is to be had. */
  readonly items: readonly [string, string];
  /** An item with less than 99 in stock. */
  readonly scarce: string;
  /** Waits until nothing runs and nothing falls due within a second. */
  readonly settled: () => Promise<void>;
}

/** Who may report what. Either partner may report what came back: the courier does it here. */
const KEY_OF: Readonly<Record<CallbackPath, keyof Stage['keys']>> = {
  orderpacked: 'warehouse',
  ordershipped: 'courier',
  orderdelivered: 'courier',
  orderdeliveryfailed: 'courier',
  orderreturned: 'courier',
};

export const report = (
  { platform, keys }: Stage,
  path: CallbackPath,
  orderId: string,
  body: object = {},
): Promise<Response<CallbackAnswer>> => callBack(platform, path, orderId, keys[KEY_OF[path]], body);

/** @throws Error when the platform says anything else than that it was applied */
export const applied = async (stage: Stage, path: CallbackPath, orderId: string, body: object = {}): Promise<void> => {
  const { status, body: said } = await report(stage, path, orderId, body);
  if (status !== 200 || said.result !== 'applied')
    throw new Error(`${path} of ${orderId} answered ${status} ${JSON.stringify(said)}`);
};

/** Ways to pay: one that is taken, one that is declined, one that the provider never answers. */
export const PAYMENT = {
  good: undefined,
  declined: { method: 'card', token: 'tok_declined' },
  unanswered: { method: 'card', token: 'tok_unavailable' },
} as const;

/** @throws Error unless the order is accepted */
export const placed = async (
  { platform, customer, items: [first] }: Stage,
  payment: keyof typeof PAYMENT = 'good',
  wishes: readonly Wish[] = [{ id: first, count: 1 }],
): Promise<Placed> => {
  const how = PAYMENT[payment];
  const { status, body } = await placeOrder(platform, customer, wishes, how && { payment: how });
  if (status !== 201) throw new Error(`Placing answered ${status} ${JSON.stringify(body)}`);
  return body;
};

/** @returns the id of an order that is confirmed */
export const confirmed = async (stage: Stage, wishes?: readonly Wish[]): Promise<string> => {
  const { orderId } = await placed(stage, 'good', wishes);
  await eventHappens(stage.feed, orderId, 'OrderConfirmed');
  return orderId;
};

export interface Shown {
  readonly status: string;
  readonly changedAt: string;
  readonly [field: string]: unknown;
}

/** The order as staff sees it. */
export const shown = async ({ platform, staffToken }: Stage, orderId: string): Promise<Shown> => {
  const { status, body } = await call<Shown>(`${platform.apiUrl}/orders/${orderId}`, { token: staffToken });
  if (status !== 200) throw new Error(`${orderId} answered ${status}`);
  return body;
};
