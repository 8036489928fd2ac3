import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { ADDRESS } from './address.ts';
import type { Customer } from './customer.ts';
import { eventOf, type Feed, type Happening } from './feed.ts';
import { call, type Platform, type Response } from './platform.ts';

export interface Placed {
  readonly orderId: string;
  readonly status: string;
  readonly charges: { readonly taxes: readonly object[] };
  readonly totals: { readonly total: number; readonly tax: number; readonly currency: string };
}

export interface Wish {
  readonly id: string;
  readonly count: number;
}

/** Places an order as the customer would; whatever the answer is. */
export const placeOrder = (
  platform: Platform,
  customer: Pick<Customer, 'token'>,
  items: readonly Wish[],
  more: { readonly payment?: object; readonly idempotencyKey?: string; readonly discountCode?: string } = {},
): Promise<Response<Placed>> =>
  call<Placed>(`${platform.apiUrl}/orders`, {
    token: customer.token,
    headers: { 'idempotency-key': more.idempotencyKey ?? randomUUID() },
    body: {
      ...{ items, shippingAddress: ADDRESS },
      ...(more.payment && { payment: more.payment }),
      ...(more.discountCode !== undefined && { discountCode: more.discountCode }),
    },
  });

export interface AddressAnswer {
  readonly orderId: string;
  readonly status: string;
  readonly recipient: { readonly name: string; readonly address: object };
  readonly code?: string;
  readonly offer?: string;
}

/** Sends an order to another address, as its owner or as staff would. */
export const changeAddress = (
  platform: Platform,
  token: string,
  orderId: string,
  address: object,
): Promise<Response<AddressAnswer>> =>
  call<AddressAnswer>(`${platform.apiUrl}/orders/${orderId}/shipping-address`, { method: 'PUT', token, body: address });

export interface CallbackAnswer {
  readonly orderId: string;
  readonly result: string;
  readonly status: string;
  readonly instruction?: string;
}

const ACTIONS = {
  orderpacked: 'packed',
  ordershipped: 'shipped',
  orderdelivered: 'delivered',
  orderdeliveryfailed: 'delivery_failed',
  orderreturned: 'returned',
} as const;

export type CallbackPath = keyof typeof ACTIONS;

/** A partner calls back with its key. */
export const callBack = (
  platform: Platform,
  path: CallbackPath,
  orderId: string,
  key: string,
  body: object = {},
): Promise<Response<CallbackAnswer>> =>
  call<CallbackAnswer>(`${platform.apiUrl}/${path}/${orderId}`, { headers: { authorization: key }, body });

/** The customer or staff gives an order up. */
export const cancelOrder = (
  platform: Platform,
  token: string,
  orderId: string,
): Promise<Response<{ readonly status?: string; readonly code?: string; readonly offer?: string }>> =>
  call(`${platform.apiUrl}/orders/${orderId}/cancellation`, { token, body: {} });

/** The headers of Standard Webhooks, by its reference library. */
export const signedHeaders = (key: string, id: string, body: string): Readonly<Record<string, string>> => {
  const now = new Date();
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(Buffer.from(key).toString('base64')).sign(id, now, body),
  };
};

/** A partner calls back with a signature by its key. The body names what it is for, which the signature cannot. */
export const callBackSigned = (
  platform: Platform,
  path: CallbackPath,
  orderId: string,
  { key, id }: { readonly key: string; readonly id: string },
  more: object = {},
): Promise<Response<CallbackAnswer>> => {
  const body = JSON.stringify({ ...more, orderId, action: ACTIONS[path] });
  return call<CallbackAnswer>(`${platform.apiUrl}/${path}/${orderId}`, { headers: signedHeaders(key, id, body), body });
};

/** Waits for a domain event of an order. */
export const eventHappens = (feed: Feed, orderId: string, ...types: readonly string[]): Promise<Happening> =>
  feed.first(orderId, `${types.join(' or ')} of ${orderId}`, (happening) => {
    const event = eventOf(happening);
    return event !== undefined && types.includes(event.meta.type);
  });

/** Waits until a partner has taken a webhook about an order. */
export const webhookArrives = (feed: Feed, orderId: string, partner: string): Promise<Happening> =>
  feed.first(
    orderId,
    `a webhook to the ${partner} about ${orderId}`,
    ({ kind, detail }) => kind === 'webhook' && detail['partner'] === partner && detail['status'] === 204,
  );

/** Waits until the mail of a kind was sent. */
export const mailSent = (feed: Feed, orderId: string, kind: string): Promise<Happening> =>
  feed.first(orderId, `the mail "${kind}" of ${orderId}`, (happening) => {
    const event = eventOf(happening);
    return event?.meta.type === 'MailSent' && event.data['kind'] === kind;
  });
