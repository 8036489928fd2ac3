import type { NewEvent } from '@orderwire/events-schema/envelope';
import type { StockLine } from '@orderwire/events-schema/common';
import type {
  ReturnApproved,
  ReturnReceived,
  ReturnRejected,
  ReturnRequested,
  ReturnsErased,
} from '@orderwire/events-schema/returns';
import { invariant } from '@orderwire/kernel/invariant';
import { ok, refuse, type Result } from '@orderwire/kernel/result';
import { orderNumberOf } from '@orderwire/money/order-number';
import { countsOf, lastDeliveryOf, linesOf, type Order, type Return, returnableOf } from './order.ts';
import type { ReturnRules } from './rules.ts';

export type ReturnEventDefinition =
  typeof ReturnRequested | typeof ReturnApproved | typeof ReturnRejected | typeof ReturnReceived | typeof ReturnsErased;

/** What is to be written in one piece. */
export interface Change {
  readonly order: Order;
  /** Whose events these are. */
  readonly returnId?: string;
  readonly events: readonly NewEvent<ReturnEventDefinition>[];
}

/** Each is small, and many at once are a mistake: the row holds them all. */
const MAX_RETURNS = 20;

export interface Wish {
  readonly lines: readonly StockLine[];
  readonly reason?: string | undefined;
  readonly asked?: Return['asked'] | undefined;
}

export type AskRefusal =
  | { readonly code: 'NOTHING_TO_RETURN' | 'TOO_MANY_RETURNS' | 'IDEMPOTENCY_KEY_REUSED' }
  | { readonly code: 'RETURN_TOO_LATE'; readonly until: string }
  | {
      readonly code: 'MORE_THAN_SHIPPED';
      /** Positions in the wish's lines, and how many can be asked for. */
      readonly faults: readonly { readonly position: number; readonly most: number }[];
    };

interface Asked extends Change {
  readonly asked: Return;
  readonly isReplayed: boolean;
}

/** `ord_…` and `ret_…_2` have the same characters between them. */
const returnIdOf = (orderId: string, position: number): string => `ret_${orderId.slice('ord_'.length)}_${position}`;

/** The order that a return is of; undefined for what is no id of a return. */
export const orderIdOf = (returnId: string): string | undefined => {
  const [, order] = /^ret_([0-9A-HJKMNP-TV-Z]{26})_[1-9]\d?$/.exec(returnId) ?? [];
  return order === undefined ? undefined : `ord_${order}`;
};

/** A customer asks to send goods back. They may be on their way still. */
export const ask = (order: Order, wish: Wish, at: number, rules: ReturnRules): Result<Asked, AskRefusal> => {
  const known = wish.asked && order.returns.find(({ asked }) => asked?.key === wish.asked?.key);
  if (known?.asked)
    return known.asked.fingerprint === wish.asked?.fingerprint
      ? ok({ order, events: [], asked: known, isReplayed: true })
      : refuse({ code: 'IDEMPOTENCY_KEY_REUSED' });
  const refused = whyNot(order, wish, at, rules);
  if (refused) return refuse(refused);
  const asked: Return = {
    returnId: returnIdOf(order.orderId, order.returns.length + 1),
    lines: linesOf(countsOf(wish.lines)),
    ...(wish.reason !== undefined && { reason: wish.reason }),
    ...(wish.asked && { asked: wish.asked }),
    status: 'requested',
    requestedAt: at,
    receipts: [],
  };
  const requested: Change = {
    order: { ...order, version: order.version + 1, returns: [...order.returns, asked] },
    returnId: asked.returnId,
    events: [{ type: 'ReturnRequested', data: requestedOf(order, asked, rules) }],
  };
  if (rules.approval === 'staff') return ok({ ...requested, asked, isReplayed: false });
  const approved = approvedBy(order, asked, at, rules, true);
  return ok({
    ...requested,
    order: { ...requested.order, returns: [...order.returns, approved] },
    events: [...requested.events, { type: 'ReturnApproved', data: approvalOf(order, approved) }],
    asked: approved,
    isReplayed: false,
  });
};

