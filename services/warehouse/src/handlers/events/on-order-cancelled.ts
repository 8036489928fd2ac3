import { OrderCancelled } from '@orderwire/events-schema/orders';
import { on } from '@orderwire/messaging/queue-consumer';
import type { TellWarehouse } from '../../application/tell-warehouse.ts';

export const onOrderCancelled = ({ cancelled }: TellWarehouse) =>
  on(OrderCancelled, (event, { attempt }) => cancelled(event, attempt));
