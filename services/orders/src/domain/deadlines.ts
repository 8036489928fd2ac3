import type { ShopTime } from '@orderwire/kernel/shop-time';
import { type Span, lengthOf, promisedBy } from '@orderwire/kernel/span';

/** Until when what is to be done, in milliseconds since the epoch: decided when the order is placed, and frozen. */
export interface Deadlines {
  readonly packBy: number;
  readonly deliverBy: number;
  /** The payment's authorisation counts until here. */
  readonly authorizedUntil: number;
}

/** What the shop's settings say. */
export interface Promises {
  readonly packWithin: Span;
  readonly deliverWithin: Span;
  readonly authorizationLasts: Span;
  readonly shopTime: ShopTime;
}

export const deadlinesOf = (promises: Promises, placedAt: number): Deadlines => {
  const { packWithin, deliverWithin, authorizationLasts, shopTime } = promises;
  return {
    packBy: promisedBy(placedAt, packWithin, shopTime),
    deliverBy: promisedBy(placedAt, deliverWithin, shopTime),
    // Authorised a moment after it was placed; if later, it counts longer than we think.
    authorizedUntil: placedAt + lengthOf(authorizationLasts),
  };
};

/** The promise to pack, and the promise to deliver. */
export type Promised = 'pack_by' | 'deliver_by';

/** What was seen of an order because time passed, and of what people were told. */
export interface Watched {
  /** An answer is late: when the order was looked at last. */
  readonly lateAt?: number;
  /** The last promise whose time is over, kept or not. */
  readonly passed?: Promised;
  /** The promise that is broken, while it is. */
  readonly stuck?: Promised;
  /** People know that the authorisation ends. */
  readonly isEnding?: true;
}
