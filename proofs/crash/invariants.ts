import type { Check, Fault } from './check.ts';
import { COURSES } from './courses.ts';
import { orderIdOf } from './ledger.ts';
import type { Snapshot } from './snapshot.ts';
import { mailFaults } from './mail-faults.ts';
import { timelineFaults } from './timeline-faults.ts';

const SHIPPED = new Set(['shipped', 'delivered']);
const LIVE = new Set(['placed', 'confirmed', 'packed']);

/** Each key of a customer made one order, whole: whether its first answer was heard or not. */
const everyOrderOnce: Check = ({ orders }, stories) => {
  const wanted = new Map(stories.map((story) => [story.placed?.orderId ?? '', story]));
  const strangers = orders
    .filter(({ orderId }) => !wanted.has(orderId))
    .map(({ orderId }) => ({ orderId, what: 'exists, and nobody was ever told: an order was doubled' }));
  const present = new Set(orders.map(({ orderId }) => orderId));
  const missing = stories
    .filter(({ placed }) => placed !== undefined && !present.has(placed.orderId))
    .map((story) => ({ orderId: orderIdOf(story), what: 'was placed and is gone' }));
  return [...strangers, ...missing];
};

const everyOrderAtRest: Check = ({ orders }, stories) => {
  const statuses = new Map(orders.map(({ orderId, status }) => [orderId, status]));
  return stories.flatMap(({ placed, course }) => {
    const status = statuses.get(placed?.orderId ?? '');
    return placed === undefined || status === undefined || status === COURSES[course]
      ? []
      : [{ orderId: placed.orderId, what: `is ${status} and should rest as ${COURSES[course]}` }];
  });
};

/** @param received what there was of each item before the first order */
export const stockAddsUp =
  (received: ReadonlyMap<string, number>): Check =>
  ({ stock, reservations }) => {
    const sums = (status: string): ReadonlyMap<string, number> => {
      const totals = new Map<string, number>();
      for (const { lines } of reservations.filter((one) => one.status === status))
        for (const { itemId, count } of lines) totals.set(itemId, (totals.get(itemId) ?? 0) + count);
      return totals;
    };
    const [live, gone] = [sums('reserved'), sums('committed')];
    const items = new Map(stock.map((row) => [row.itemId, row]));
    return [...received].flatMap(([itemId, all]) => {
      const row = items.get(itemId);
      if (!row) return [{ what: `the stock of ${itemId} is gone` }];
      const { onHand, reserved, available, shipped } = row;
      const agrees =
        onHand + shipped === all &&
        available === onHand - reserved &&
        available >= 0 &&
        reserved === (live.get(itemId) ?? 0) &&
        shipped === (gone.get(itemId) ?? 0);
      const wanted = `received ${all}, reserved ${live.get(itemId) ?? 0}, shipped ${gone.get(itemId) ?? 0}`;
      return agrees ? [] : [{ what: `the stock of ${itemId} is ${JSON.stringify(row)}; by its orders: ${wanted}` }];
    });
  };

const wantedReservation = (status: string): readonly string[] => {
  if (SHIPPED.has(status)) return ['committed'];
  if (LIVE.has(status)) return ['reserved'];
  return ['failed', 'released'];
};

const reservationsFollowOrders: Check = ({ orders, reservations }) => {
  const byOrder = new Map(reservations.map((row) => [row.orderId, row.status]));
  return orders.flatMap(({ orderId, status }) => {
    const found = byOrder.get(orderId) ?? 'none';
    return wantedReservation(status).includes(found)
      ? []
      : [{ orderId, what: `is ${status} and its reservation is ${found}` }];
  });
};

