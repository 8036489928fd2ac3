import { type CallbackPath, cancelOrder, eventHappens } from '../actors/order.ts';
import { until } from '@orderwire/local-cloud/dev/until';
import { applied, confirmed, placed, shown, type Stage } from './stage.ts';

export const STATUSES = [
  'placed',
  'confirmed',
  'packed',
  'shipped',
  'delivery_failed',
  'delivered',
  'returned',
  'cancelled',
  'rejected',
] as const;

export type Status = (typeof STATUSES)[number];

const after =
  (before: Status, path: CallbackPath, body: object = {}) =>
  async (stage: Stage): Promise<string> => {
    const orderId = await WAYS[before](stage);
    await applied(stage, path, orderId, body);
    return orderId;
  };

/** How an order of its own comes into each status, over HTTP alone. @returns its id */
export const WAYS: Readonly<Record<Status, (stage: Stage) => Promise<string>>> = {
  // Nobody ever says whether it is paid.
  placed: async (stage) => {
    const { orderId } = await placed(stage, 'unanswered');
    await until(`${orderId} to know of its stock`, async () => {
      const { placedAt, changedAt } = await shown(stage, orderId);
      return changedAt !== placedAt;
    });
    return orderId;
  },
  confirmed: (stage) => confirmed(stage),
  packed: after('confirmed', 'orderpacked'),
  shipped: after('packed', 'ordershipped', { carrier: 'Story Express', trackingNumber: 'ST-1' }),
  delivery_failed: after('shipped', 'orderdeliveryfailed', { reason: 'nobody at home' }),
  delivered: after('shipped', 'orderdelivered'),
  returned: after('shipped', 'orderreturned', { reason: 'refused' }),
  cancelled: async (stage) => {
    const orderId = await WAYS.confirmed(stage);
    const { status } = await cancelOrder(stage.platform, stage.customer.token, orderId);
    if (status !== 200) throw new Error(`Cancelling ${orderId} answered ${status}`);
    return orderId;
  },
  rejected: async (stage) => {
    const { orderId } = await placed(stage, 'declined');
    await eventHappens(stage.feed, orderId, 'OrderRejected');
    return orderId;
  },
};
