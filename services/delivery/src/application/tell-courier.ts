import type { EventOf } from '@orderwire/events-schema/envelope';
import type { OrderCancelled, OrderPacked } from '@orderwire/events-schema/orders';
import type { HandedOut, TellPartner } from '@orderwire/partners/tell-partner';
import { orderPacked, wasPacked } from '../domain/webhooks.ts';

/** Tells a courier what to fetch, for whom, and what not to ship. */
export const makeTellCourier = ({ ask, callOff }: TellPartner) => ({
  packed: (packed: HandedOut<EventOf<typeof OrderPacked>>): Promise<void> => ask(orderPacked, packed),

  cancelled: async (cancelled: HandedOut<EventOf<typeof OrderCancelled>>): Promise<void> => {
    if (wasPacked(cancelled.event)) await callOff('order.packed', cancelled);
  },
});

export type TellCourier = ReturnType<typeof makeTellCourier>;
