import { ONLY_PARCEL } from '@orderwire/events-schema/common';
import { type Cause, causedBy } from '@orderwire/events-schema/cause';
import type { Meta } from '@orderwire/events-schema/envelope';
import {
  OrderDelivered,
  OrderErased,
  OrderReturnArrived,
  OrderReturned,
  OrderShipped,
  ParcelDelivered,
  ParcelReturned,
} from '@orderwire/events-schema/orders';
import { on, type Subscription } from '@orderwire/messaging/queue-consumer';
import type { FollowOrders } from '../../application/follow-orders.ts';

const because = (meta: Meta): Cause => causedBy(meta, 'returns');

/** What returns take in of an order's events. The order is the event's subject. */
export const subscriptions = ({ follow, receive, erase }: FollowOrders): readonly Subscription[] => [
  on(OrderShipped, ({ meta, data }) => {
    const { parcelId = ONLY_PARCEL, customerId, language, position = 1, isLast = true, lines, charges } = data;
    const goods = { position, isLast, lines, charges };
    return follow(meta.subject, { parcelId, customerId, language, goods }, because(meta));
  }),
  on(ParcelDelivered, ({ meta, data: { parcelId, deliveredAt } }) =>
    follow(meta.subject, { parcelId, deliveredAt: Date.parse(deliveredAt) }, because(meta)),
  ),
  on(OrderDelivered, ({ meta, data: { parcelId = ONLY_PARCEL, deliveredAt } }) =>
    follow(meta.subject, { parcelId, deliveredAt: Date.parse(deliveredAt), hasEnded: true }, because(meta)),
  ),
  on(ParcelReturned, ({ meta, data: { parcelId } }) => follow(meta.subject, { parcelId, isBack: true }, because(meta))),
  on(OrderReturned, ({ meta, data: { parcelId } }) =>
    follow(meta.subject, { parcelId, isBack: true, hasEnded: true }, because(meta)),
  ),
  on(OrderErased, ({ meta }) => erase(meta.subject, because(meta))),
  on(OrderReturnArrived, ({ meta, data: { returnId, lines, condition } }) =>
    receive(meta.subject, { returnId, lines, condition }, because(meta)),
  ),
];
