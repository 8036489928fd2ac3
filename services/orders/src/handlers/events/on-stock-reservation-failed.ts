import { StockReservationFailed } from '@orderwire/events-schema/inventory';
import { causedBy } from '@orderwire/events-schema/cause';
import { on } from '@orderwire/messaging/queue-consumer';
import type { Reactions } from '../../application/reactions.ts';

export const onStockReservationFailed = ({ stockReservationFailed }: Pick<Reactions, 'stockReservationFailed'>) =>
  on(StockReservationFailed, ({ meta, data }) =>
    stockReservationFailed(data.orderId, data.lines, causedBy(meta, 'orders')),
  );
