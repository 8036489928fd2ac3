import { type Result, ok, refuse } from '@orderwire/kernel/result';
import type { Order } from '../domain/order.ts';
import type { OrderNotFound } from './change-order.ts';
import type { OrderLists, OrderPage, Orders } from './ports.ts';

/** Who asks. Staff may see and cancel every order. */
export interface Caller {
  readonly customerId: string;
  readonly staff: boolean;
}

/** Another customer's order does not exist for the caller. */
export const maySee = (caller: Caller, order: Pick<Order, 'customerId'>): boolean =>
  caller.staff || caller.customerId === order.customerId;

export type GetOrder = (orderId: string, caller: Caller) => Promise<Result<Order, OrderNotFound>>;

export const makeGetOrder =
  ({ orders }: { readonly orders: Orders }): GetOrder =>
  async (orderId, caller) => {
    const order = await orders.find(orderId);
    return order && maySee(caller, order) ? ok(order) : refuse({ code: 'ORDER_NOT_FOUND' });
  };

export interface ListQuery {
  /** Whose orders; the caller's own when not given. */
  readonly customerId?: string | undefined;
  readonly limit: number;
  readonly after?: string | undefined;
}

export type ListOrders = (query: ListQuery, caller: Caller) => Promise<Result<OrderPage, { code: 'STAFF_ONLY' }>>;

export const makeListOrders =
  ({ lists }: { readonly lists: OrderLists }): ListOrders =>
  async ({ customerId, ...page }, caller) =>
    customerId === undefined || maySee(caller, { customerId })
      ? ok(await lists.ofCustomer({ ...page, customerId: customerId ?? caller.customerId }))
      : refuse({ code: 'STAFF_ONLY' });
