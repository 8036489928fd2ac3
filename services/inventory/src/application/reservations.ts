import type { StockLine } from '@orderwire/events-schema/common';
import type { Cause } from '@orderwire/events-schema/cause';
import type { RaiseAttention } from '@orderwire/store/attention';
import { booksDiffer, commit, merged, type Refusal, release, reserve } from '../domain/reservation.ts';
import type { Stocks } from './stocks.ts';

/** Whoever makes us decide again has got something done; so many in a row are not met in practice. */
const MAX_DECISIONS = 8;

/**
 * What becomes of an order's stock. Each may be called twice, late and in any order: the reservation row, whose key is
 * the order, is met by whoever comes second. Events that contradict each other are nothing that could be done later: a
 * person is told, and that is all.
 * @throws Error when it may pass
 */
export const makeReservations = ({ stocks, raise }: { readonly stocks: Stocks; readonly raise: RaiseAttention }) => {
  const levelsOf = (lines: readonly StockLine[]) => stocks.levels(lines.map(({ itemId }) => itemId));

  /** What has not arrived yet is waited for; a contradiction never passes. @returns that all is done */
  const refused = async (orderId: string, { code, detail }: Refusal, cause: Cause): Promise<true> => {
    if (code === 'RESERVATION_NOT_FOUND') throw new Error(detail);
    await raise({ code, detail, orderId }, cause);
    return true;
  };

  return {
    placed: (orderId: string, orderLines: readonly StockLine[], cause: Cause): Promise<void> => {
      const lines = merged(orderLines);
      return untilDecided(async () => {
        const saved = await stocks.save(reserve(orderId, lines, await levelsOf(lines)), cause);
        // A reservation that is there already, in whatever state, is the answer to this order: nothing is left to do.
        return saved !== 'stock_moved';
      });
    },

    endedEarly: (orderId: string, cause: Cause): Promise<void> =>
      untilDecided(async () => {
        const reservation = await stocks.reservation(orderId);
        const held = reservation?.status === 'reserved' ? reservation.lines : [];
        const levels = await levelsOf(held);
        // The two reads are not one moment: what a stock row no longer holds has been released or shipped in between.
        if (held.some(({ itemId, count }) => (levels.get(itemId)?.reserved ?? 0) < count)) return false;
        const decided = release(orderId, reservation, levels);
        if (!decided.ok) return refused(orderId, decided.error, cause);
        return decided.value === undefined || (await stocks.save(decided.value, cause)) === 'saved';
      }),

    shipped: (orderId: string, cause: Cause): Promise<void> =>
      untilDecided(async () => {
        const decided = commit(orderId, await stocks.reservation(orderId));
        if (!decided.ok) return refused(orderId, decided.error, cause);
        if (decided.value === undefined) return true;
        const saved = await stocks.save(decided.value, cause);
        // A reservation that is there is held by the shelf, too. Once somebody has corrected the books this goes on.
        if (saved === 'stock_moved') await raise(booksDiffer(orderId), cause);
        return saved === 'saved';
      }),
  };
};

export type Reservations = ReturnType<typeof makeReservations>;

const untilDecided = async (decide: () => Promise<boolean>): Promise<void> => {
  for (let decisions = 1; decisions <= MAX_DECISIONS; decisions += 1) if (await decide()) return;
  throw new Error(`The stock moved under ${MAX_DECISIONS} decisions in a row.`);
};
