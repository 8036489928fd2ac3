import { ItemCreated, ItemUpdated } from '@orderwire/events-schema/catalog';
import { ONLY_PARCEL } from '@orderwire/events-schema/common';
import {
  OrderCancelled,
  OrderPacked,
  OrderPlaced,
  OrderRejected,
  OrderReturned,
  OrderShipped,
  ParcelReturned,
} from '@orderwire/events-schema/orders';
import { causedBy } from '@orderwire/events-schema/cause';
import type { EventOf } from '@orderwire/events-schema/envelope';
import { ReturnReceived } from '@orderwire/events-schema/returns';
import { on, type Subscription } from '@orderwire/messaging/queue-consumer';
import type { MoveStock } from '../../application/move-stock.ts';
import type { Receive } from '../../application/receive.ts';
import type { Reservations } from '../../application/reservations.ts';

const SERVICE = 'inventory';

/** What the inventory does about events of others. Of an order's events the order is the subject. */
export const subscriptions = (deps: {
  readonly receive: Receive;
  readonly state: MoveStock['state'];
  readonly reservations: Reservations;
}): readonly Subscription[] => {
  const { placed, endedEarly, packedShort, shipped, cameBack } = deps.reservations;

  /** Exactly one of two events says that a parcel is back or lost: by whether its order ends with it. */
  const parcelBack = async ({
    meta,
    data: { parcelId, lines, restock },
  }: EventOf<typeof OrderReturned> | EventOf<typeof ParcelReturned>): Promise<void> => {
    if (restock) await cameBack(meta.subject, `parcel/${parcelId}`, lines, causedBy(meta, SERVICE));
  };

  return [
    on(ItemCreated, ({ meta, data }) => deps.receive(data.itemId, data.initialStock ?? 0, causedBy(meta, SERVICE))),
    on(ItemUpdated, async ({ meta, data: { itemId, stock } }) => {
      if (stock === undefined) return;
      const statement = { available: stock, itemVersion: meta.sequence, saidAt: Date.parse(meta.occurredAt) };
      await deps.state(itemId, statement, meta.actor, causedBy(meta, SERVICE));
    }),
    on(OrderPlaced, ({ meta, data }) => placed(meta.subject, data.lines, causedBy(meta, SERVICE))),
    on(OrderRejected, ({ meta }) => endedEarly(meta.subject, causedBy(meta, SERVICE))),
    on(OrderCancelled, ({ meta }) => endedEarly(meta.subject, causedBy(meta, SERVICE))),
    on(OrderPacked, async ({ meta, data: { short = [] } }) => {
      const missing = short.map(({ itemId, ordered, picked }) => ({ itemId, count: ordered - picked }));
      if (missing.length > 0) await packedShort(meta.subject, missing, causedBy(meta, SERVICE));
    }),
    on(OrderShipped, ({ meta, data: { parcelId = ONLY_PARCEL, lines } }) =>
      shipped(meta.subject, { parcelId, lines }, causedBy(meta, SERVICE)),
    ),
    on(OrderReturned, parcelBack),
    on(ParcelReturned, parcelBack),
    on(ReturnReceived, async ({ meta, data: { orderId, returnId, receipt, lines, restock } }) => {
      // A receipt may be about shipping alone.
      if (restock && lines.length > 0)
        await cameBack(orderId, `${returnId}/${receipt}`, lines, causedBy(meta, SERVICE));
    }),
  ];
};
