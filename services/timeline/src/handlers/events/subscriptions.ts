import { isAttention } from '@orderwire/events-schema/attention';
import { OrderPlaced } from '@orderwire/events-schema/orders';
import { allEvents } from '@orderwire/events-schema/registry';
import { on, type Subscription } from '@orderwire/messaging/queue-consumer';
import { makeNoteEvent } from '../../application/note-event.ts';
import type { RaiseAttention } from '../../application/raise-attention.ts';
import type { Timelines } from '../../application/timelines.ts';
import { isAboutAnOrder, orderOf } from '../../application/about-order.ts';

const OTHERS = allEvents.filter(
  (definition) => isAboutAnOrder(definition) && definition.type !== OrderPlaced.type && !isAttention(definition),
);

/**
 * Every event about an order becomes an entry of its timeline; the first one also tells whose order it is. What needs
 * attention goes into a list of its own, too. The events' definitions say which these are: nothing is listed here.
 */
export const subscriptions = ({
  timelines,
  raise,
}: {
  readonly timelines: Timelines;
  readonly raise: RaiseAttention;
}): readonly Subscription[] => {
  const note = makeNoteEvent(timelines);
  return [
    on(OrderPlaced, async ({ meta, data }) => {
      await Promise.all([
        timelines.noteOwner(meta.subject, data.customerId),
        note(meta.subject, OrderPlaced, meta, data),
      ]);
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
