import { ONLY_PARCEL } from '@orderwire/events-schema/common';
import {
  OrderCancelled,
  OrderPlaced,
  OrderRejected,
  OrderReturned,
  OrderShipped,
  ParcelReturned,
} from '@orderwire/events-schema/orders';
import type { EventOf, Meta } from '@orderwire/events-schema/envelope';
import { causedBy } from '@orderwire/events-schema/cause';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import { ReturnReceived } from '@orderwire/events-schema/returns';
import { type Delivery, on, type Subscription } from '@orderwire/messaging/queue-consumer';
import type { Because, TakePayment } from '../../application/take-payment.ts';

const because = (meta: Meta, { attempt }: Delivery): Because => ({ cause: causedBy(meta, 'payments'), attempt });

/** What payments do about events. Of an order's events the order is the subject. */
export const subscriptions = ({ placed, shipped, cameBack, endedEarly }: TakePayment): readonly Subscription[] => {
  /** Exactly one of two events says that a parcel is back or lost: by whether its order ends with it. */
  const parcelBack = (
    { meta, data }: EventOf<typeof OrderReturned> | EventOf<typeof ParcelReturned>,
    delivery: Delivery,
  ): Promise<void> => {
    const { parcelId, charges } = data;
    const lines = data.lines.map(({ itemId, title, count }) => ({ itemId, title, count }));
    const wanted = { refundId: `parcel/${parcelId}`, parcelId, lines, charges };
    return cameBack(meta.subject, wanted, because(meta, delivery));
  };
  return [
    on(OrderPlaced, ({ meta, data: { charges, payment } }, delivery) =>
      placed(
        { orderId: meta.subject, amount: charges.total, currency: charges.currency, token: payment.token },
        because(meta, delivery),
      ),
    ),
    on(OrderShipped, ({ meta, data }, delivery) => {
      const { parcelId = ONLY_PARCEL, isLast = true, position, charges } = data;
      const { total: amount, currency } = charges;
      return shipped(meta.subject, { parcelId, isLast, position, amount, currency }, because(meta, delivery));
    }),
    on(OrderReturned, parcelBack),
    on(ParcelReturned, parcelBack),
    on(ReturnReceived, async ({ meta, data: { orderId, returnId, receipt, refunds } }, delivery) => {
      const failures: unknown[] = [];
      // Each is tried, whatever becomes of the others.
      for (const { parcelId, lines, charges } of refunds) {
        const wanted = { refundId: `${returnId}/${receipt}/${parcelId}`, parcelId, returnId, lines, charges };
        await cameBack(orderId, wanted, because(meta, delivery)).catch((error: unknown) => failures.push(error));
      }
      // What may pass counts first: then the event comes again.
      const failure = failures.find((one) => !(one instanceof TerminalError)) ?? failures[0];
      if (failure instanceof Error) throw failure;
    }),
    on(OrderRejected, ({ meta }, delivery) => endedEarly(meta.subject, because(meta, delivery))),
    on(OrderCancelled, ({ meta }, delivery) => endedEarly(meta.subject, because(meta, delivery))),
  ];
};