const whyNot = (order: Order, { lines }: Wish, at: number, rules: ReturnRules): AskRefusal | undefined => {
  const last = lastDeliveryOf(order);
  const until = last === undefined ? undefined : rules.lastDayAfter(last);
  if (until !== undefined && rules.dayOf(at) > until) return { code: 'RETURN_TOO_LATE', until };
  const returnable = returnableOf(order);
  if (linesOf(returnable).length === 0) return { code: 'NOTHING_TO_RETURN' };
  const wanted = countsOf(lines);
  const faults = lines.flatMap(({ itemId }, position) => {
    const most = returnable.get(itemId) ?? 0;
    return (wanted.get(itemId) ?? 0) > most ? { position, most } : [];
  });
  if (faults.length > 0) return { code: 'MORE_THAN_SHIPPED', faults };
  return order.returns.length >= MAX_RETURNS ? { code: 'TOO_MANY_RETURNS' } : undefined;
};

export const aboutOf = (orderId: string, { returnId }: Return) => ({
  orderId,
  orderNumber: orderNumberOf(orderId),
  returnId,
});

const requestedOf = (order: Order, asked: Return, { approval }: ReturnRules) => {
  const { customerId } = order;
  invariant(customerId !== undefined, 'Nobody sees an order here before it is known whose it is.');
  return {
    ...aboutOf(order.orderId, asked),
    customerId,
    lines: titled(order, asked.lines),
    ...(asked.reason !== undefined && { reason: asked.reason }),
    ...(approval === 'automatic' && { isApproved: true as const }),
  };
};

/** Lines with what people call the items. */
export const titled = ({ parcels }: Order, lines: readonly StockLine[]) => {
  const titles = new Map(
    parcels.flatMap(({ goods }) => (goods?.lines ?? []).map(({ itemId, title }) => [itemId, title])),
  );
  return lines.map((line) => ({ ...line, title: titles.get(line.itemId) ?? line.itemId }));
};

/** In the order's language, or in the one that there is: how goods come back is better read in another one than not at all. */
const instructionsFor = ({ language = 'en' }: Order, { instructions }: ReturnRules): string | undefined =>
  instructions[language] ?? Object.values(instructions)[0];

const approvedBy = (order: Order, one: Return, at: number, rules: ReturnRules, isAutomatic: boolean): Return => {
  const instructions = instructionsFor(order, rules);
  const { labelUrl } = rules;
  return {
    ...one,
    status: 'approved',
    decidedAt: at,
    ...(isAutomatic && { isAutomatic }),
    ...(instructions !== undefined && { instructions }),
    ...(labelUrl !== undefined && { labelUrl: labelUrl.replaceAll('{returnId}', one.returnId) }),
  };
};

const approvalOf = (order: Order, one: Return) => ({
  ...aboutOf(order.orderId, one),
  lines: titled(order, one.lines),
  ...(one.instructions !== undefined && { instructions: one.instructions }),
  ...(one.labelUrl !== undefined && { labelUrl: one.labelUrl }),
});

interface Answered extends Change {
  readonly answered: Return;
}

interface AnswerRefused<Code> {
  readonly code: 'RETURN_NOT_FOUND' | Code;
}

/** @param otherwise what to say where staff have answered the other way */
const answer = <Code extends string>(
  order: Order,
  returnId: string,
  { status, otherwise }: { readonly status: 'approved' | 'rejected'; readonly otherwise: Code },
  change: (one: Return) => { readonly answered: Return; readonly event: NewEvent<ReturnEventDefinition> },
): Result<Answered, AnswerRefused<Code>> => {
  const one = order.returns.find((known) => known.returnId === returnId);
  if (!one) return refuse({ code: 'RETURN_NOT_FOUND' });
  if (one.status === status) return ok({ order, events: [], answered: one });
  if (one.status !== 'requested') return refuse({ code: otherwise });
  const { answered, event } = change(one);
  const returns = order.returns.map((known) => (known === one ? answered : known));
  return ok({ order: { ...order, version: order.version + 1, returns }, returnId, events: [event], answered });
};

/** Staff let the goods come. Said twice it is once. */
export const approve = (order: Order, returnId: string, at: number, rules: ReturnRules) =>
  answer(order, returnId, { status: 'approved', otherwise: 'RETURN_REJECTED' }, (one) => {
    const answered = approvedBy(order, one, at, rules, false);
    return { answered, event: { type: 'ReturnApproved', data: approvalOf(order, answered) } };
  });

/** Staff do not take the goods back. They may be asked for again. */
export const reject = (order: Order, returnId: string, at: number, reason: string | undefined) =>
  answer(order, returnId, { status: 'rejected', otherwise: 'RETURN_APPROVED' }, (one) => ({
    answered: { ...one, status: 'rejected', decidedAt: at, ...(reason !== undefined && { rejection: reason }) },
    event: {
      type: 'ReturnRejected',
      data: { ...aboutOf(order.orderId, one), ...(reason !== undefined && { reason }) },
    },
  }));
