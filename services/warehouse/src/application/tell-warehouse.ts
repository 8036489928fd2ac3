import type { EventOf } from '@orderwire/events-schema/envelope';
import type { OrderCancelled, OrderConfirmed } from '@orderwire/events-schema/orders';
import { orderCancelled, orderConfirmed, type WarehouseWebhook, wasConfirmed } from '../domain/webhooks.ts';

interface Because {
  readonly meta: { readonly id: string; readonly correlationId: string };
  readonly attempt: number;
}

/** The webhooks to the warehouse, each sent once and in the order of its row. */
export interface Webhooks {
  /** @throws Error while it may still work; TerminalError when it was given up */
  readonly tell: (webhook: WarehouseWebhook, because: Because) => Promise<void>;
  /** Keeps a webhook from going out from now on. @throws Error while it is in flight */
  readonly stop: (
    webhook: Pick<WarehouseWebhook, 'orderId' | 'kind'>,
    because: Because,
  ) => Promise<'never_told' | 'maybe_told'>;
}

/**
 * Tells the warehouse what to pack and what not to ship. A cancellation stops the confirmation first, so that one that
 * comes late is never sent; who never heard of the order is not told that it is cancelled.
 */
export const makeTellWarehouse = ({ webhooks, apiUrl }: { readonly webhooks: Webhooks; readonly apiUrl: string }) => ({
  confirmed: (event: EventOf<typeof OrderConfirmed>, attempt: number): Promise<void> =>
    webhooks.tell(orderConfirmed(event, apiUrl), { meta: event.meta, attempt }),

  cancelled: async (event: EventOf<typeof OrderCancelled>, attempt: number): Promise<void> => {
    if (!wasConfirmed(event)) return;
    const because = { meta: event.meta, attempt };
    const known = await webhooks.stop({ orderId: event.meta.subject, kind: 'order.confirmed' }, because);
    if (known === 'maybe_told') await webhooks.tell(orderCancelled(event), because);
  },
});

export type TellWarehouse = ReturnType<typeof makeTellWarehouse>;
