import { StockLevelChanged } from '@orderwire/events-schema/inventory';
import { on } from '@orderwire/messaging/queue-consumer';
import type { Items } from '../application/items.ts';

/** Levels may come late and out of order: the stock row's version decides which one stays. */
export const onStockLevelChanged = (items: Items) =>
  on(StockLevelChanged, ({ meta, data }) => items.noteAvailable(data.itemId, data.available, meta.sequence));
