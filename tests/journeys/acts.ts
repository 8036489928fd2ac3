import { expect } from '@jest/globals';
import type { Customer } from '../../proofs/actors/customer.ts';
import { eventOf } from '../../proofs/actors/feed.ts';
import { cancelOrder, placeOrder } from '../../proofs/actors/order.ts';
import { call } from '../../proofs/actors/platform.ts';
import type { World } from './world.ts';

interface Shown {
  readonly status: string;
  readonly promise?: { readonly packBy: string; readonly deliverBy: string };
  readonly review?: { readonly state: string; readonly reasons?: readonly string[]; readonly note?: string };
  readonly rejection?: { readonly reason: string; readonly note?: string };
}

/** What several journeys do and look at in a world. */
export const actsIn = ({ platform, feed, staffToken: first }: World) => {
  const get = async <Body>(path: string, token: string): Promise<Body> =>
    (await call<Body>(`${platform.apiUrl}${path}`, { token })).body;
  const attentionOf = async (orderId: string, state: 'open' | 'closed', token: string) => {
    const path = `/ops/attention?limit=100&state=${state}`;
    const { entries } = await get<{ entries: readonly Attention[] }>(path, token);
    return entries.filter((entry) => entry.orderId === orderId);
  };
  return {
    place: async (who: Customer, item: string, count = 1, payment?: object): Promise<string> => {
      const answer = await placeOrder(platform, who, [{ id: item, count }], payment ? { payment } : {});
      expect(answer.status).toBe(201);
      return answer.body.orderId;
    },
    cancel: (orderId: string, token: string) => cancelOrder(platform, token, orderId),
    orderOf: (orderId: string, token = first) => get<Shown>(`/orders/${orderId}`, token),
    stockOf: (item: string, token = first) => get<unknown>(`/stock/${item}`, token),
    /** What people have to look at about an order. */
    attentionOf: (
      orderId: string,
      { state = 'open', token = first }: { state?: 'open' | 'closed'; token?: string } = {},
    ) => attentionOf(orderId, state, token),
    eventsOf: (orderId: string): readonly string[] =>
      feed.of(orderId).flatMap((happening) => eventOf(happening)?.meta.type ?? []),
    /** The data of an order's events of a type. */
    dataOf: (orderId: string, type: string) =>
      feed.of(orderId).flatMap((happening) => {
        const event = eventOf(happening);
        return event?.meta.type === type ? [event.data] : [];
      }),
  };
};

export type Acts = ReturnType<typeof actsIn>;

export interface Attention {
  readonly id: string;
  readonly orderId: string;
  readonly code: string;
  readonly state: string;
  readonly closing?: { readonly note: string; readonly by: { readonly type: string }; readonly at: string };
}
