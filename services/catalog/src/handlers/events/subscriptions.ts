import { StockLevelChanged } from '@orderwire/events-schema/inventory';
import { on, type Subscription } from '@orderwire/messaging/queue-consumer';
import type { Items } from '../../application/items.ts';

/** What the catalogue does about events. */
export const subscriptions = (deps: { readonly items: Items }): readonly Subscription[] => [
  // Levels may come late and out of order: the stock row's version decides which one stays.
  on(StockLevelChanged, ({ meta, data }) => deps.items.noteAvailable(data.itemId, data.available, meta.sequence)),
];
