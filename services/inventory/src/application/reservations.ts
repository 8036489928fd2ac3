import { AGAIN, untilDecided } from '@orderwire/kernel/decide';
import type { StockLine } from '@orderwire/events-schema/common';
import type { Cause } from '@orderwire/events-schema/cause';
import type { RaiseAttention } from '@orderwire/store/attention';
import { booksDiffer, commit, merged, type Refusal, release, reserve } from '../domain/reservation.ts';
import type { Stocks } from './stocks.ts';

/** We decide again only when another write came first. So many in a row do not happen in practice. */
const MAX_DECISIONS = 8;

/**
 * What becomes of an order's stock. Each function may be called twice, late and in any order: the reservation's key is the
 * order, so whoever comes second meets its row. When events contradict each other, waiting does not help: a person is told,
 * and that is all.
 * @throws Error when it may pass
 */
export const makeReservations = ({ stocks, raise }: { readonly stocks: Stocks; readonly raise: RaiseAttention }) => {
  const levelsOf = (lines: readonly StockLine[]) => stocks.levels(lines.map(({ itemId }) => itemId));

  const decide = (orderId: string, round: () => Promise<undefined | typeof AGAIN>): Promise<void> =>
    untilDecided(`The stock of ${orderId}`, MAX_DECISIONS, round);

  /** What has not arrived yet is waited for: the event comes again. A contradiction never passes. */
  const refused = async (orderId: string, { code, detail }: Refusal, cause: Cause): Promise<undefined> => {
    if (code === 'RESERVATION_NOT_FOUND') throw new Error(detail);
    await raise({ code, detail, orderId }, cause);
  };

  return {
    placed: (orderId: string, orderLines: readonly StockLine[], cause: Cause): Promise<void> => {
      const lines = merged(orderLines);
      return decide(orderId, async () => {
        const saved = await stocks.save(reserve(orderId, lines, await levelsOf(lines)), cause);
        // A reservation that is there already, in whatever state, is the answer to this order: nothing is left to do.
        return saved === 'stock_moved' ? AGAIN : undefined;
      });
    },

    endedEarly: (orderId: string, cause: Cause): Promise<void> =>
      decide(orderId, async () => {
        const reservation = await stocks.reservation(orderId);
        const held = reservation?.status === 'reserved' ? reservation.lines : [];
        const levels = await levelsOf(held);
        // The two reads see two moments. A stock row that holds too little by now was released or shipped in between.
        if (held.some(({ itemId, count }) => (levels.get(itemId)?.reserved ?? 0) < count)) return AGAIN;
        const decided = release(orderId, reservation, levels);
        if (!decided.ok) return refused(orderId, decided.error, cause);
        if (decided.value === undefined) return undefined;
        return (await stocks.save(decided.value, cause)) === 'saved' ? undefined : AGAIN;
      }),

    shipped: (orderId: string, cause: Cause): Promise<void> =>
      decide(orderId, async () => {
        const decided = commit(orderId, await stocks.reservation(orderId));
        if (!decided.ok) return refused(orderId, decided.error, cause);
        if (decided.value === undefined) return undefined;
        const saved = await stocks.save(decided.value, cause);
        // The shelf should hold what the reservation says. Once somebody has corrected the books, this goes on.
        if (saved === 'stock_moved') await raise(booksDiffer(orderId), cause);
        return saved === 'saved' ? undefined : AGAIN;
      }),
  };
};

export type Reservations = ReturnType<typeof makeReservations>;
