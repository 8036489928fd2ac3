import type { Address } from '@orderwire/events-schema/common';
import { orderNumberOf } from '@orderwire/money/order-number';
import { isFinal } from './lifecycle.ts';
import {
  type Change,
  type HeldCallback,
  type Order,
  type OrderEvent,
  type Report,
  amend,
  begin,
  unchanged,
} from './order.ts';

/** Stands where a name, a street or an address for mail was. */
export const ERASED = 'erased';

/** Nobody has an address for mail in this domain: RFC 2606. */
export const ERASED_EMAIL = 'erased@customer.invalid';

/** The customer was erased. An order that is under way is still sent to its recipient. */
export const eraseOrder = (order: Order, at: number): Change =>
  order.erasure === undefined ? begin(order, at, { erasure: 'asked' }) : unchanged(order);

/**
 * An order that has ended, and whose customer was erased, forgets in the write of its end whom it was for; with each later
 * write, what people have written since.
 */
export const forgetEnded = (change: Change): Change => {
  const { erasure, status, orderId } = change.order;
  if (erasure === undefined || !isFinal(status)) return change;
  const order = withoutPeople(change.order);
  const forgotten = { ...change, order, events: change.events.map((event) => withoutRecipient(event, order)) };
  if (erasure === 'done') return forgotten;
  return amend(forgotten, { erasure: 'done' }, { type: 'OrderErased', data: { orderNumber: orderNumberOf(orderId) } });
};

const withoutPeople = ({ cancellation, rejection, review, ...order }: Order): Order => ({
  ...order,
  recipient: { name: ERASED, email: ERASED_EMAIL, address: placeOf(order.recipient.address) },
  billing: { name: ERASED, email: ERASED_EMAIL, address: placeOf(order.billing.address) },
  ...(cancellation && { cancellation: { by: cancellation.by } }),
  ...(rejection && { rejection: withoutWords(rejection) }),
  ...(review && { review: withoutWords(review) }),
  reported: Object.fromEntries(Object.entries(order.reported).map(([action, report]) => [action, factsOf(report)])),
  held: order.held.map(factsOf),
});

/**
 * Held callbacks may pack an order, ship it and bring it in one write. Nobody needs to be told any more to whom it goes, and the
 * events of a write stay in the row.
 */
const withoutRecipient = (event: OrderEvent, { recipient }: Order): OrderEvent =>
  event.type === 'OrderPacked' ? { ...event, data: { ...event.data, recipient } } : event;

/** The country stays: the books say what was taxed where. */
const placeOf = ({ country }: Address): Address => ({ street: ERASED, country });

const withoutWords = <T extends { readonly note?: string }>({ note: _note, ...rest }: T): Omit<T, 'note'> => rest;

const factsOf = <T extends Report | HeldCallback>({
  reason: _why,
  note: _note,
  ...facts
}: T): Omit<T, 'reason' | 'note'> => facts;
