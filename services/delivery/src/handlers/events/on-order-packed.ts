import { OrderPacked } from '@orderwire/events-schema/orders';
import { on } from '@orderwire/messaging/queue-consumer';
import type { TellCourier } from '../../application/tell-courier.ts';

export const onOrderPacked = ({ packed }: TellCourier) =>
  on(OrderPacked, (event, { attempt }) => packed(event, attempt));
