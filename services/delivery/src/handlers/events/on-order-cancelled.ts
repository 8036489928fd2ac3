import { OrderCancelled } from '@orderwire/events-schema/orders';
import { on } from '@orderwire/messaging/queue-consumer';
import type { TellCourier } from '../../application/tell-courier.ts';

export const onOrderCancelled = ({ cancelled }: TellCourier) =>
  on(OrderCancelled, (event, { attempt }) => cancelled(event, attempt));
