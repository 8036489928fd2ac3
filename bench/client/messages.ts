import type { Totals } from '../../proofs/bill/price.ts';

/** What the bench asks of its client: first a platform to drive, then orders, as often as it likes. */
export type Ask =
  | { readonly kind: 'open'; readonly apiUrl: string; readonly customers: number }
  | { readonly kind: 'drive'; readonly orders: number; readonly concurrency: number };

/** What orders took, from the first one until nothing is left to do. */
export interface Driven {
  readonly orders: number;
  /** From the first order to the last delivery. */
  readonly deliveredSeconds: number;
  readonly settledSeconds: number;
  /** One value per order. */
  readonly confirmedMs: readonly number[];
  readonly deliveredMs: readonly number[];
  /** What the platform's meter counted. */
  readonly meter: Totals;
}

export type Told =
  | { readonly kind: 'opened' }
  | { readonly kind: 'driven'; readonly driven: Driven }
  | { readonly kind: 'failed'; readonly error: string };
