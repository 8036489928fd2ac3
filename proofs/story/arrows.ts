import { cancelOrder, changeAddress, eventHappens } from '../actors/order.ts';
import { ADDRESS } from '../actors/address.ts';
import { applied, confirmed, placed, report, shown, type Stage } from './stage.ts';
import { type Status, WAYS } from './ways.ts';

/** One arrow of the state machine: what leads along it, and the event that tells of it. */
export interface Arrow {
  readonly from: Status | 'nothing';
  readonly to: Status;
  readonly by: string;
  readonly event: string;
  readonly act: (stage: Stage, orderId: string) => Promise<unknown>;
  /** How the order gets to `from`, where the usual way does not do. */
  readonly begin?: (stage: Stage) => Promise<string>;
}

type Path = Parameters<typeof applied>[1];

const reported =
  (path: Path, body: object = {}): Arrow['act'] =>
  (stage, orderId) =>
    applied(stage, path, orderId, body);

const cancelledBy =
  (who: 'customer' | 'staff'): Arrow['act'] =>
  async (stage, orderId) => {
    const token = who === 'staff' ? stage.staffToken : stage.customer.token;
    const { status, body } = await cancelOrder(stage.platform, token, orderId);
    if (status !== 200) throw new Error(`Cancelling ${orderId} answered ${status} ${JSON.stringify(body)}`);
  };

const redirected: Arrow['act'] = async (stage, orderId) => {
  const address = { ...ADDRESS, street: 'Story lane 7' };
  const { status, body } = await changeAddress(stage.platform, stage.customer.token, orderId, address);
  if (status !== 200) throw new Error(`The address of ${orderId} answered ${status} ${JSON.stringify(body)}`);
};

const result =
  (path: Path, wanted: string, body: object = {}): Arrow['act'] =>
  async (stage, orderId) => {
    const { body: said } = await report(stage, path, orderId, body);
    if (said.result !== wanted) throw new Error(`${path} of ${orderId} answered ${JSON.stringify(said)}`);
  };

const nothing: Arrow['act'] = () => Promise.resolve();

/** All of them. An order that has just been placed is confirmed or rejected by itself: nobody acts. */
export const ARROWS: readonly Arrow[] = [
  {
    ...{ from: 'nothing', to: 'placed', by: 'the customer', event: 'OrderPlaced', act: nothing },
    begin: WAYS.placed,
  },
  {
    ...{ from: 'placed', to: 'confirmed', by: 'stock and payment', event: 'OrderConfirmed', act: nothing },
    begin: (stage) => confirmed(stage),
  },
  {
    ...{ from: 'placed', to: 'rejected', by: 'a declined payment', event: 'OrderRejected', act: nothing },
    begin: WAYS.rejected,
  },
  {
    ...{ from: 'placed', to: 'rejected', by: 'missing stock', event: 'OrderRejected', act: nothing },
    begin: async (stage) => {
      const { orderId } = await placed(stage, 'good', [{ id: stage.scarce, count: 99 }]);
      await eventHappens(stage.feed, orderId, 'OrderRejected');
      return orderId;
    },
  },
  { from: 'placed', to: 'cancelled', by: 'the customer', event: 'OrderCancelled', act: cancelledBy('customer') },
  { from: 'confirmed', to: 'cancelled', by: 'staff', event: 'OrderCancelled', act: cancelledBy('staff') },
  { from: 'packed', to: 'cancelled', by: 'the customer', event: 'OrderCancelled', act: cancelledBy('customer') },
  {
    ...{ from: 'confirmed', to: 'cancelled', by: 'the warehouse, which found nothing', event: 'OrderCancelled' },
    act: async (stage, orderId) => {
      const lines = [{ itemId: stage.items[0], count: 0 }];
      const { status, body } = await report(stage, 'orderpacked', orderId, { lines });
      if (status !== 200 || body.status !== 'cancelled')
        throw new Error(`Packing nothing answered ${status} ${JSON.stringify(body)}`);
    },
  },
  { from: 'confirmed', to: 'packed', by: 'the warehouse', event: 'OrderPacked', act: reported('orderpacked') },
  { from: 'packed', to: 'shipped', by: 'the courier', event: 'OrderShipped', act: reported('ordershipped') },
  {
    ...{ from: 'packed', to: 'delivered', by: 'the courier, who never told of the pick-up', event: 'OrderDelivered' },
    act: reported('orderdelivered'),
  },
  { from: 'shipped', to: 'delivered', by: 'the courier', event: 'OrderDelivered', act: reported('orderdelivered') },
  {
    ...{ from: 'shipped', to: 'delivery_failed', by: 'the courier', event: 'OrderDeliveryFailed' },
    act: reported('orderdeliveryfailed', { reason: 'nobody at home', nextAttemptAt: '2027-01-04T09:00:00Z' }),
  },
  {
    ...{ from: 'shipped', to: 'returned', by: 'the courier', event: 'OrderReturned' },
    act: reported('orderreturned', { reason: 'undeliverable' }),
  },
  {
    ...{ from: 'delivery_failed', to: 'shipped', by: 'the courier, once more', event: 'OrderShipped' },
    act: reported('ordershipped', { attempt: 2 }),
  },
  {
    ...{ from: 'delivery_failed', to: 'delivery_failed', by: 'the courier', event: 'OrderDeliveryFailed' },
    act: reported('orderdeliveryfailed', { attempt: 2, reason: 'closed' }),
  },
  {
    ...{ from: 'delivery_failed', to: 'delivered', by: 'the courier', event: 'OrderDelivered' },
    act: reported('orderdelivered'),
  },
  {
    ...{ from: 'delivery_failed', to: 'returned', by: 'the courier', event: 'OrderReturned' },
    act: reported('orderreturned', { reason: 'refused' }),
  },
  { from: 'placed', to: 'placed', by: 'the customer', event: 'OrderAddressChanged', act: redirected },
  { from: 'confirmed', to: 'confirmed', by: 'the customer', event: 'OrderAddressChanged', act: redirected },
  {
    ...{ from: 'shipped', to: 'shipped', by: 'the courier', event: 'OrderShipmentCorrected' },
    act: result('ordershipped', 'corrected', { trackingNumber: 'ST-2' }),
  },
  {
    ...{ from: 'delivered', to: 'delivered', by: 'a report that cannot be', event: 'OrderNeedsAttention' },
    act: result('orderdeliveryfailed', 'conflict'),
  },
];

export const nameOf = ({ from, to, by }: Arrow): string => `${from} → ${to} by ${by}`;

/** Takes an order of its own along the arrow. @returns what went otherwise; empty: it was reached */
export const follow = async (stage: Stage, arrow: Arrow): Promise<readonly string[]> => {
  const { from, to, act, event, begin } = arrow;
  const start = begin ?? (from === 'nothing' ? WAYS.placed : WAYS[from]);
  const orderId = await start(stage);
  const before = begin ? from : (await shown(stage, orderId)).status;
  await act(stage, orderId);
  await eventHappens(stage.feed, orderId, event);
  const after = (await shown(stage, orderId)).status;
  return before === from && after === to ? [] : [`${nameOf(arrow)}: it went from ${before} to ${after}`];
};