const paymentsFollowOrders: Check = ({ orders, payments }) => {
  const byOrder = new Map(payments.map((row) => [row.orderId, row]));
  return orders.flatMap(({ orderId, status, totals }) => {
    const { status: paid = 'none', amount } = byOrder.get(orderId) ?? {};
    const wanted = SHIPPED.has(status) ? ['captured'] : LIVE.has(status) ? ['authorized'] : ['voided', 'declined'];
    const exact = amount === totals.total || (amount === undefined && paid === 'voided');
    return wanted.includes(paid) && exact
      ? []
      : [{ orderId, what: `is ${status} over ${totals.total} and its payment is ${paid} over ${amount ?? 'nothing'}` }];
  });
};

/** One for each order that left the house, numbered from 1 without a gap. */
const invoicesAreWhole: Check = ({ orders, invoices, series }) => {
  const byOrder = new Map(invoices.map((row) => [row.orderId, row]));
  const ofOrders = orders.flatMap(({ orderId, status, totals }) => {
    const row = byOrder.get(orderId);
    const issued = row?.status === 'issued';
    if (issued !== SHIPPED.has(status))
      return [{ orderId, what: `is ${status} and its invoice is ${row?.status ?? 'none'}` }];
    if (issued && row.totals.total !== totals.total)
      return [{ orderId, what: `its invoice is over ${row.totals.total} instead of ${totals.total}` }];
    return [];
  });
  const numbers = invoices
    .flatMap(({ number }) => (number === undefined ? [] : [Number(number.slice(number.lastIndexOf('-') + 1))]))
    .sort((one, other) => one - other);
  const gapless = numbers.every((number, index) => number === index + 1);
  const last = series.reduce((sum, { lastPosition }) => sum + lastPosition, 0);
  return gapless && last === numbers.length
    ? ofOrders
    : [...ofOrders, { what: `the invoices are numbered ${numbers.join(', ')}; the last number given is ${last}` }];
};

const nothingIsParked: Check = ({ queues }) =>
  queues
    .filter(({ visible, inFlight, delayed }) => visible + inFlight + delayed > 0)
    .map(({ name, deadLetter, visible, inFlight, delayed }) => ({
      what: `${deadLetter ? 'parked in' : 'left in'} ${name}: ${visible} visible, ${inFlight} in flight, ${delayed} delayed`,
    }));

const partnersWereTold: Check = ({ timeline, warehouse, courier, orders }) => {
  const sent = (rows: Snapshot['courier'], kind: string): ReadonlySet<string> =>
    new Set(rows.filter((row) => row.kind === kind && row.status === 'sent').map(({ orderId }) => orderId));
  const [confirmed, packed] = [sent(warehouse, 'order.confirmed'), sent(courier, 'order.packed')];
  const happened = (type: string): readonly string[] =>
    timeline.filter((row) => row.type === type).map(({ orderId }) => orderId);
  // Of a cancelled order a partner need not hear: its webhook may have been stopped.
  const cancelled = new Set(orders.filter(({ status }) => status === 'cancelled').map(({ orderId }) => orderId));
  const missing = (who: string, heard: ReadonlySet<string>, of: readonly string[]): readonly Fault[] =>
    of
      .filter((orderId) => !heard.has(orderId) && !cancelled.has(orderId))
      .map((orderId) => ({ orderId, what: `the ${who} was not told` }));
  return [
    ...missing('warehouse', confirmed, happened('OrderConfirmed')),
    ...missing('courier', packed, happened('OrderPacked')),
  ];
};

/** Every check, by the name it is counted under. */
export const checksOf = (received: ReadonlyMap<string, number>): Readonly<Record<string, Check>> => ({
  'every key one order': everyOrderOnce,
  'every order at rest': everyOrderAtRest,
  'stock adds up': stockAddsUp(received),
  'reservations follow orders': reservationsFollowOrders,
  'payments follow orders': paymentsFollowOrders,
  'invoices without a gap': invoicesAreWhole,
  'each mail once': mailFaults,
  'timelines complete': timelineFaults,
  'partners told': partnersWereTold,
  'nothing parked': nothingIsParked,
});
