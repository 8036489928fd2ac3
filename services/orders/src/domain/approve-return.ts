import { settleHeld } from './held-callbacks.ts';
import { type ApprovedReturn, type Change, type Order, begin, unchanged } from './order.ts';

/** Goods of this order may come back: what waits for that is tried again. Told twice it is once. */
export const returnApproved = (
  { returnId, lines }: Pick<ApprovedReturn, 'returnId' | 'lines'>,
  order: Order,
  at: number,
): Change =>
  order.returns.some((known) => known.returnId === returnId)
    ? unchanged(order)
    : settleHeld(begin(order, at, { returns: [...order.returns, { returnId, lines, arrived: [] }] }), at);
