import type { Clock } from '@orderwire/kernel/clock';
import type { ShopTime } from '@orderwire/kernel/shop-time';
import { promisedBy, type Span } from '@orderwire/kernel/span';

/** The day by which an order that is placed now is there, as the shop promises: `2026-03-09`. */
export type DeliverBy = () => string;

export const makeDeliverBy =
  (shop: { readonly clock: Clock; readonly deliverWithin: Span; readonly shopTime: ShopTime }): DeliverBy =>
  () =>
    // The end of a day is the first moment of the next.
    shop.shopTime.dayOf(promisedBy(shop.clock(), shop.deliverWithin, shop.shopTime) - 1);
