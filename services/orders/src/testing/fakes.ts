import type { Cause, OrderLists, Orders, PlacingKey, PlacingKeys } from '../application/ports.ts';
import type { Change, Order, OrderEvent } from '../domain/order.ts';
import { reviewDueAt } from '../domain/review-order.ts';

export interface Written {
  readonly order: Order;
  readonly events: readonly OrderEvent[];
  readonly cause: Cause;
}

/** The ports on orders in memory, with the promises of the real ones: one write wins, versions have no gap. */
export const makeMemoryOrders = (...initial: readonly Order[]) => {
  const rows = new Map(initial.map((order) => [order.orderId, order]));
  const keys = new Map<string, { readonly orderId: string; readonly fingerprint: string }>();
  const written: Written[] = [];
  let beforeWrite: (() => Promise<void>) | undefined;

  const write = ({ order, events }: Change, cause: Cause): void => {
    rows.set(order.orderId, order);
    written.push({ order, events, cause });
  };
  const interrupt = async (): Promise<void> => {
    const interruption = beforeWrite;
    beforeWrite = undefined;
    await interruption?.();
  };
  const nameOf = ({ customerId, key }: Pick<PlacingKey, 'customerId' | 'key'>): string => `${customerId}/${key}`;

  const orders: Orders = {
    find: (orderId) => Promise.resolve(rows.get(orderId)),
    add: async (change, cause, key) => {
      await interrupt();
      if (key && keys.has(nameOf(key))) return 'key-taken';
      if (key) keys.set(nameOf(key), { orderId: change.order.orderId, fingerprint: key.fingerprint });
      write(change, cause);
      return 'added';
    },
    save: async (change, cause) => {
      await interrupt();
      if (rows.get(change.order.orderId)?.version !== change.order.version - 1) return 'overtaken';
      write(change, cause);
      return 'saved';
    },
  };

  const placingKeys: PlacingKeys = { find: (key) => Promise.resolve(keys.get(nameOf(key))) };

  const lists: OrderLists = {
    ofCustomer: ({ customerId, limit, after }) => {
      const all = [...rows.values()]
        .filter((order) => order.customerId === customerId && (after === undefined || order.orderId < after))
        .sort((one, other) => (one.orderId < other.orderId ? 1 : -1));
      const page = all.slice(0, limit);
      const last = page.at(-1);
      return Promise.resolve({ orders: page, ...(all.length > limit && last && { last: last.orderId }) });
    },
    dueForReview: async function* (at) {
      await Promise.resolve();
      const due = [...rows.values()].filter((order) => (reviewDueAt(order) ?? Infinity) <= at);
      for (let start = 0; start < due.length; start += 2)
        yield due.slice(start, start + 2).map((order) => order.orderId);
    },
  };

  return {
    orders,
    placingKeys,
    lists,
    written,
    /** Something that happens between the next decision and its write. */
    beforeNextWrite: (interruption: () => Promise<void>) => {
      beforeWrite = interruption;
    },
    eventTypes: (): readonly string[] => written.flatMap(({ events }) => events.map(({ type }) => type)),
  };
};
