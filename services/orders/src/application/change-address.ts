import type { Cause } from '@orderwire/events-schema/cause';
import { type Result, refuse } from '@orderwire/kernel/result';
import type { Seller } from '@orderwire/money/vat';
import { type AddressRefusal, changeAddress } from '../domain/change-address.ts';
import type { Change } from '../domain/order.ts';
import type { ShippingAddress } from '../domain/recipient.ts';
import type { ChangeOrder, OrderNotFound } from './change-order.ts';
import { type Caller, maySee } from './read-orders.ts';

export interface ChangeAddressRequest {
  readonly orderId: string;
  readonly shippingAddress: ShippingAddress;
  readonly cause: Cause;
  readonly caller: Caller;
}

export type ChangeAddressUseCase = (
  request: ChangeAddressRequest,
) => Promise<Result<Change, AddressRefusal | OrderNotFound>>;

export const makeChangeAddress =
  ({ changeOrder, seller }: { readonly changeOrder: ChangeOrder; readonly seller: Seller }): ChangeAddressUseCase =>
  ({ orderId, shippingAddress, cause, caller }) =>
    changeOrder(orderId, cause, (order, at): Result<Change, AddressRefusal | OrderNotFound> =>
      maySee(caller, order) ? changeAddress(shippingAddress, order, seller, at) : refuse({ code: 'ORDER_NOT_FOUND' }),
    );
