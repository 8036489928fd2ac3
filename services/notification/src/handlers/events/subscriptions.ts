import { ONLY_PARCEL } from '@orderwire/events-schema/common';
import { causedBy } from '@orderwire/events-schema/cause';
import type { EventDefinition, EventOf } from '@orderwire/events-schema/envelope';
import { InvoiceIssued } from '@orderwire/events-schema/invoice';
import {
  OrderAddressChanged,
  OrderCancelled,
  OrderConfirmed,
  OrderDelivered,
  OrderDeliveryFailed,
  OrderPacked,
  OrderPlaced,
  OrderRejected,
  OrderReturned,
  OrderShipped,
  ParcelDelivered,
  ParcelReturned,
} from '@orderwire/events-schema/orders';
import { PaymentRefunded } from '@orderwire/events-schema/payments';
import { ReturnApproved, ReturnRejected, ReturnRequested, ReturnsErased } from '@orderwire/events-schema/returns';
import { type Delivery, on, type Subscription } from '@orderwire/messaging/queue-consumer';
import type { Because } from '../../application/notify.ts';
import type { Tell } from '../../application/tell.ts';

/** What customers are told about events. */
export const subscriptions = (tell: Tell): readonly Subscription[] => [
  telling(OrderPlaced, tell.placed),
  telling(OrderAddressChanged, tell.addressChanged),
  telling(OrderConfirmed, tell.confirmed),
  telling(OrderRejected, tell.rejected),
  telling(OrderPacked, tell.packed),
  telling(OrderShipped, (event, why) => tell.shipped(ofParcel(event), why)),
  telling(OrderDelivered, (event, why) => tell.delivered(ofParcel(event), why)),
  telling(ParcelDelivered, tell.parcelDelivered),
  telling(OrderDeliveryFailed, tell.deliveryFailed),
  telling(OrderReturned, tell.returned),
  telling(ParcelReturned, tell.parcelReturned),
  telling(OrderCancelled, tell.cancelled),
  telling(InvoiceIssued, (event, why) => tell.invoiceIssued(ofParcel(event), why)),
  telling(ReturnRequested, tell.returnRequested),
  telling(ReturnApproved, tell.returnApproved),
  telling(ReturnRejected, tell.returnRejected),
  telling(PaymentRefunded, tell.refunded),
  on(ReturnsErased, ({ data }) => tell.erased(data)),
];

/** Events before 0.3.0 name no parcel: then the order had one. */
const ofParcel = <Event extends { readonly data: { readonly parcelId?: string | undefined } }>(
  event: Event,
): Event & { readonly data: { readonly parcelId: string } } => ({
  ...event,
  data: { ...event.data, parcelId: event.data.parcelId ?? ONLY_PARCEL },
});

const telling = <D extends EventDefinition>(
  definition: D,
  tell: (event: EventOf<D>, because: Because) => Promise<void>,
): Subscription => on(definition, (event, delivery) => tell(event, because(event, delivery)));

const because = ({ meta }: EventOf<EventDefinition>, { attempt }: Delivery): Because => ({
  cause: causedBy(meta, 'notification'),
  attempt,
});
