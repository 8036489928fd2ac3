import type { DataOf, EventDefinition, EventOf, Meta } from '@orderwire/events-schema/envelope';
import type { InvoiceIssued } from '@orderwire/events-schema/invoice';
import type {
  OrderAddressChanged,
  OrderDelivered,
  OrderDeliveryFailed,
  OrderPacked,
  OrderPlaced,
  OrderReturned,
  OrderShipped,
} from '@orderwire/events-schema/orders';
import type { PaymentRefunded } from '@orderwire/events-schema/payments';
import type { ReturnApproved, ReturnRejected, ReturnRequested } from '@orderwire/events-schema/returns';
import type { About, MailContent } from '../domain/mails/content.ts';
import { invoice } from '../domain/mails/invoice-mail.ts';
import type { MailKind } from '../domain/mails/kinds.ts';
import { cancelled, confirmed, packed, placed, rejected } from '../domain/mails/order-mails.ts';
import * as parcels from '../domain/mails/parcel-mails.ts';
import { refunded, returnApproved, returnRejected, returnRequested } from '../domain/mails/return-mails.ts';
import type { Because, Notify } from './notify.ts';
import type { Addressee, Contacts, InvoiceLink } from './ports.ts';

interface Deps {
  readonly contacts: Pick<Contacts, 'save' | 'redirect' | 'forget'>;
  readonly notify: Notify;
  readonly invoiceLink: InvoiceLink;
}

export type Tell = ReturnType<typeof makeTell>;

/** An event whose subject is the order. */
interface OrderEvent<Data> {
  readonly meta: Pick<Meta, 'subject'>;
  readonly data: Data;
}

/** What is told of a parcel says which one it is. */
type OfParcel<D extends EventDefinition> = DataOf<D> & { readonly parcelId: string };

const parcelOf = ({ parcelId }: { readonly parcelId: string }): string => parcelId;
const returnOf = ({ returnId }: { readonly returnId: string }): string => returnId;

/** What customers are told, fact by fact. Each throws as `Notify` does. */
export const makeTell = ({ contacts, notify, invoiceLink }: Deps) => {
  const mailing =
    <Data>(kind: MailKind, content: (data: Data, about: About) => MailContent) =>
    ({ meta, data }: OrderEvent<Data>, because: Because, contact?: Addressee): Promise<void> =>
      notify({ orderId: meta.subject, kind, content: (about) => content(data, about), contact }, because);
  /** Where an order may have several of the kind. The order is the event's subject, or is named in its data. */
  const mailingOf =
    <Data extends object>(
      kind: MailKind,
      content: (data: Data, about: About) => MailContent,
      what: (data: Data) => string,
    ) =>
    ({ meta, data }: OrderEvent<Data>, because: Because): Promise<void> => {
      const orderId = 'orderId' in data && typeof data.orderId === 'string' ? data.orderId : meta.subject;
      return notify({ orderId, kind, of: what(data), content: (about) => content(data, about) }, because);
    };
  const tellPlaced = mailing('placed', placed);
  const tellPacked = mailing('packed', packed);
  const tellRequested = mailingOf<DataOf<typeof ReturnRequested>>('return_requested', returnRequested, returnOf);
  const tellShipped = mailingOf<OfParcel<typeof OrderShipped>>('shipped', parcels.shipped, parcelOf);

  return {
    placed: async (event: EventOf<typeof OrderPlaced>, because: Because): Promise<void> => {
      const { recipient, billing, orderNumber, language } = event.data;
      const { subject, sequence } = event.meta;
      const deliverTo = { name: recipient.name, address: recipient.address };
      const given = { name: billing.name, email: billing.email, orderNumber, language, deliverTo };
      await tellPlaced(event, because, await contacts.save(subject, given, sequence));
    },
    /** The event does not say the new address; `OrderPacked` does. Until then mails name no address rather than a wrong one. */
    addressChanged: async ({ meta }: EventOf<typeof OrderAddressChanged>): Promise<void> => {
      await contacts.redirect(meta.subject, undefined, meta.sequence);
    },
    erased: ({ orderId }: { readonly orderId: string }): Promise<void> => contacts.forget(orderId),
    confirmed: mailing('confirmed', confirmed),
    rejected: mailing('rejected', rejected),
    packed: async (event: EventOf<typeof OrderPacked>, because: Because): Promise<void> => {
      const { name, address } = event.data.recipient;
      const { subject, sequence } = event.meta;
      await tellPacked(event, because, await contacts.redirect(subject, { name, address }, sequence));
    },
    /** Once for a parcel. A pick-up that was only inferred from the delivery gets no mail: that about the delivery says enough. */
    shipped: async (event: OrderEvent<OfParcel<typeof OrderShipped>>, because: Because): Promise<void> => {
      if (!event.data.inferred) await tellShipped(event, because);
    },
    delivered: mailingOf<OfParcel<typeof OrderDelivered>>('delivered', parcels.delivered, parcelOf),
    parcelDelivered: mailingOf<OfParcel<typeof OrderDelivered>>('delivered', parcels.parcelDelivered, parcelOf),
    deliveryFailed: mailingOf<DataOf<typeof OrderDeliveryFailed>>(
      'delivery_failed',
      parcels.deliveryFailed,
      ({ parcelId, attempt }) => `${parcelId}/${attempt}`,
    ),
    returned: mailingOf<DataOf<typeof OrderReturned>>('returned', parcels.returned, parcelOf),
    parcelReturned: mailingOf<DataOf<typeof OrderReturned>>('returned', parcels.parcelReturned, parcelOf),
    /** One that is approved at once gets that mail only. */
    returnRequested: async (event: OrderEvent<DataOf<typeof ReturnRequested>>, because: Because): Promise<void> => {
      if (event.data.isApproved !== true) await tellRequested(event, because);
    },
    returnApproved: mailingOf<DataOf<typeof ReturnApproved>>('return_approved', returnApproved, returnOf),
    returnRejected: mailingOf<DataOf<typeof ReturnRejected>>('return_rejected', returnRejected, returnOf),
    refunded: mailingOf<DataOf<typeof PaymentRefunded>>('refunded', refunded, ({ refundId }) => refundId),
    cancelled: mailing('cancelled', cancelled),
    invoiceIssued: ({ data }: { readonly data: OfParcel<typeof InvoiceIssued> }, because: Because): Promise<void> => {
      const { orderId, parcelId } = data;
      const content = async (about: About) => invoice(data, about, await invoiceLink(orderId, parcelId));
      return notify({ orderId, kind: 'invoice', of: parcelId, content }, because);
    },
  };
};
