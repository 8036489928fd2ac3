import { OrderCancelled, OrderConfirmed } from '@orderwire/events-schema/orders';
import { ReturnApproved } from '@orderwire/events-schema/returns';
import { on, type Subscription } from '@orderwire/messaging/queue-consumer';
import type { TellWarehouse } from '../../application/tell-warehouse.ts';

/** What the warehouse is told about events. */
export const subscriptions = (tell: TellWarehouse): readonly Subscription[] => [
  on(OrderConfirmed, (event, { attempt }) => tell.confirmed({ event, attempt })),
  on(ReturnApproved, (event, { attempt }) => tell.returnApproved({ event, attempt })),
  on(OrderCancelled, (event, { attempt }) => tell.cancelled({ event, attempt })),
];
