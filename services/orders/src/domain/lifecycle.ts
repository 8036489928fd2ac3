export type OrderStatus =
  | 'placed'
  | 'confirmed'
  | 'packed'
  | 'shipped'
  | 'delivery_failed'
  | 'delivered'
  | 'returned'
  | 'rejected'
  | 'cancelled';

/** Where an order may go next. An empty list is final: refunds are the payment's business. */
const NEXT = {
  placed: ['confirmed', 'rejected', 'cancelled'],
  confirmed: ['packed', 'cancelled'],
  packed: ['shipped', 'cancelled'],
  shipped: ['delivered', 'delivery_failed', 'returned'],
  delivery_failed: ['shipped', 'delivered', 'delivery_failed', 'returned'],
  delivered: [],
  returned: [],
  rejected: [],
  cancelled: [],
} as const satisfies Record<OrderStatus, readonly OrderStatus[]>;

/** The statuses that may follow `S`, for tables that the compiler holds against the lifecycle. */
export type NextOf<S extends OrderStatus> = (typeof NEXT)[S][number];

export const ORDER_STATUSES = Object.keys(NEXT) as readonly OrderStatus[];

export const nextOf = (status: OrderStatus): readonly OrderStatus[] => NEXT[status];

export const canBecome = (from: OrderStatus, to: OrderStatus): boolean => nextOf(from).includes(to);

/** A final status never changes. */
export const isFinal = (status: OrderStatus): boolean => nextOf(status).length === 0;
