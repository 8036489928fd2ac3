import { AGAIN, untilDecided } from '@orderwire/kernel/decide';
import type { StockLine } from '@orderwire/events-schema/common';
import type { Cause } from '@orderwire/events-schema/cause';
import type { RaiseAttention } from '@orderwire/store/attention';
import type { Result } from '@orderwire/kernel/result';
import {
  booksDiffer,
  type Change,
  commit,
  type Levels,
  merged,
  type Parcel,
  type Refusal,
  release,
  releaseMissing,
  type Reservation,
  reserve,
} from '../domain/reservation.ts';
import { takeBack } from '../domain/returned.ts';
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

  /** Puts what was set aside back, as it is decided on what is reserved and on the levels of these lines. */
  const putBack = (
    orderId: string,
    linesOf: (reservation: Reservation) => readonly StockLine[],
    decision: (reservation: Reservation | undefined, levels: Levels) => Result<Change | undefined, Refusal>,
    cause: Cause,
  ): Promise<void> =>
    decide(orderId, async () => {
      const reservation = await stocks.reservation(orderId);
      const held = reservation?.status === 'reserved' ? linesOf(reservation) : [];
      const levels = await levelsOf(held);
      // The two reads see two moments. A stock row that holds too little by now was released or shipped in between.
      if (held.some(({ itemId, count }) => (levels.get(itemId)?.reserved ?? 0) < count)) return AGAIN;
      const decided = decision(reservation, levels);
      if (!decided.ok) return refused(orderId, decided.error, cause);
      if (decided.value === undefined) return undefined;
      return (await stocks.save(decided.value, cause)) === 'saved' ? undefined : AGAIN;
    });

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
      putBack(
        orderId,
        ({ lines }) => lines,
        (reservation, levels) => release(orderId, reservation, levels),
        cause,
      ),

    /** @param missing what the warehouse did not find */
    packedShort: (orderId: string, missing: readonly StockLine[], cause: Cause): Promise<void> => {
      const lines = merged(missing);
      return putBack(
        orderId,
        // What is not set aside (any more) is a contradiction, whatever the level.
        (reservation) =>
          lines.filter(({ itemId, count }) =>
            reservation.lines.some((held) => held.itemId === itemId && held.count >= count),
          ),
        (reservation, levels) => releaseMissing(orderId, reservation, lines, levels),
        cause,
      );
    },

    /** @param by a parcel, `parcel/<parcelId>`, or what came in of a return, `<returnId>/<receipt>` */
    cameBack: (orderId: string, by: string, back: readonly StockLine[], cause: Cause): Promise<void> => {
      const lines = merged(back);
      return decide(orderId, async () => {
        const levels = await levelsOf(lines);
        if (levels.size < lines.length) throw new Error(`An item of ${orderId} is not known here yet.`);
        const saved = await stocks.saveReturned(takeBack({ orderId, by, lines }, levels), cause);
        return saved === 'stock_moved' ? AGAIN : undefined;
      });
    },

    shipped: (orderId: string, { parcelId, lines }: Parcel, cause: Cause): Promise<void> =>
      decide(orderId, async () => {
        const decided = commit(orderId, await stocks.reservation(orderId), { parcelId, lines: merged(lines) });
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
