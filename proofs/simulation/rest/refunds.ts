import type { Charges } from '@orderwire/money/charges';
import { NOTHING, partOf, type Taken, together } from '@orderwire/money/parts';
import type { Line } from '../../invariants/books.ts';
import type { Published } from '../ledger.ts';
import type { Look } from '../watch/effects.ts';
import { refusedOf } from '../watch/refusals.ts';
import type { World } from '../world/world.ts';
import { isSame, type Parcel, textOf } from './parcels.ts';

type Parcels = ReadonlyMap<string, Parcel>;
type That = (invariant: '05-invoices' | '06-stock' | '10-money', holds: boolean, what: string) => void;

interface Refund {
  readonly parcelId: string;
  readonly lines: readonly Line[];
  readonly charges: Charges;
}

interface Received {
  readonly orderId: string;
  readonly returnId: string;
  readonly receipt: number;
  readonly lines: readonly Line[];
  readonly condition: 'good' | 'damaged';
  readonly restock: boolean;
  readonly refunds: readonly Refund[];
  readonly total: number;
}

interface CameBack extends Refund {
  readonly restock: boolean;
}

/** What must be paid back and put back, by its id. */
interface Due {
  readonly refunds: ReadonlyMap<string, Refund>;
  readonly restocked: readonly Line[];
}

const shippingOf = (refunds: Iterable<Refund>): number =>
  [...refunds].reduce((sum, { charges }) => sum + charges.shipping, 0);

const countOf = (lines: readonly Line[]): number => lines.reduce((sum, { count }) => sum + count, 0);

/** Each order's events of these kinds, in the order in which they were made. */
const eventsOf = ({ ledger }: World, ...types: readonly string[]): ReadonlyMap<string, readonly Published[]> => {
  const found = new Map<string, Published[]>();
  for (const event of ledger.published.values()) {
    if (!types.includes(event.type)) continue;
    const orderId = typeof event.data['orderId'] === 'string' ? event.data['orderId'] : event.subject;
    found.set(orderId, [...(found.get(orderId) ?? []), event]);
  }
  for (const events of found.values()) events.sort((one, other) => one.sequence - other.sequence);
  return found;
};

/** A receipt gives back part by part what its parcels cost, and shipping only with the last piece of the order. */
const receive = (
  { refunds, restocked }: Due,
  { returnId, receipt, lines, condition, restock, refunds: parts, total }: Received,
  { parcels, that, givesShipping }: { readonly parcels: Parcels; readonly that: That; readonly givesShipping: boolean },
): Due => {
  const after = new Map(refunds);
  for (const part of parts) {
    const parcel = parcels.get(part.parcelId);
    const before = [...after.values()]
      .filter(({ parcelId }) => parcelId === part.parcelId)
      .reduce((taken, given) => together(taken, takenBy(given)), NOTHING);
    const wanted = takenBy(part);
    const isThere = parcel?.state === 'delivered' && fits(parcel, together(before, wanted));
    that('10-money', isThere, `${returnId} gives back ${textOf(part.lines)} of ${part.parcelId}, which is not out`);
    if (isThere) {
      const worth = partOf(parcel.charges, before, wanted);
      that(
        '10-money',
        isSame(part.charges, worth),
        `${part.parcelId}: ${worth.total} is due, and ${part.charges.total} refunded`,
      );
    }
    after.set(`${returnId}/${String(receipt)}/${part.parcelId}`, part);
  }
  const isAll = [...parcels.values()].every(
    ({ parcelId, state, lines: sent }) =>
      state === 'returned' ||
      countOf(sent) === countOf([...after.values()].flatMap((one) => (one.parcelId === parcelId ? one.lines : []))),
  );
  that('10-money', shippingOf(parts) === 0 || (givesShipping && isAll), `${returnId} gives shipping back too early`);
  that(
    '10-money',
    textOf(parts.flatMap((one) => one.lines)) === textOf(lines),
    `${returnId} refunds what did not arrive`,
  );
  that('10-money', total === parts.reduce((sum, { charges }) => sum + charges.total, 0), `${returnId} does not add up`);
  that(
    '06-stock',
    restock === (condition === 'good' && lines.length > 0) || lines.length === 0,
    `${returnId} is ${condition}, and back on the shelf: ${String(restock)}`,
  );
  return { refunds: after, restocked: restock ? [...restocked, ...lines] : restocked };
};

const takenBy = ({ lines, charges }: Refund): Taken => ({
  counts: new Map(lines.map(({ itemId, count }) => [itemId, count])),
  shipping: charges.shipping,
});

const fits = ({ lines, charges }: Parcel, { counts, shipping }: Taken): boolean =>
  shipping <= charges.shipping &&
  [...counts].every(([itemId, count]) => count <= countOf(lines.filter((line) => line.itemId === itemId)));

