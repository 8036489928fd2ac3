import { OrderCancelled, OrderPacked } from '@orderwire/events-schema/orders';
import { on, type Subscription } from '@orderwire/messaging/queue-consumer';
import type { TellCourier } from '../../application/tell-courier.ts';

/** What a courier is told about events. */
export const subscriptions = (tell: TellCourier): readonly Subscription[] => [
  on(OrderPacked, (event, { attempt }) => tell.packed({ event, attempt })),
  on(OrderCancelled, (event, { attempt }) => tell.cancelled({ event, attempt })),
];
