import { ItemCreated, ItemRetired, ItemUpdated } from '@orderwire/events-schema/catalog';
import { causedBy } from '@orderwire/events-schema/cause';
import { CustomerErased } from '@orderwire/events-schema/customers';
import { StockReservationFailed, StockReserved } from '@orderwire/events-schema/inventory';
import { PaymentAuthorized, PaymentDeclined } from '@orderwire/events-schema/payments';
import { ReturnApproved } from '@orderwire/events-schema/returns';
import { on, type Subscription } from '@orderwire/messaging/queue-consumer';
import type { EraseOrders } from '../../application/erase-orders.ts';
import type { Prices } from '../../application/ports.ts';
import type { Reactions } from '../../application/reactions.ts';
import type { Price } from '../../domain/pricing.ts';

interface Deps {
  readonly prices: Pick<Prices, 'keep'>;
  readonly reactions: Reactions;
  readonly eraseOrders: EraseOrders;
}

/** What orders do about events. */
export const subscriptions = ({ prices, reactions, eraseOrders }: Deps): readonly Subscription[] => [
  on(ItemCreated, ({ meta, data }) => prices.keep(priceIn(data), meta.sequence)),
  on(ItemUpdated, ({ meta, data }) => prices.keep(priceIn(data), meta.sequence)),
  // It stays known, so that an older event does not bring it back; but it is no variant of its product any more.
  on(ItemRetired, ({ meta, data }) =>
    prices.keep({ ...priceIn(data), productId: undefined, isRetired: true }, meta.sequence),
  ),
  on(StockReserved, ({ meta, data }) => reactions.stockReserved(data.orderId, causedBy(meta, 'orders'))),
  on(StockReservationFailed, ({ meta, data }) =>
    reactions.stockReservationFailed(data.orderId, data.lines, causedBy(meta, 'orders')),
  ),
  on(PaymentAuthorized, ({ meta, data }) => reactions.paymentAuthorized(data.orderId, causedBy(meta, 'orders'))),
  on(PaymentDeclined, ({ meta, data }) => reactions.paymentDeclined(data.orderId, causedBy(meta, 'orders'))),
  on(CustomerErased, ({ meta, data }, { attempt }) => eraseOrders(data.customerId, attempt, causedBy(meta, 'orders'))),
  on(ReturnApproved, ({ meta, data }) => reactions.returnApproved(data, causedBy(meta, 'orders'))),
];

/** What we keep, of an event that says all of the item. */
const priceIn = (told: Price): Price => {
  const { itemId, title, category, productId, options, priceMinor, vatClass, costMinor, currency } = told;
  return { itemId, title, category, productId, options, priceMinor, vatClass, costMinor, currency };
};
