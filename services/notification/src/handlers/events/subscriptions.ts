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
import { ReturnApproved, ReturnRejected } from '@orderwire/events-schema/returns';
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
  telling(OrderShipped, tell.shipped),
  telling(OrderDelivered, tell.delivered),
  telling(ParcelDelivered, tell.parcelDelivered),
  telling(OrderDeliveryFailed, tell.deliveryFailed),
  telling(OrderReturned, tell.returned),
  telling(ParcelReturned, tell.parcelReturned),
  telling(OrderCancelled, tell.cancelled),
  telling(InvoiceIssued, tell.invoiceIssued),
  telling(ReturnApproved, tell.returnApproved),
  telling(ReturnRejected, tell.returnRejected),
  telling(PaymentRefunded, tell.refunded),
];

const telling = <D extends EventDefinition>(
  definition: D,
  tell: (event: EventOf<D>, because: Because) => Promise<void>,
): Subscription => on(definition, (event, delivery) => tell(event, because(event, delivery)));

const because = ({ meta }: EventOf<EventDefinition>, { attempt }: Delivery): Because => ({
  cause: causedBy(meta, 'notification'),
  attempt,
});
