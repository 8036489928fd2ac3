import type { Address } from '@orderwire/events-schema/common';
import { type Result, ok, refuse } from '@orderwire/kernel/result';
import { type Seller, taxedAs } from '@orderwire/money/vat';
import { type Change, type Order, amend, begin, unchanged } from './order.ts';
import { type ShippingAddress, isSameRecipient, recipientAt } from './recipient.ts';

export type AddressRefusal =
  | { readonly code: 'ORDER_ALREADY_PACKED' | 'ADDRESS_TAXED_OTHERWISE'; readonly offer: 'cancellation' }
  | { readonly code: 'ORDER_ALREADY_SHIPPED' | 'ORDER_CANCELLED' | 'ORDER_REJECTED' };

/**
 * Sends the goods to another address, until the warehouse has packed them: after that the courier has the address. The
 * present address may be given again at any time, so that a repeated request gets the same answer. What the order costs does
 * not change: an address where it would be taxed otherwise needs another order.
 */
export const changeAddress = (
  wished: ShippingAddress,
  order: Order,
  seller: Seller,
  at: number,
): Result<Change, AddressRefusal> => {
  const recipient = recipientAt(wished, order.recipient);
  if (isSameRecipient(recipient, order.recipient)) return ok(unchanged(order));
  switch (order.status) {
    case 'placed':
    case 'confirmed':
      if (!isTaxedAlike(seller, order, recipient.address))
        return refuse({ code: 'ADDRESS_TAXED_OTHERWISE', offer: 'cancellation' });
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

/** Asked of today's rules at both places: they may be others than those by which the order was placed. */
const isTaxedAlike = (seller: Seller, { lines, recipient, billing }: Order, to: Address): boolean =>
  lines.every(({ vatClass }) => {
    const [there, here] = [to, recipient.address].map((place) => taxedAs(seller, place, billing.vatId, vatClass));
    return there?.category === here?.category && there?.rate === here?.rate;
  });
