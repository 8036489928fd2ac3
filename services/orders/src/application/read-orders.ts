import type { Clock } from '@orderwire/kernel/clock';
import { type Result, ok, refuse } from '@orderwire/kernel/result';
import type { OrderStatus } from '../domain/lifecycle.ts';
import type { Order } from '../domain/order.ts';
import type { OrderNotFound } from './change-order.ts';
import type { Accounts, OrderLists, OrderPage, Orders, OrderSearch, Span } from './ports.ts';

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
  /** Whose orders; the caller's own where nothing says so. */
  readonly of:
    | { readonly customerId: string | undefined }
    | { readonly email: string }
    | { readonly orderNumber: string }
    | { readonly everybody: true };
  readonly status?: OrderStatus | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly limit: number;
  readonly after?: string | undefined;
}

export type ListOrders = (query: ListQuery, caller: Caller) => Promise<Result<OrderPage, { code: 'STAFF_ONLY' }>>;

/** For one page with a status no more orders than this are read: then it is short, and goes on. */
const MOST_READ = 200;

const LEAST_READ = 50;

const DAY = 86_400_000;
/** So far back a list of everybody's orders goes where nobody says from when on. */
const USUAL_SPAN = 366 * DAY;
/** And so far the search for a number. */
const LONGEST_SPAN = 5 * USUAL_SPAN;

type ReadPage = (limit: number, after: string | undefined) => Promise<OrderPage>;

export const makeListOrders = (ports: {
  readonly lists: Pick<OrderLists, 'ofCustomer' | 'ofIds'>;
  readonly search: OrderSearch;
  readonly accounts: Accounts;
  readonly clock: Clock;
}): ListOrders => {
  const { lists, search, accounts, clock } = ports;

  /** @param usual how far back where nobody says it @param most and how far at most */
  const spanOf = ({ from, to }: ListQuery, usual: number, most = Infinity): Span => {
    const end = Math.min(to ?? Infinity, clock() + DAY);
    return { from: Math.max(0, from ?? end - usual, end - most), to: end };
  };

  const ofCustomer = (customerId: string, query: ListQuery): ReadPage => {
    const isWhole = query.from === undefined && query.to === undefined;
    const span = isWhole ? undefined : spanOf(query, Infinity);
    return (limit, after) => lists.ofCustomer({ customerId, span, limit, after });
  };

  const ofEverybody =
    (span: Span): ReadPage =>
    async (limit, after) => {
      const { orderIds, last } = await search.inSpan(span, limit, after);
      return { orders: await lists.ofIds(orderIds), ...(last !== undefined && { last }) };
    };

  const pagesOf = async (query: ListQuery, { customerId }: Caller): Promise<ReadPage> => {
    const { of } = query;
    if ('everybody' in of) return ofEverybody(spanOf(query, USUAL_SPAN, LONGEST_SPAN));
    if ('customerId' in of) return ofCustomer(of.customerId ?? customerId, query);
    if ('email' in of) {
      const [account] = await accounts.withEmail(of.email);
      return account === undefined ? () => Promise.resolve({ orders: [] }) : ofCustomer(account, query);
    }
    const found = await search.withNumber(of.orderNumber, spanOf(query, LONGEST_SPAN, LONGEST_SPAN));
    return async () => ({ orders: await lists.ofIds(found) });
  };

  return async (query, caller) => {
    const isOwn =
      'customerId' in query.of &&
      (query.of.customerId === undefined || maySee(caller, { customerId: query.of.customerId }));
    if (!isOwn && !caller.staff) return refuse({ code: 'STAFF_ONLY' });
    return ok(await pageWith(await pagesOf(query, caller), query));
  };
};

/** Reads on until there are enough orders of this status. */
const pageWith = async (read: ReadPage, { status, limit, after }: ListQuery): Promise<OrderPage> => {
  if (status === undefined) return read(limit, after);
  const found: Order[] = [];
  let place = after;
  const atOnce = Math.max(limit, LEAST_READ);
  for (let looked = 0; looked < MOST_READ; looked += atOnce) {
    const { orders, last } = await read(atOnce, place);
    for (const order of orders) {
      if (order.status === status) found.push(order);
      if (found.length === limit) return { orders: found, last: order.orderId };
    }
    if (last === undefined) return { orders: found };
    place = last;
  }
  return { orders: found, ...(place !== undefined && { last: place }) };
};
