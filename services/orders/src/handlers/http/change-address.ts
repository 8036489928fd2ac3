import { shippingAddress } from '@orderwire/http/address';
import type { Endpoints } from '@orderwire/http/endpoint';
import type { ChangeAddressUseCase } from '../../application/change-address.ts';
import type { OrderNotFound } from '../../application/change-order.ts';
import type { AddressRefusal } from '../../domain/change-address.ts';
import { ORDER_NOT_FOUND, type Problems, problemFor } from './problems.ts';
import { isOrderId } from './schemas.ts';

interface Deps {
  readonly endpoints: Endpoints;
  readonly changeAddress: ChangeAddressUseCase;
}

/** `PUT /orders/{id}/shipping-address`: as often as one likes. */
export const makeChangeAddressHandler = ({ endpoints, changeAddress }: Deps) =>
  endpoints.signedIn({ body: shippingAddress }, async ({ path, body, caller, requestId }) => {
    const orderId = path['id'];
    if (!isOrderId(orderId)) return { problem: ORDER_NOT_FOUND };
    const changed = await changeAddress({ orderId, shippingAddress: body, requestId, caller });
    if (!changed.ok) return problemFor(PROBLEMS, changed.error);
    const { status, recipient } = changed.value.order;
    return { status: 200, body: { orderId, status, recipient } };
  });

const PROBLEMS: Problems<AddressRefusal | OrderNotFound> = {
  ORDER_NOT_FOUND: () => ORDER_NOT_FOUND,
  ORDER_ALREADY_PACKED: ({ code, offer }) => ({
    status: 409,
    code,
    detail: 'The parcel is packed and addressed. The order can still be cancelled.',
    more: { offer },
  }),
  ORDER_ALREADY_SHIPPED: ({ code }) => ({ status: 409, code, detail: 'The goods have left the house.' }),
  ORDER_CANCELLED: ({ code }) => ({ status: 409, code, detail: 'The order was cancelled: nothing will be sent.' }),
  ORDER_REJECTED: ({ code }) => ({ status: 409, code, detail: 'The order was rejected: nothing will be sent.' }),
};
