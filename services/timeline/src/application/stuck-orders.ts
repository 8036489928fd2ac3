import type { StuckOrder } from '../domain/stuck-order.ts';

/** Orders that are later than promised, each once. Its newest version counts, in whatever order it is told. */
export interface StuckOrders {
  readonly add: (order: StuckOrder) => Promise<void>;
  /** It has moved on. */
  readonly remove: (order: Pick<StuckOrder, 'orderId' | 'sequence'>) => Promise<void>;
  /** What is late longest comes first. `after` is the `next` of the page before: `<dueAt>#<orderId>`. */
  readonly list: (page: {
    readonly limit: number;
    readonly after?: string;
  }) => Promise<{ readonly orders: readonly StuckOrder[]; readonly next?: string }>;
}
