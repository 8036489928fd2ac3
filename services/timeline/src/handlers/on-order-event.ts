import { CourierNotificationFailed, CourierNotified } from '@orderwire/events-schema/delivery';
import type { EventDefinition, EventOf } from '@orderwire/events-schema/envelope';
import {
  StockCommitted,
  StockReleased,
  StockReservationFailed,
  StockReserved,
} from '@orderwire/events-schema/inventory';
import { InvoiceIssued } from '@orderwire/events-schema/invoice';
import { MailFailed, MailSent } from '@orderwire/events-schema/notification';
import {
  OrderAddressChanged,
  OrderCancelled,
  OrderConfirmed,
  OrderDelivered,
  OrderNeedsAttention,
  OrderPacked,
  OrderPlaced,
  OrderRejected,
  OrderShipped,
} from '@orderwire/events-schema/orders';
import { PaymentAuthorized, PaymentCaptured, PaymentDeclined, PaymentVoided } from '@orderwire/events-schema/payments';
import { WarehouseNotificationFailed, WarehouseNotified } from '@orderwire/events-schema/warehouse';
import { on, type Subscription } from '@orderwire/messaging/queue-consumer';
import { makeNoteEvent, type NoteEvent } from '../application/note-event.ts';
import type { Timelines } from '../application/timelines.ts';

/** Events whose subject is the order. */
const OF_THE_ORDER = [
  OrderAddressChanged,
  OrderConfirmed,
  OrderRejected,
  OrderCancelled,
  OrderPacked,
  OrderShipped,
  OrderDelivered,
  OrderNeedsAttention,
];

/** Events of other aggregates, which name their order. */
const ABOUT_THE_ORDER = [
  StockReserved,
  StockReservationFailed,
  StockReleased,
  StockCommitted,
  PaymentAuthorized,
  PaymentDeclined,
  PaymentCaptured,
  PaymentVoided,
  WarehouseNotified,
  WarehouseNotificationFailed,
  CourierNotified,
  CourierNotificationFailed,
  InvoiceIssued,
  MailSent,
  MailFailed,
];

/** Every event about an order becomes an entry; the first one also tells whose order it is. */
export const onOrderEvents = (timelines: Timelines): readonly Subscription[] => {
  const note = makeNoteEvent(timelines);
  return [
    on(OrderPlaced, async ({ meta, data }) => {
      await timelines.noteOwner(meta.subject, data.customerId);
      await note(meta.subject, OrderPlaced, meta, data);
    }),
    ...OF_THE_ORDER.map((definition) => noting(definition, ({ meta }) => meta.subject, note)),
    ...ABOUT_THE_ORDER.map((definition) => noting(definition, ({ data }) => data.orderId, note)),
  ];
};

const noting = <D extends EventDefinition>(
  definition: D,
  orderOf: (event: EventOf<D>) => string,
  note: NoteEvent,
): Subscription => on(definition, (event) => note(orderOf(event), definition, event.meta, event.data as object));
