import type { EventOf } from '@orderwire/events-schema/envelope';
import type { OrderCancelled, OrderConfirmed } from '@orderwire/events-schema/orders';
import type { HandedOut, TellPartner } from '@orderwire/partners/tell-partner';
import { orderConfirmed, wasConfirmed } from '../domain/webhooks.ts';

/** Tells the warehouse what to pack and what not to ship. */
export const makeTellWarehouse = ({ ask, callOff }: TellPartner) => ({
  confirmed: (confirmed: HandedOut<EventOf<typeof OrderConfirmed>>): Promise<void> => ask(orderConfirmed, confirmed),

  cancelled: async (cancelled: HandedOut<EventOf<typeof OrderCancelled>>): Promise<void> => {
    if (wasConfirmed(cancelled.event)) await callOff('order.confirmed', cancelled);
  },
});

export type TellWarehouse = ReturnType<typeof makeTellWarehouse>;
