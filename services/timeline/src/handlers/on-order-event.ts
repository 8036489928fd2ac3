import type { AttentionDefinition } from '@orderwire/events-schema/attention';
import { CourierNeedsAttention, CourierNotificationFailed, CourierNotified } from '@orderwire/events-schema/delivery';
import type { EventDefinition, EventOf } from '@orderwire/events-schema/envelope';
import {
  StockCommitted,
  StockNeedsAttention,
  StockReleased,
  StockReservationFailed,
  StockReserved,
} from '@orderwire/events-schema/inventory';
import { InvoiceIssued, InvoiceNeedsAttention } from '@orderwire/events-schema/invoice';
import { MailFailed, MailNeedsAttention, MailSent } from '@orderwire/events-schema/notification';
import {
  OrderAddressChanged,
  OrderCancelled,
  OrderConfirmed,
  OrderDelivered,
  OrderNeedsAttention,
  OrderPacked,
  OrderPlaced,
  OrderRejected,
  OrderShipmentCorrected,
  OrderShipped,
} from '@orderwire/events-schema/orders';
import {
  PaymentAuthorized,
  PaymentCaptured,
  PaymentDeclined,
  PaymentNeedsAttention,
  PaymentVoided,
} from '@orderwire/events-schema/payments';
import {
  WarehouseNeedsAttention,
  WarehouseNotificationFailed,
  WarehouseNotified,
} from '@orderwire/events-schema/warehouse';
import { on, type Subscription } from '@orderwire/messaging/queue-consumer';
import { makeNoteEvent, type NoteEvent } from '../application/note-event.ts';
import type { RaiseAttention } from '../application/raise-attention.ts';
import type { Timelines } from '../application/timelines.ts';

/** Events whose subject is the order. */
const OF_THE_ORDER = [
  OrderAddressChanged,
  OrderConfirmed,
  OrderRejected,
  OrderCancelled,
  OrderPacked,
  OrderShipped,
  OrderShipmentCorrected,
  OrderDelivered,
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

/** What a person has to look at. Most name their order, too. */
const NEEDING_ATTENTION: readonly AttentionDefinition[] = [
  OrderNeedsAttention,
  StockNeedsAttention,
  PaymentNeedsAttention,
  WarehouseNeedsAttention,
  CourierNeedsAttention,
  InvoiceNeedsAttention,
  MailNeedsAttention,
];

/**
 * Every event about an order becomes an entry of its timeline; the first one also tells whose order it is. What needs
 * attention goes into its own list besides.
 */
export const onOrderEvents = (timelines: Timelines, raise: RaiseAttention): readonly Subscription[] => {
  const note = makeNoteEvent(timelines);
  return [
    on(OrderPlaced, async ({ meta, data }) => {
      await timelines.noteOwner(meta.subject, data.customerId);
      await note(meta.subject, OrderPlaced, meta, data);
    }),
    ...OF_THE_ORDER.map((definition) => noting(definition, ({ meta }) => meta.subject, note)),
    ...ABOUT_THE_ORDER.map((definition) => noting(definition, ({ data }) => data.orderId, note)),
    ...NEEDING_ATTENTION.map((definition) =>
      on(definition, async ({ meta, data }) => {
        if (data.orderId !== undefined) await note(data.orderId, definition, meta, data);
        await raise(meta, data);
      }),
    ),
  ];
};

const noting = <D extends EventDefinition>(
  definition: D,
  orderOf: (event: EventOf<D>) => string,
  note: NoteEvent,
): Subscription => on(definition, (event) => note(orderOf(event), definition, event.meta, event.data as object));
