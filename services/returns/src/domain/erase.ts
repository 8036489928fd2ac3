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

/** Once nothing of an erased order is awaited, what people wrote goes in that very write, and the others are told. */
export const forgetEnded = <C extends Change>(change: C): C => {
  const { order, events } = change;
  const { orderId, erasure, returns } = order;
  if (erasure === undefined || returns.some(isOpen)) return change;
  const forgotten = { ...order, erasure: 'done' as const, returns: returns.map(withoutWords) };
  if (erasure === 'done') return { ...change, order: forgotten };
  const erased = { type: 'ReturnsErased', data: { orderId, orderNumber: orderNumberOf(orderId) } } as const;
  return { ...change, order: forgotten, events: [...events, erased] };
};

const withoutWords = ({ reason: _why, rejection: _refusal, asked: _key, ...one }: Return): Return => one;