/** What its parcels and its returns make due. */
const dueOf = (events: readonly Published[], parcels: Parcels, that: That, givesShipping: boolean): Due => {
  let due: Due = { refunds: new Map(), restocked: [] };
  for (const { type, data } of events) {
    if (type === 'ReturnReceived') due = receive(due, data as unknown as Received, { parcels, that, givesShipping });
    else {
      const { parcelId, lines, charges, restock } = data as unknown as CameBack;
      due = {
        refunds: new Map(due.refunds).set(`parcel/${parcelId}`, { parcelId, lines, charges }),
        restocked: restock ? [...due.restocked, ...lines] : due.restocked,
      };
    }
  }
  return due;
};

interface Document {
  readonly refundId: string;
  readonly parcelId?: string;
  readonly number?: string;
  readonly forInvoice?: string;
  readonly amount?: number;
  readonly lines: readonly Line[];
  readonly charges: Charges;
}

/** What was paid back and credited, against what is due: each once, and for the invoice of its own parcel. */
const checkPaidBack = (that: That, refunds: Due['refunds'], events: readonly Published[]): void => {
  const invoices = new Map<string, string>();
  for (const { type, data } of events)
    if (type === 'InvoiceIssued') invoices.set(String(data['parcelId']), String(data['number']));
  for (const wanted of ['PaymentRefunded', 'CreditNoteIssued'] as const) {
    const found = events.filter(({ type }) => type === wanted).map(({ data }) => data as unknown as Document);
    const that05 = wanted === 'CreditNoteIssued' ? '05-invoices' : '10-money';
    that(
      that05,
      found.length === refunds.size,
      `${String(refunds.size)} refunds are due, ${wanted} came ${String(found.length)} times`,
    );
    for (const { refundId, charges, lines, amount = charges.total, forInvoice } of found) {
      const refund = refunds.get(refundId);
      const isRight =
        refund !== undefined &&
        isSame(charges, refund.charges) &&
        amount === refund.charges.total &&
        textOf(lines) === textOf(refund.lines);
      that(
        that05,
        isRight,
        `${wanted} ${refundId} is over ${String(amount)}, and due is ${String(refund?.charges.total)}`,
      );
      if (wanted === 'CreditNoteIssued')
        that(
          '05-invoices',
          forInvoice === invoices.get(refund?.parcelId ?? ''),
          `${refundId} credits ${String(forInvoice)}`,
        );
    }
  }
};

/** Each parcel is captured and invoiced at what it costs. */
const checkCharged = (that: That, parcels: Parcels, events: readonly Published[]): void => {
  for (const { type, data } of events) {
    const parcel = parcels.get(String(data['parcelId']));
    if (type === 'PaymentCaptured')
      that(
        '10-money',
        data['amount'] === parcel?.charges.total,
        `${String(data['amount'])} was captured for ${String(data['parcelId'])}`,
      );
    if (type === 'InvoiceIssued')
      that(
        '05-invoices',
        parcel !== undefined &&
          isSame(data['charges'] as Charges, parcel.charges) &&
          textOf(data['lines'] as readonly Line[]) === textOf(parcel.lines),
        `the invoice of ${String(data['parcelId'])} is over something else`,
      );
  }
};

const BACK = ['OrderReturned', 'ParcelReturned', 'ReturnReceived'] as const;
const BOOKED = ['PaymentCaptured', 'PaymentRefunded', 'InvoiceIssued', 'CreditNoteIssued', 'StockReturned'] as const;

/** What came back of each order is paid back, credited and put back, to the cent and to the piece. */
export const checkRefunds = (world: World, orders: ReadonlyMap<string, Parcels>, look: Look): void => {
  const [back, booked] = [eventsOf(world, ...BACK), eventsOf(world, ...BOOKED)];
  const givesShipping = world.shop.REFUND_SHIPPING === 'when_all_is_back';
  for (const [orderId, parcels] of orders) {
    const that: That = (invariant, holds, what) => world.checks.that(invariant, holds, () => what, orderId);
    // Parcels first: whatever came back undelivered is gone before a return is received.
    const events = [...(back.get(orderId) ?? [])].sort(
      (one, other) => Number(one.type === 'ReturnReceived') - Number(other.type === 'ReturnReceived'),
    );
    const due = dueOf(events, parcels, that, givesShipping);
    const others = booked.get(orderId) ?? [];
    // Nothing goes back to a card that refuses it, or from which nothing could be taken.
    checkPaidBack(that, refusedOf(look, orderId) === undefined ? due.refunds : new Map(), others);
    checkCharged(that, parcels, others);
    const put = others.flatMap(({ type, data }) =>
      type === 'StockReturned' ? (data['lines'] as readonly Line[]) : [],
    );
    that(
      '06-stock',
      textOf(put) === textOf(due.restocked),
      `${textOf(due.restocked)} came back in order, ${textOf(put)} is on the shelf`,
    );
  }
};
