import type { Cause } from '@orderwire/events-schema/cause';
import type { Movement, MovementChange } from '../domain/movement.ts';

/** The name of a delivery, given by whoever takes it in, and what they said of it. */
export interface ReceiptKey {
  readonly name: string;
  /** Of the request as it was sent. */
  readonly fingerprint: string;
}

/** The history of what there is of items, wherever it is kept. */
export interface Movements {
  /** These entries of an item's history, in no order. */
  readonly find: (itemId: string, numbers: readonly number[]) => Promise<readonly Movement[]>;
  /** What was taken in under this name. */
  readonly receipt: (
    itemId: string,
    name: string,
  ) => Promise<{ readonly fingerprint: string; readonly number: number } | undefined>;
  /** Writes all of it or nothing. `moved`: the stock is no longer as it was read, or the name is taken by now. */
  readonly save: (change: MovementChange, key: ReceiptKey | undefined, cause: Cause) => Promise<'saved' | 'moved'>;
  /** Ids of items that are low, in the order of their ids; an item may have been left out or in for a moment. */
  readonly low: (
    limit: number,
    after: string | undefined,
  ) => Promise<{ readonly itemIds: readonly string[]; readonly last: string | undefined }>;
}
