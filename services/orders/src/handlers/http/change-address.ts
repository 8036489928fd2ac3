import { causedByCall } from '@orderwire/events-schema/cause';
import { shippingAddress } from '@orderwire/http/address';
import { ORDER_NOT_FOUND } from '@orderwire/http/refusals';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { ChangeAddressUseCase } from '../../application/change-address.ts';
import { orderStatus, recipientView } from './order-view.ts';
import { isOrderId } from '@orderwire/http/names';

/** May be sent as often as the client likes. */
export const changeAddress = route({
  method: 'PUT',
  paths: ['/orders/{id}/shipping-address'],
  callers: 'signedIn',
  right: 'orders:write',
  body: shippingAddress,
  answers: { 200: z.strictObject({ orderId: z.string(), status: orderStatus, recipient: recipientView }) },
  refusals: {
    ORDER_NOT_FOUND,
    ORDER_ALREADY_PACKED: {
      status: 409,
      detail: 'The parcel is packed and addressed. The order can still be cancelled.',
      more: z.strictObject({ offer: z.literal('cancellation') }),
    },
    ADDRESS_TAXED_OTHERWISE: {
      status: 409,
      detail: 'There the order would be taxed otherwise. Cancel it, and place another one.',
      more: z.strictObject({ offer: z.literal('cancellation') }),
    },
    ORDER_ALREADY_SHIPPED: { status: 409, detail: 'The goods have left the house.' },
    ORDER_CANCELLED: { status: 409, detail: 'The order was cancelled: nothing will be sent.' },
    ORDER_REJECTED: { status: 409, detail: 'The order was rejected: nothing will be sent.' },
  },
}).handledBy(async (deps: { readonly changeAddress: ChangeAddressUseCase }, { path, body, ...call }) => {
  const { id: orderId } = path;
  if (!isOrderId(orderId)) return { refusal: 'ORDER_NOT_FOUND' };
  const cause = causedByCall(orderId, call);
  const changed = await deps.changeAddress({ orderId, shippingAddress: body, cause, caller: call.caller });
  if (changed.ok) {
    const { status, recipient } = changed.value.order;
    return { status: 200, body: { orderId, status, recipient } };
  }
  const { error } = changed;
  return error.code === 'ORDER_ALREADY_PACKED' || error.code === 'ADDRESS_TAXED_OTHERWISE'
    ? { refusal: error.code, more: { offer: error.offer } }
    : { refusal: error.code };
});
