import { ItemCreated } from '@orderwire/events-schema/catalog';
import { on } from '@orderwire/messaging/queue-consumer';
import type { Prices } from '../../application/ports.ts';

export const onItemCreated = (prices: Pick<Prices, 'keep'>) =>
  on(ItemCreated, ({ meta, data: { itemId, title, price, taxRate, currency } }) =>
    prices.keep({ itemId, title, price, taxRate, currency }, meta.sequence),
  );
