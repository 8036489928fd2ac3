import { orderNumberOf } from '@orderwire/money/order-number';
import type { Change } from './ask.ts';
import { awaitedOf, type Order, type Return } from './order.ts';

/** The order has forgotten whom it was for. */
export const erase = (order: Order): Change =>
  order.erasure === undefined
    ? { order: { ...order, version: order.version + 1, erasure: 'asked' }, events: [] }
    : { order, events: [] };

/** Staff have to decide, or goods have to come. */
const isOpen = (one: Return): boolean =>
  one.status !== 'rejected' && (one.status === 'requested' || awaitedOf(one).length > 0);

/**
 * Of an erased order only a return on which staff have to decide keeps what people wrote: goods come without it, or never. Once
 * nothing is awaited the others are told, in that very write.
 */
export const forgetEnded = <C extends Change>(change: C): C => {
  const { order, events } = change;
  const { orderId, erasure } = order;
  if (erasure === undefined) return change;
  const returns = order.returns.map((one) => forgottenIn(change, one));
  const forgotten = { ...change, order: { ...order, returns } };
  if (returns.some(isOpen)) return forgotten;
  const done = { ...forgotten.order, erasure: 'done' as const };
  if (erasure === 'done') return { ...forgotten, order: done };
  const erased = { type: 'ReturnsErased', data: { orderId, orderNumber: orderNumberOf(orderId) } } as const;
  return { ...forgotten, order: done, events: [...events, erased] };
};

/** The key of a request that is approved as it comes stays for this write: who has lost the answer asks again. */
const forgottenIn = ({ returnId, events }: Change, one: Return): Return => {
  if (one.status === 'requested') return one;
  const isNew = one.returnId === returnId && events.some(({ type }) => type === 'ReturnRequested');
  return { ...withoutWords(one), ...(isNew && one.asked && { asked: one.asked }) };
};

const withoutWords = ({ reason: _why, rejection: _refusal, asked: _key, ...one }: Return): Return => one;
