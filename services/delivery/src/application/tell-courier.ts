import type { EventOf } from '@orderwire/events-schema/envelope';
import type { OrderCancelled, OrderPacked } from '@orderwire/events-schema/orders';
import { orderCancelled, orderPacked, type CourierWebhook, wasPacked } from '../domain/webhooks.ts';

interface Because {
  readonly meta: { readonly id: string; readonly correlationId: string };
  readonly attempt: number;
}

/** The webhooks to the courier, each sent once and in the order of its row. */
export interface Webhooks {
  /** @throws Error while it may still work; TerminalError when it was given up */
  readonly tell: (webhook: CourierWebhook, because: Because) => Promise<void>;
  /** Keeps a webhook from going out from now on. @throws Error while it is in flight */
  readonly stop: (
    webhook: Pick<CourierWebhook, 'orderId' | 'kind'>,
    because: Because,
  ) => Promise<'never_told' | 'maybe_told'>;
}

/**
 * Tells the courier what to fetch and what not to ship. A cancellation stops the order to fetch first, so that one that
 * comes late is never sent; who never heard of the order is not told that it is cancelled.
 */
export const makeTellCourier = ({ webhooks, apiUrl }: { readonly webhooks: Webhooks; readonly apiUrl: string }) => ({
  packed: (event: EventOf<typeof OrderPacked>, attempt: number): Promise<void> =>
    webhooks.tell(orderPacked(event, apiUrl), { meta: event.meta, attempt }),

  cancelled: async (event: EventOf<typeof OrderCancelled>, attempt: number): Promise<void> => {
    if (!wasPacked(event)) return;
    const because = { meta: event.meta, attempt };
    const known = await webhooks.stop({ orderId: event.meta.subject, kind: 'order.packed' }, because);
    if (known === 'maybe_told') await webhooks.tell(orderCancelled(event), because);
  },
});

export type TellCourier = ReturnType<typeof makeTellCourier>;
