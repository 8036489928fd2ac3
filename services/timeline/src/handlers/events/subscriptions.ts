import { isAttention } from '@orderwire/events-schema/attention';
import { isAudit } from '@orderwire/events-schema/audit';
import { OrderErased, OrderMovedOn, OrderPlaced, OrderStuck } from '@orderwire/events-schema/orders';
import { allEvents } from '@orderwire/events-schema/registry';
import { on, type Subscription } from '@orderwire/messaging/queue-consumer';
import { makeForgetWords, makeNoteEvent } from '../../application/note-event.ts';
import type { RaiseAttention } from '../../application/raise-attention.ts';
import type { StuckOrders } from '../../application/stuck-orders.ts';
import type { Timelines } from '../../application/timelines.ts';
import { isAboutAnOrder, orderOf } from '../../application/about-order.ts';

/** These do more than make an entry. */
const OWN = new Set<string>([OrderPlaced.type, OrderStuck.type, OrderMovedOn.type, OrderErased.type]);

const OTHERS = allEvents.filter(
  (definition) =>
    isAboutAnOrder(definition) && !OWN.has(definition.type) && !isAttention(definition) && !isAudit(definition),
);

/**
 * Every event about an order becomes an entry of its timeline; the first one also tells whose order it is. What needs
 * attention goes into a list of its own, too, and so does what is late. The events' definitions say which these are: nothing
 * is listed here.
 */
export const subscriptions = ({
  timelines,
  raise,
  stuck,
}: {
  readonly timelines: Timelines;
  readonly raise: RaiseAttention;
  readonly stuck: Pick<StuckOrders, 'add' | 'remove'>;
}): readonly Subscription[] => {
  const forgetWords = makeForgetWords(timelines, allEvents);
  const note = makeNoteEvent(timelines, forgetWords);
  return [
    on(OrderPlaced, async ({ meta, data }) => {
      await Promise.all([
        timelines.noteOwner(meta.subject, data.customerId),
        note(meta.subject, OrderPlaced, meta, data),
      ]);
    }),
    on(OrderStuck, async ({ meta, data }) => {
      const order = { orderId: meta.subject, sequence: meta.sequence, ...data };
      await Promise.all([note(meta.subject, OrderStuck, meta, data), stuck.add(order)]);
    }),
    on(OrderMovedOn, async ({ meta, data }) => {
      const order = { orderId: meta.subject, sequence: meta.sequence };
      await Promise.all([note(meta.subject, OrderMovedOn, meta, data), stuck.remove(order)]);
    }),
    on(OrderErased, async ({ meta, data }) => {
      await note(meta.subject, OrderErased, meta, data);
      await forgetWords(meta.subject);
    }),
    ...OTHERS.map((definition) =>
      on(definition, ({ meta, data }) => note(orderOf(meta, data as object), definition, meta, data as object)),
    ),
    ...allEvents.filter(isAttention).map((definition) =>
      on(definition, async ({ meta, data }) => {
        if (data.orderId !== undefined) await note(data.orderId, definition, meta, data);
        await raise(meta, data);
      }),
    ),
  ];
};
