import { ItemUpdated } from '@orderwire/events-schema/catalog';
import { on } from '@orderwire/messaging/queue-consumer';
import type { Prices } from '../../application/ports.ts';
import { keepPrice } from './keep-price.ts';

export const onItemUpdated = (prices: Pick<Prices, 'keep'>) => on(ItemUpdated, keepPrice(prices));
