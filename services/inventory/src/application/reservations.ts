import type { StockLine } from '@orderwire/events-schema/common';
import type { Result } from '@orderwire/kernel/result';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import type { Cause } from '@orderwire/messaging/outbox';
import { type Change, commit, merged, type Refusal, release, reserve } from '../domain/reservation.ts';
import type { Stocks } from './stocks.ts';

/** Whoever makes us decide again has got something done; so many in a row are not met in practice. */
const MAX_DECISIONS = 8;

/**
 * What becomes of an order's stock. Each may be called twice, late and in any order: the reservation row, whose key is
 * the order, is met by whoever comes second.
 * @throws TerminalError when the events contradict each other; Error when it may pass
 */
export const makeReservations = ({ stocks }: { readonly stocks: Stocks }) => {
  const levelsOf = (lines: readonly StockLine[]) => stocks.levels(lines.map(({ itemId }) => itemId));

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
        const change = orThrow(release(orderId, reservation, levels));
        return change === undefined || (await stocks.save(change, cause)) === 'saved';
      }),

    shipped: (orderId: string, cause: Cause): Promise<void> =>
      untilDecided(async () => {
        const change = orThrow(commit(orderId, await stocks.reservation(orderId)));
        return change === undefined || (await stocks.save(change, cause)) === 'saved';
      }),
  };
};

export type Reservations = ReturnType<typeof makeReservations>;

const untilDecided = async (decide: () => Promise<boolean>): Promise<void> => {
  for (let decisions = 1; decisions <= MAX_DECISIONS; decisions += 1) if (await decide()) return;
  throw new Error(`The stock moved under ${MAX_DECISIONS} decisions in a row.`);
};

/** What has not arrived yet is waited for; a contradiction never passes and is parked. */
const orThrow = (decision: Result<Change | undefined, Refusal>): Change | undefined => {
  if (decision.ok) return decision.value;
  const { code, detail } = decision.error;
  throw code === 'RESERVATION_NOT_FOUND' ? new Error(detail) : new TerminalError(code, detail);
};
