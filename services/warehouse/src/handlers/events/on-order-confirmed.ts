import { OrderConfirmed } from '@orderwire/events-schema/orders';
import { on } from '@orderwire/messaging/queue-consumer';
import type { TellWarehouse } from '../../application/tell-warehouse.ts';

export const onOrderConfirmed = ({ confirmed }: TellWarehouse) =>
  on(OrderConfirmed, (event, { attempt }) => confirmed(event, attempt));
