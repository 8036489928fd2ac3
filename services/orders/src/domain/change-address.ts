import { type Result, ok, refuse } from '@orderwire/kernel/result';
import { type Change, type Order, amend, begin, unchanged } from './order.ts';
import { type ShippingAddress, isSameRecipient, recipientAt } from './recipient.ts';

export type AddressRefusal =
  | { readonly code: 'ORDER_ALREADY_PACKED'; readonly offer: 'cancellation' }
  | { readonly code: 'ORDER_ALREADY_SHIPPED' | 'ORDER_CANCELLED' | 'ORDER_REJECTED' };

/**
 * Sends the goods to another address, until the warehouse has packed them: after that the courier has the address. The
 * present address may be given again at any time, so that a repeated request gets the same answer.
 */
export const changeAddress = (wished: ShippingAddress, order: Order, at: number): Result<Change, AddressRefusal> => {
  const recipient = recipientAt(wished, order.recipient);
  if (isSameRecipient(recipient, order.recipient)) return ok(unchanged(order));
  switch (order.status) {
    case 'placed':
    case 'confirmed':
      // The event says only that there is another address. Services that need it read it in OrderPacked.
      return ok(amend(begin(order, at), { recipient }, { type: 'OrderAddressChanged', data: {} }));
    case 'packed':
      return refuse({ code: 'ORDER_ALREADY_PACKED', offer: 'cancellation' });
    case 'shipped':
    case 'delivery_failed':
    case 'delivered':
    case 'returned':
      return refuse({ code: 'ORDER_ALREADY_SHIPPED' });
    case 'cancelled':
      return refuse({ code: 'ORDER_CANCELLED' });
    case 'rejected':
      return refuse({ code: 'ORDER_REJECTED' });
  }
};
