import { ItemCreated } from '@orderwire/events-schema/catalog';
import { on } from '@orderwire/messaging/queue-consumer';
import type { Prices } from '../../application/ports.ts';
import { keepPrice } from './keep-price.ts';

export const onItemCreated = (prices: Pick<Prices, 'keep'>) => on(ItemCreated, keepPrice(prices));
