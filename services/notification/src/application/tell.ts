import type { DataOf } from '@orderwire/events-schema/envelope';
import type { InvoiceIssued } from '@orderwire/events-schema/invoice';
import type { OrderPlaced, OrderShipped } from '@orderwire/events-schema/orders';
import type { MailContent } from '../domain/mails/content.ts';
import { invoice } from '../domain/mails/invoice-mail.ts';
import type { MailKind } from '../domain/mails/kinds.ts';
import { cancelled, confirmed, delivered, packed, placed, rejected, shipped } from '../domain/mails/order-mails.ts';
import type { Because, Notify } from './notify.ts';
import type { Contacts, InvoiceLink } from './ports.ts';

interface Deps {
  readonly contacts: Pick<Contacts, 'save'>;
  readonly notify: Notify;
  readonly invoiceLink: InvoiceLink;
}

export type Tell = ReturnType<typeof makeTell>;

/** What customers are told, fact by fact. Each throws as `Notify` does. */
export const makeTell = ({ contacts, notify, invoiceLink }: Deps) => {
  const mailing =
    <Data>(kind: MailKind, content: (data: Data) => MailContent) =>
    (orderId: string, data: Data, because: Because): Promise<void> =>
      notify({ orderId, kind, content: () => content(data) }, because);
  const tellPlaced = mailing('placed', placed);
  const tellShipped = mailing('shipped', shipped);

  return {
    placed: async (orderId: string, data: DataOf<typeof OrderPlaced>, because: Because): Promise<void> => {
      const { name, email } = data.recipient;
      await contacts.save(orderId, { name, email });
      await tellPlaced(orderId, data, because);
    },
    confirmed: mailing('confirmed', confirmed),
    rejected: mailing('rejected', rejected),
    packed: mailing('packed', packed),
    /** A pick-up that was only inferred from the delivery is told by that alone. */
    shipped: async (orderId: string, data: DataOf<typeof OrderShipped>, because: Because): Promise<void> => {
      if (!data.inferred) await tellShipped(orderId, data, because);
    },
    delivered: mailing('delivered', delivered),
    cancelled: mailing('cancelled', cancelled),
    invoiceIssued: (data: DataOf<typeof InvoiceIssued>, because: Because): Promise<void> => {
      const content = async () => invoice(data, await invoiceLink(data.orderId));
      return notify({ orderId: data.orderId, kind: 'invoice', content }, because);
    },
  };
};
