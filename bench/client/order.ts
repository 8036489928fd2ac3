import type { Customer } from '../../proofs/actors/customer.ts';
import { eventOf, type Feed } from '../../proofs/actors/feed.ts';
import { callBack, eventHappens, placeOrder, webhookArrives, type Wish } from '../../proofs/actors/order.ts';
import type { Platform } from '../../proofs/actors/platform.ts';

export interface Delivered {
  readonly confirmedMs: number;
  readonly deliveredMs: number;
}

export interface Deps {
  readonly platform: Platform;
  readonly feed: Feed;
  readonly keys: { readonly warehouse: string; readonly courier: string };
}

const STEPS = [
  ['orderpacked', 'warehouse', {}],
  ['ordershipped', 'courier', { carrier: 'Bench Express', trackingNumber: 'BX-1' }],
  ['orderdelivered', 'courier', {}],
] as const;

/**
 * One order from placed to delivered, with nothing but what both checkouts show over HTTP. It does not wait for invoices
 * and mails: what they take shows in the time until nothing is left to do.
 */
export const deliverOrder = async (
  { platform, feed, keys }: Deps,
  customer: Customer,
  wishes: readonly Wish[],
): Promise<Delivered> => {
  const sentAt = Date.now();
  const { status, body } = await placeOrder(platform, customer, wishes);
  if (status !== 201) throw new Error(`Placing answered ${status} ${JSON.stringify(body)}`);
  const { orderId } = body;
  const confirmed = await eventHappens(feed, orderId, 'OrderConfirmed', 'OrderRejected', 'OrderCancelled');
  const type = eventOf(confirmed)?.meta.type ?? 'nothing';
  if (type !== 'OrderConfirmed') throw new Error(`${orderId} ended with ${type}.`);
  for (const [path, partner, more] of STEPS) {
    await webhookArrives(feed, orderId, partner);
    const answer = await callBack(platform, path, orderId, keys[partner], more);
    if (answer.status !== 200) throw new Error(`${path} of ${orderId} answered ${answer.status}.`);
  }
  const delivered = await eventHappens(feed, orderId, 'OrderDelivered');
  return { confirmedMs: Date.parse(confirmed.at) - sentAt, deliveredMs: Date.parse(delivered.at) - sentAt };
};
