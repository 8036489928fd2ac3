import type { Cause } from '@orderwire/events-schema/cause';
import type { Clock } from '@orderwire/kernel/clock';
import type { Actor } from '@orderwire/events-schema/envelope';
import { AGAIN, untilDecided } from '@orderwire/kernel/decide';
import { ok, refuse, type Result } from '@orderwire/kernel/result';
import type { RaiseAttention } from '@orderwire/store/attention';
import {
  type BelowReserved,
  correct,
  type Correction,
  type Movement,
  state,
  type Statement,
  takeIn,
} from '../domain/movement.ts';
import type { Stock } from '../domain/stock.ts';
import type { Movements, ReceiptKey } from './movements.ts';
import type { Stocks } from './stocks.ts';

/** Sales of an item that sells fast come in between; each is a matter of milliseconds. */
const MAX_DECISIONS = 20;

interface NotFound {
  readonly code: 'ITEM_NOT_FOUND';
}

/** What people do to what there is: count it, and take goods in. Each leaves an entry in the item's history. */
export interface MoveStock {
  /** @param isSeen whether a version is the one that the caller has read; absent where they do not say */
  readonly correct: (
    itemId: string,
    correction: Correction,
    isSeen: ((version: number) => boolean) | undefined,
    cause: Cause,
  ) => Promise<Result<Stock, NotFound | { readonly code: 'VERSION_STALE' } | BelowReserved>>;
  /** A delivery of the same name counts once. */
  readonly takeIn: (
    itemId: string,
    goods: { readonly count: number; readonly reference?: string | undefined },
    key: ReceiptKey,
    cause: Cause,
  ) => Promise<Result<{ readonly movement: Movement; readonly isReplayed: boolean }, NotFound | KeyReused>>;
  /**
   * So many are to be had from now on, says a version of the item in the catalogue. A person is told where somebody has counted
   * or taken goods in since it was said: then it changes nothing.
   * @param saidBy whoever changed the item: the history names them
   * @throws Error when the item is not known here yet: its event comes again
   */
  readonly state: (itemId: string, statement: Statement, saidBy: Actor, cause: Cause) => Promise<void>;
}

interface KeyReused {
  readonly code: 'IDEMPOTENCY_KEY_REUSED';
}

export const makeMoveStock = (ports: {
  readonly stocks: Pick<Stocks, 'levels'>;
  readonly movements: Pick<Movements, 'find' | 'receipt' | 'save'>;
  readonly raise: RaiseAttention;
  readonly clock: Clock;
}): MoveStock => {
  const { stocks, movements, raise, clock } = ports;
  const levelOf = async (itemId: string): Promise<Stock | undefined> => (await stocks.levels([itemId])).get(itemId);
  const decide = <T>(itemId: string, round: (stock: Stock | undefined) => Promise<T | typeof AGAIN>): Promise<T> =>
    untilDecided(`The stock of ${itemId}`, MAX_DECISIONS, async () => round(await levelOf(itemId)));
  const byOf = ({ actor }: Cause) => ({ actor, at: clock() });

  const replay = async (itemId: string, { name, fingerprint }: ReceiptKey) => {
    const receipt = await movements.receipt(itemId, name);
    if (!receipt) return undefined;
    if (receipt.fingerprint !== fingerprint) return refuse({ code: 'IDEMPOTENCY_KEY_REUSED' } as const);
    const [movement] = await movements.find(itemId, [receipt.number]);
    return movement && ok({ movement, isReplayed: true });
  };

  return {
    correct: (itemId, correction, isSeen, cause) =>
      decide(itemId, async (stock) => {
        if (!stock) return refuse({ code: 'ITEM_NOT_FOUND' } as const);
        if (isSeen && !isSeen(stock.version)) return refuse({ code: 'VERSION_STALE' } as const);
        const decided = correct(stock, correction, byOf(cause));
        if (!decided.ok) return decided;
        if (!decided.value) return ok(stock);
        return (await movements.save(decided.value, undefined, cause)) === 'saved' ? ok(decided.value.stock) : AGAIN;
      }),

    takeIn: (itemId, goods, key, cause) =>
      decide(itemId, async (stock) => {
        if (!stock) return refuse({ code: 'ITEM_NOT_FOUND' } as const);
        const before = await replay(itemId, key);
        if (before) return before;
        const change = takeIn(stock, goods, byOf(cause));
        const saved = await movements.save(change, key, cause);
        return saved === 'saved' ? ok({ movement: change.movement, isReplayed: false }) : AGAIN;
      }),

    state: (itemId, statement, saidBy, cause) =>
      decide(itemId, async (stock) => {
        if (!stock) throw new Error(`The item ${itemId} is not known here yet.`);
        const decided = state(stock, statement, { actor: saidBy, at: clock() });
        if (!decided.ok) return raise(decided.error, cause);
        const { value: change } = decided;
        if (change === undefined) return undefined;
        return (await movements.save(change, undefined, { ...cause, actor: saidBy })) === 'saved' ? undefined : AGAIN;
      }),
  };
};
