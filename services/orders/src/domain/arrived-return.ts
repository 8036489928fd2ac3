import type { StockLine } from '@orderwire/events-schema/common';
import { type Result, ok, refuse } from '@orderwire/kernel/result';
import { CALLBACKS, type CallbackResult } from './callback-table.ts';
import type { ApprovedReturn, CallbackFacts, Order } from './order.ts';
import { type Excess, type Units, excessOf, isSame, less, unitsIn, unitsOf } from './parcels.ts';

/** What a report of goods that belong to a return means to an order now. */
export interface ArrivalJudgement {
  readonly result: CallbackResult;
  /** What has come in. */
  readonly arrived: readonly StockLine[];
}

const piecesOf = (units: Units): readonly StockLine[] => [...units].map(([itemId, count]) => ({ itemId, count }));

/** What of a return has not come in yet. */
const awaitedOf = ({ lines, arrived }: ApprovedReturn): Units => less(unitsOf(lines), unitsOf(arrived.flat()));

/** What the customer has: only that can be sent back. */
const withCustomer = (order: Order): Units => {
  const delivered = order.parcels.filter(({ state }) => state === 'delivered');
  const units = unitsOf(delivered.flatMap((parcel) => piecesOf(unitsIn(parcel, order))));
  return less(units, unitsOf(order.returns.flatMap(({ arrived }) => arrived.flat())));
};

/**
 * Goods of a return come back after their delivery. What comes before that, or before we have heard of the approval, waits
 * for it. Never more comes back than was approved, and never more than was delivered.
 * @param hasId the partner names its messages: the same words once more are another piece
 */
export const judgeArrival = (
  { returnId, lines: told }: Pick<CallbackFacts, 'lines'> & { readonly returnId: string },
  order: Order,
  hasId: boolean,
): Result<ArrivalJudgement, readonly Excess[]> => {
  const known = order.returns.find((one) => one.returnId === returnId);
  const judged = (result: CallbackResult) => ok({ result, arrived: told ?? [] });
  // A parcel that came back by itself is refunded by that, and is in no return.
  if (order.status === 'returned') return judged('conflict');
  const isOut = order.status === 'delivered' || CALLBACKS.returned[order.status] === 'applied';
  if (!isOut) return judged(CALLBACKS.returned[order.status]);
  if (!known) return judged('held');
  const awaited = awaitedOf(known);
  const wanted = told ? unitsOf(told) : awaited;
  const isEcho = !hasId && told !== undefined && known.arrived.some((piece) => isSame(unitsOf(piece), wanted));
  if (awaited.size === 0 || isEcho) return judged('duplicate');
  const excess = excessOf(wanted, awaited);
  if (excess.length > 0) return refuse(excess);
  const tooEarly = excessOf(wanted, withCustomer(order));
  if (tooEarly.length > 0) return order.status === 'delivered' ? refuse(tooEarly) : judged('held');
  return ok({ result: 'applied', arrived: piecesOf(wanted) });
};

/** The same, with a piece more that has come in. */
export const withArrival = (
  returns: readonly ApprovedReturn[],
  returnId: string,
  piece: readonly StockLine[],
): readonly ApprovedReturn[] =>
  returns.map((one) => (one.returnId === returnId ? { ...one, arrived: [...one.arrived, piece] } : one));
