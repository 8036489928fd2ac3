import { StockReserved } from '@orderwire/events-schema/inventory';
import { causedBy } from '@orderwire/events-schema/cause';
import { on } from '@orderwire/messaging/queue-consumer';
import type { Reactions } from '../../application/reactions.ts';

export const onStockReserved = ({ stockReserved }: Pick<Reactions, 'stockReserved'>) =>
  on(StockReserved, ({ meta, data }) => stockReserved(data.orderId, causedBy(meta, 'orders')));
