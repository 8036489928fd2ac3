import type { CloudModel } from '@orderwire/local-cloud/template/model';
import type { Totals } from './price.ts';

/**
 * How full batches are. `quiet`: one order at a time, and each of its steps is over before the next one comes. `busy`: all
 * orders take each step together, and no batch is handed out before everything that can be in it is there.
 */
export type Traffic = 'busy' | 'quiet';

export interface BillJob {
  readonly model: CloudModel;
  /** PEM. */
  readonly signingKey: string;
  readonly traffic: Traffic;
  readonly orders: number;
}

export type BillAnswer = { readonly totals: Totals } | { readonly error: string };
