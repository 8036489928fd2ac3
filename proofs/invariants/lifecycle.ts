/** The design's state diagram, written down a second time: what the services believe is not asked. */
export const NEXT: Readonly<Record<string, readonly string[]>> = {
  placed: ['confirmed', 'rejected', 'cancelled'],
  confirmed: ['packed', 'cancelled'],
  packed: ['shipped', 'cancelled'],
  shipped: ['delivered', 'delivery_failed', 'returned'],
  delivery_failed: ['delivery_failed', 'shipped', 'delivered', 'returned'],
  delivered: [],
  rejected: [],
  cancelled: [],
  returned: [],
};

export const isFinal = (status: string): boolean => NEXT[status]?.length === 0;

/** Whether an order that was here can be there now: in one step, in several, or in none. */
export const canBecome = (from: string, to: string, seen: readonly string[] = []): boolean =>
  from === to || (NEXT[from] ?? []).some((next) => !seen.includes(next) && canBecome(next, to, [...seen, from]));
