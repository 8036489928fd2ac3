import type { EventOf } from '@orderwire/events-schema/envelope';
import type { OrderCancelled } from '@orderwire/events-schema/orders';
import { callbackUrls, type Partner } from './partners.ts';
import type { OutgoingWebhook, Webhooks } from './webhooks.ts';

/** An event as a queue hands it out. */
export interface HandedOut<Event> {
  readonly event: Event;
  /** How often its message was handed out, this time included. */
  readonly attempt: number;
}

type Cause = Parameters<Webhooks['tell']>[1]['meta'];

/** What a service says to one partner about orders. A webhook that the partner does not get (partners.json) stays unsent. */
export interface TellPartner {
  /**
   * Asks for something: pack this, fetch this.
   * @param webhook what to say, given where the partner reports: `{ shipped: 'https://…/ordershipped/ord_…' }`
   * @param orderId what it is about, where that is not the event's subject
   * @throws RetryLaterError or Error while it may still work; TerminalError when it was given up and may be redriven
   */
  readonly ask: <Event extends { readonly meta: Cause & { readonly subject: string } }>(
    webhook: (event: Event, callbacks: Readonly<Record<string, string>>) => OutgoingWebhook,
    because: HandedOut<Event>,
    orderId?: string,
  ) => Promise<void>;
  /**
   * Takes back what was asked for. That is stopped first, so that a request that comes late is never sent; a partner that
   * never heard of the order is not told that it is cancelled.
   * @param kind of the webhook that asked: `order.packed`
   * @throws the same, and Error while a try is in flight
   */
  readonly callOff: (kind: string, because: HandedOut<EventOf<typeof OrderCancelled>>) => Promise<void>;
}

/** Do not ship this, whatever you heard of it before. It says nothing of why or of whom. */
const orderCancelled = ({ meta, data }: EventOf<typeof OrderCancelled>): OutgoingWebhook => ({
  orderId: meta.subject,
  kind: 'order.cancelled',
  occurredAt: meta.occurredAt,
  data: { orderNumber: data.orderNumber, instruction: 'do_not_ship' },
});

/** @param deps.apiUrl base of the API that partners call */
export const makeTellPartner = (deps: {
  readonly partner: Partner;
  readonly webhooks: Webhooks;
  readonly apiUrl: string;
}): TellPartner => {
  const { partner, webhooks, apiUrl } = deps;
  const tell: Webhooks['tell'] = async (webhook, because) => {
    if (partner.webhooks.includes(webhook.kind)) await webhooks.tell(webhook, because);
  };
  return {
    ask: (webhook, { event, attempt }, orderId = event.meta.subject) =>
      tell(webhook(event, callbackUrls(partner, apiUrl, orderId)), { meta: event.meta, attempt }),

    callOff: async (kind, { event, attempt }) => {
      const because = { meta: event.meta, attempt };
      const known = await webhooks.stop({ orderId: event.meta.subject, kind }, because);
      if (known === 'maybe_told') await tell(orderCancelled(event), because);
    },
  };
};
