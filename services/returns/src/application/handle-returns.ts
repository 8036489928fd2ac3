import type { Cause } from '@orderwire/events-schema/cause';
import type { Clock } from '@orderwire/kernel/clock';
import { AGAIN, untilDecided } from '@orderwire/kernel/decide';
import { ok, refuse, type Result } from '@orderwire/kernel/result';
import { approve, ask, type AskRefusal, type Change, orderIdOf, reject, titled, type Wish } from '../domain/ask.ts';
import { forgetEnded } from '../domain/erase.ts';
import { lastDeliveryOf, linesOf, type Order, returnableOf, type Return } from '../domain/order.ts';
import type { ReturnRules } from '../domain/rules.ts';
import type { Orders } from './ports.ts';
import { show, showFirst, type Shown } from './show-returns.ts';

export interface Caller {
  readonly customerId: string;
  readonly staff: boolean;
}

interface Asking {
  readonly caller: Caller;
  readonly cause: Cause;
}

type NotFound = { readonly code: 'ORDER_NOT_FOUND' };

/** An order has few writers here. Who loses more often than this tries again later. */
const MAX_DECISIONS = 5;

/** Until its first parcel is known here nobody sees an order: it is not known whose it is. */
const maySee = ({ customerId }: Order, caller: Caller): boolean =>
  customerId !== undefined && (caller.staff || caller.customerId === customerId);

interface Deps {
  readonly orders: Orders;
  readonly clock: Clock;
  readonly rules: ReturnRules;
}

/** What customers and staff do with returns. */
export const makeHandleReturns = ({ orders, clock, rules }: Deps) => {
  const findFor = async (orderId: string, caller: Caller): Promise<Order | undefined> => {
    const order = await orders.find(orderId);
    return order && maySee(order, caller) ? order : undefined;
  };

  /** Undefined where the caller sees no such order. */
  const change = <C extends Change, E>(
    orderId: string,
    { caller, cause }: Asking,
    decide: (order: Order, at: number) => Result<C, E>,
  ): Promise<Result<C, E> | undefined> =>
    untilDecided(`The returns of ${orderId}`, MAX_DECISIONS, async () => {
      const order = await findFor(orderId, caller);
      if (!order) return undefined;
      const decided = decide(order, clock());
      if (!decided.ok || decided.value.events.length === 0) return decided;
      const saved = await orders.save(forgetEnded(decided.value), { ...cause, correlationId: orderId });
      return saved ? decided : AGAIN;
    });

  const answer = async <E>(
    returnId: string,
    asking: Asking,
    decide: (order: Order, at: number) => Result<Change & { readonly answered: Return }, E>,
  ): Promise<Result<Shown, E | { readonly code: 'RETURN_NOT_FOUND' }>> => {
    const orderId = orderIdOf(returnId);
    const answered = orderId === undefined ? undefined : await change(orderId, asking, decide);
    if (!answered) return refuse({ code: 'RETURN_NOT_FOUND' });
    return answered.ok ? ok(show(answered.value.order, answered.value.answered)) : answered;
  };

  return {
    /** Oldest first. `until` is the last day, once the order's last parcel is delivered. */
    list: async (orderId: string, caller: Caller) => {
      const order = await findFor(orderId, caller);
      if (!order) return refuse({ code: 'ORDER_NOT_FOUND' } as const);
      const last = lastDeliveryOf(order);
      return ok({
        returns: order.returns.map((one) => show(order, one)),
        returnable: titled(order, linesOf(returnableOf(order))),
        ...(last !== undefined && { until: rules.lastDayAfter(last) }),
      });
    },

    ask: async (
      orderId: string,
      wish: Wish,
      asking: Asking,
    ): Promise<Result<{ readonly shown: Shown; readonly isReplayed: boolean }, AskRefusal | NotFound>> => {
      const asked = await change(orderId, asking, (order, at) => ask(order, wish, at, rules));
      if (!asked) return refuse({ code: 'ORDER_NOT_FOUND' });
      if (!asked.ok) return asked;
      const { order, asked: one, isReplayed } = asked.value;
      return ok({ shown: showFirst(order, one), isReplayed });
    },

    approve: (returnId: string, asking: Asking) =>
      answer(returnId, asking, (order, at) => approve(order, returnId, at, rules)),

    reject: (returnId: string, reason: string | undefined, asking: Asking) =>
      answer(returnId, asking, (order, at) => reject(order, returnId, at, reason)),
  };
};

export type HandleReturns = ReturnType<typeof makeHandleReturns>;
