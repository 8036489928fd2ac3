import type { AuthorizationRow, Books, OrderRow, PaymentRow } from './books.ts';
import type { Checks } from './claims.ts';
import { isFinal } from './lifecycle.ts';
import type { Happened, Outside } from './outside.ts';

const sumOf = (amounts: Iterable<number>): number => [...amounts].reduce((sum, amount) => sum + amount, 0);

const textOf = (amounts: ReadonlyMap<string, number>): string =>
  [...amounts]
    .map(([what, amount]) => `${what} ${amount}`)
    .sort()
    .join(', ');

type Amounts = ReadonlyMap<string, number>;

const NONE: Amounts = new Map();

/** Parcel → what it costs: each further attempt says the same again. */
const shippedIn = (happened: readonly Happened[]): Amounts => {
  const parcels = new Map<string, number>();
  for (const { type, parcelId = 'p1', total = 0 } of happened)
    if (type === 'OrderShipped' && !parcels.has(parcelId)) parcels.set(parcelId, total);
  return parcels;
};

const COMING_BACK = new Set(['OrderReturned', 'ParcelReturned', 'ReturnReceived']);

const amountsOf = (happened: readonly Happened[], wanted: string, keyOf: (event: Happened) => string): Amounts =>
  new Map(happened.filter(({ type }) => type === wanted).map((event) => [keyOf(event), event.amount ?? 0]));

const keyed = <T extends { readonly amount: number }>(rows: readonly T[], keyOf: (row: T) => string): Amounts =>
  new Map(rows.map((row) => [keyOf(row), row.amount]));

/** It captures nothing and lets go of the rest, behind a parcel that was captured out of its turn. */
const isRelease = (key: string): boolean => key.endsWith('/release');

/** The provider's own book: every amount under one key, and its sums are what its entries add up to. */
const checkProvider = (
  that: (holds: boolean, what: string) => void,
  payment: PaymentRow,
  ledger: AuthorizationRow | undefined,
): void => {
  const entries = Object.entries(ledger?.entries ?? {});
  const under = (kind: string): Amounts =>
    new Map(
      entries.flatMap(([key, entry]) =>
        entry.kind === kind && !isRelease(key)
          ? [[key.slice(key.lastIndexOf(`/${kind}/`) + kind.length + 2), entry.amount]]
          : [],
      ),
    );
  const [captured, refunded] = [under('capture'), under('refund')];
  const ours = keyed(payment.captures ?? [], ({ parcelId }) => parcelId);
  const back = keyed(
    (payment.refunds ?? []).filter(({ isDone }) => isDone === true),
    ({ refundId }) => refundId,
  );
  that(textOf(captured) === textOf(ours), `the provider captured ${textOf(captured)}, we know of ${textOf(ours)}`);
  that(textOf(refunded) === textOf(back), `the provider refunded ${textOf(refunded)}, we know of ${textOf(back)}`);
  if (ledger === undefined) return;
  const [out, home] = [sumOf(captured.values()), sumOf(refunded.values())];
  that(
    ledger.captured === out && ledger.refunded === home && home <= out && out <= ledger.authorized,
    `the provider's sums are ${ledger.captured} and ${ledger.refunded} of ${ledger.authorized}, its entries ${out} and ${home}`,
  );
};

const checkOrder = (checks: Checks, books: Books, order: OrderRow, happened: readonly Happened[]): void => {
  const { orderId, charges } = order;
  const that = (holds: boolean, what: string): void => checks.that('10-money', holds, () => what, orderId);
  const payment = books.payments.find((row) => row.orderId === orderId);
  if (payment === undefined) return;
  const shipped = shippedIn(happened);
  const ledger = books.provider.find(({ accountId }) => accountId === payment.providerReference);
  const refuses = ledger?.refuses;
  const captured = keyed(payment.captures ?? [], ({ parcelId }) => parcelId);
  const due = refuses === 'capture' ? NONE : shipped;
  that(sumOf(shipped.values()) <= charges.total, `costs ${charges.total}, and shipped was ${textOf(shipped)}`);
  that(textOf(captured) === textOf(due), `captured was ${textOf(captured)}, and due is ${textOf(due)}`);
  const announced = amountsOf(happened, 'PaymentCaptured', ({ parcelId = 'p1' }) => parcelId);
  that(textOf(announced) === textOf(captured), `captured was ${textOf(captured)}, and announced ${textOf(announced)}`);

  const refunds = keyed(payment.refunds ?? [], ({ refundId }) => refundId);
  const paid = refuses === 'refund' ? NONE : refunds;
  const told = amountsOf(happened, 'PaymentRefunded', ({ refundId = '' }) => refundId);
  that(textOf(told) === textOf(paid), `refunded was ${textOf(paid)}, and announced ${textOf(told)}`);
  // What was not taken is not noted as owed.
  const back = refuses === 'capture' ? [] : happened.filter(({ type }) => COMING_BACK.has(type));
  const owed = sumOf(back.map(({ total = 0 }) => total));
  that(sumOf(refunds.values()) === owed, `noted as refunds is ${textOf(refunds)}, and ${owed} came back`);

  const invoices = new Map(
    books.invoices
      .filter((row) => row.orderId === orderId && row.status === 'issued')
      .map((row) => [row.parcelId ?? 'p1', row.charges?.total ?? 0]),
  );
  that(textOf(invoices) === textOf(captured), `captured was ${textOf(captured)}, and invoiced ${textOf(invoices)}`);
  const credits = new Map(
    books.credits.filter((row) => row.orderId === orderId).map((row) => [row.refundId, row.charges.total]),
  );
  that(textOf(credits) === textOf(paid), `refunded was ${textOf(paid)}, and credited ${textOf(credits)}`);
  checkProvider(that, payment, ledger);
  const isKept = refuses === 'capture' && shipped.size > 0;
  that(
    !isFinal(order.status) || (ledger?.isOpen === true) === isKept,
    `is ${order.status}, and money is ${isKept ? 'not' : 'still'} set aside for it`,
  );
};

/**
 * Money follows goods: what was shipped of an order is what was captured for it and what its invoices ask for, parcel by
 * parcel; what came back is what was refunded and credited; and the provider's own ledger says the same. A card that refuses it
 * for ever gives nothing, or takes nothing back, and no document says that it did.
 */
export const checkShipped = (checks: Checks, books: Books, { happened }: Outside): void => {
  const known = new Set(books.payments.map(({ providerReference }) => providerReference));
  for (const { accountId, captured } of books.provider)
    checks.that(
      '10-money',
      known.has(accountId),
      () => `the provider has ${captured} on ${accountId}, of which we know nothing`,
    );
  for (const order of books.orders) checkOrder(checks, books, order, happened.get(order.orderId) ?? []);
};
