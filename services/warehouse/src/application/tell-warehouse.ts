import type { EventOf } from '@orderwire/events-schema/envelope';
import type { OrderCancelled, OrderConfirmed } from '@orderwire/events-schema/orders';
import type { ReturnApproved } from '@orderwire/events-schema/returns';
import type { HandedOut, TellPartner } from '@orderwire/partners/tell-partner';
import { orderConfirmed, returnApproved, wasConfirmed } from '../domain/webhooks.ts';

/** Tells the warehouse what to pack, what not to ship, and what comes back. */
export const makeTellWarehouse = ({ ask, callOff }: TellPartner) => ({
  confirmed: (confirmed: HandedOut<EventOf<typeof OrderConfirmed>>): Promise<void> => ask(orderConfirmed, confirmed),

  returnApproved: (approved: HandedOut<EventOf<typeof ReturnApproved>>): Promise<void> =>
    ask(returnApproved, approved, approved.event.data.orderId),

  cancelled: async (cancelled: HandedOut<EventOf<typeof OrderCancelled>>): Promise<void> => {
    if (wasConfirmed(cancelled.event)) await callOff('order.confirmed', cancelled);
  },
});

export type TellWarehouse = ReturnType<typeof makeTellWarehouse>;
