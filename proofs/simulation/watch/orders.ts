import { isFinal, NEXT } from '../../invariants/lifecycle.ts';
import { faultOfCharges, type Item, numberOf } from './money.ts';
import type { Watch } from './watch.ts';

/** Where each event may leave its order: with several parcels, that is decided by all of them together. */
const MOVES: Readonly<Record<string, readonly string[]>> = {
  OrderConfirmed: ['confirmed'],
  OrderRejected: ['rejected'],
  OrderCancelled: ['cancelled'],
  OrderPacked: ['packed'],
  OrderShipped: ['shipped', 'delivery_failed'],
  ParcelDelivered: ['shipped', 'delivery_failed'],
  ParcelReturned: ['shipped', 'delivery_failed'],
  OrderDelivered: ['delivered'],
  OrderDeliveryFailed: ['delivery_failed'],
  OrderReturned: ['returned'],
};

/** What may happen to one parcel while another one keeps the order where it is. */
const OF_A_PARCEL = new Set(['OrderShipped', 'ParcelDelivered', 'ParcelReturned', 'OrderDeliveryFailed']);

/** Where the events of one write may lead to from there: it may make several moves, each legal and each told. */
const ledTo = (from: string, events: readonly { readonly type: string }[]): readonly string[] => {
  let statuses: readonly string[] = [from];
  for (const { type } of events) {
    const next = MOVES[type];
    if (next === undefined) continue;
    const stays = OF_A_PARCEL.has(type) ? statuses.filter((status) => next.includes(status) && isUnderWay(status)) : [];
    statuses = [...stays, ...statuses.flatMap((status) => (NEXT[status] ?? []).filter((one) => next.includes(one)))];
  }
  return statuses;
};

const isUnderWay = (status: string): boolean => status === 'shipped' || status === 'delivery_failed';

interface Outbox {
  readonly causationId: string;
  readonly sequence: number;
  readonly events: readonly { readonly type: string }[];
}

/** Who is billed, as the row says it: what it does not say is the recipient's. */
const billedIn = (item: Item): string => {
  const { name, email, address } = item['recipient']?.M ?? {};
  return JSON.stringify({ name, email, address, ...item['billing']?.M });
};

/** What this very write promises to publish. */
const newOutboxOf = (before: Item | undefined, after: Item): Outbox | undefined => {
  const text = after['outbox']?.S;
  return text === undefined || text === before?.['outbox']?.S ? undefined : (JSON.parse(text) as Outbox);
};

/** A quarter of an hour, by two clocks that may be out by ten minutes each, and a few ticks that failed. */
const LONGEST_WAIT_MS = 45 * 60_000;

/** People know that an answer is late, or that a rule holds it. */
const mayWait = ({ watched, review }: Item): boolean => watched?.M?.['lateAt'] !== undefined || review !== undefined;

/** Every write of an order: versions, steps, causes, money. */
export const watchOrders = ({ checks, names, now, shop }: Watch) => {
  const table = names.table('OrdersTable');
  const causes = new Map<string, Set<string>>();
  const placedAt = new Map<string, number>();

  return (tableName: string, before: Item | undefined, after: Item | undefined): void => {
    if (tableName !== table) return;
    const pk = (after ?? before)?.['pk']?.S ?? '';
    if (!pk.startsWith('order/')) return;
    const orderId = pk.slice('order/'.length);
    if (after === undefined) {
      checks.that('01-acknowledged', false, () => 'the order was removed', orderId);
      return;
    }
    const was = before === undefined ? 0 : numberOf(before, 'version');
    const is = numberOf(after, 'version');
    checks.that('03-versions', is === was + 1, () => `version ${String(was)} became ${String(is)}`, orderId);
    const from = before?.['status']?.S ?? 'placed';
    const to = after['status']?.S ?? '';
    const outbox = newOutboxOf(before, after);
    const types = (outbox?.events ?? []).map(({ type }) => type);
    checks.that(
      '03-versions',
      ledTo(from, outbox?.events ?? []).includes(to) && types.includes('OrderPlaced') === (before === undefined),
      () => `${from} became ${to}, and the write tells of ${types.join(', ') || 'nothing'}`,
      orderId,
    );
    if (before === undefined) placedAt.set(orderId, now());
    const waitedMs = now() - (placedAt.get(orderId) ?? now());
    checks.that(
      '02-rest',
      !types.includes('OrderConfirmed') || waitedMs < LONGEST_WAIT_MS || mayWait(after),
      () => `confirmed after ${String(Math.round(waitedMs / 60_000))} minutes`,
      orderId,
    );
    checks.that('02-rest', !isFinal(from) || from === to, () => `the final state ${from} became ${to}`, orderId);
    // Whose customer was erased, and which has ended, says nothing of anybody any more.
    const isForgotten = after['erasure']?.S === 'done' && isFinal(to);
    const isAddressed = from !== 'placed' && from !== 'confirmed' && before !== undefined;
    checks.that(
      '03-versions',
      isForgotten || !isAddressed || JSON.stringify(before['recipient']) === JSON.stringify(after['recipient']),
      () => `the address changed when it was ${from}`,
      orderId,
    );
    checks.that(
      '05-invoices',
      isForgotten || before === undefined || billedIn(before) === billedIn(after),
      () => 'who is billed changed with the parcel',
      orderId,
    );
    checks.that(
      '07-mails',
      before === undefined || before['language']?.S === after['language']?.S,
      () => 'its language changed',
      orderId,
    );
    // Also when the parcel goes elsewhere: there it must be taxed as it was decided.
    const isMoved = JSON.stringify(before?.['recipient']) !== JSON.stringify(after['recipient']);
    const fault = isMoved && !isForgotten ? faultOfCharges(after, shop) : undefined;
    checks.that('10-money', fault === undefined, () => fault ?? '', orderId);
    const isFrozen = before === undefined || JSON.stringify(before['charges']) === JSON.stringify(after['charges']);
    checks.that('10-money', isFrozen, () => 'what it costs changed', orderId);

    if (outbox === undefined) return;
    const { causationId, sequence } = outbox;
    const known = causes.get(orderId) ?? new Set();
    causes.set(orderId, known);
    checks.that(
      '03-versions',
      causationId !== '' && !known.has(causationId),
      () => `cause ${causationId} moved it twice`,
      orderId,
    );
    checks.that(
      '03-versions',
      sequence === is,
      () => `the events of version ${String(is)} say ${String(sequence)}`,
      orderId,
    );
    known.add(causationId);
  };
};
