import { eventHappens } from '../actors/order.ts';
import { call } from '../actors/platform.ts';
import { type Level, levelOf } from '../actors/stock.ts';
import { ledgerOf } from './ledger.ts';
import { applied, confirmed, shown, type Stage } from './stage.ts';

interface Entry {
  readonly at: string;
  readonly type: string;
  readonly actor: { readonly type: string; readonly id: string };
  readonly cause: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** What the order cost and what became of it, in minor units of its currency. */
interface Money {
  readonly ordered: number;
  readonly captured: number;
  readonly refunded: number;
  readonly kept: number;
}

export interface Whole {
  readonly orderId: string;
  readonly timeline: readonly Pick<Entry, 'at' | 'type' | 'actor' | 'cause'>[];
  readonly money: Money;
  readonly ledger: { readonly captured: number; readonly refunded: number };
  /** What does not agree, in words. */
  readonly differences: readonly string[];
}

const ORDERED = [3, 2] as const;

/** Sends one piece of the first item back. @throws Error when a step is refused */
const giveBack = async (stage: Stage, orderId: string): Promise<void> => {
  const { platform, customer, staffToken, items } = stage;
  const lines = [{ itemId: items[0], count: 1 }];
  const asked = await call<{ returnId?: string }>(`${platform.apiUrl}/orders/${orderId}/returns`, {
    token: customer.token,
    body: { lines, reason: 'wrong colour' },
  });
  const { returnId } = asked.body;
  if (returnId === undefined) throw new Error(`The return answered ${asked.status} ${JSON.stringify(asked.body)}`);
  await stage.settled();
  const approved = await call(`${platform.apiUrl}/returns/${returnId}/approval`, { token: staffToken, body: {} });
  if (approved.status !== 200)
    throw new Error(`Approving ${returnId} answered ${approved.status} ${JSON.stringify(approved.body)}`);
  await eventHappens(stage.feed, orderId, 'ReturnApproved');
  await stage.settled();
  await applied(stage, 'orderreturned', orderId, { returnId, lines, condition: 'good' });
  await eventHappens(stage.feed, orderId, 'CreditNoteIssued');
};

/** Short-picked, in two parcels, of which one fails once; all is delivered, and one piece comes back. */
const live = async (stage: Stage): Promise<string> => {
  const [first, second] = stage.items;
  const orderId = await confirmed(stage, [
    { id: first, count: ORDERED[0] },
    { id: second, count: ORDERED[1] },
  ]);
  const tell = (...[path, body]: [Parameters<typeof applied>[1], object]): Promise<void> =>
    applied(stage, path, orderId, body);
  await tell('orderpacked', {
    lines: [
      { itemId: first, count: 3 },
      { itemId: second, count: 1 },
    ],
  });
  await tell('ordershipped', { parcelId: 'A', trackingNumber: 'ST-A', lines: [{ itemId: first, count: 2 }] });
  await tell('ordershipped', { parcelId: 'B', trackingNumber: 'ST-B' });
  await tell('orderdelivered', { parcelId: 'A' });
  await tell('orderdeliveryfailed', { parcelId: 'B', reason: 'nobody at home' });
  await tell('ordershipped', { parcelId: 'B', attempt: 2 });
  await tell('orderdelivered', { parcelId: 'B' });
  await eventHappens(stage.feed, orderId, 'OrderDelivered');
  await stage.settled();
  await giveBack(stage, orderId);
  await stage.settled();
  return orderId;
};

const sumOf = (entries: readonly Entry[], type: string, fact: string): number =>
  entries.filter((entry) => entry.type === type).reduce((sum, { facts }) => sum + Number(facts[fact]), 0);

/** What has to stand in the timeline, and how often. */
const EXPECTED: Readonly<Record<string, number>> = {
  ...{ OrderPlaced: 1, OrderConfirmed: 1, OrderPacked: 1, OrderShipped: 3, ParcelDelivered: 1, OrderDelivered: 1 },
  ...{ OrderDeliveryFailed: 1, ReturnRequested: 1, ReturnApproved: 1, OrderReturnArrived: 1, ReturnReceived: 1 },
  ...{ StockReserved: 1, StockReleased: 1, StockCommitted: 2, StockReturned: 1 },
  ...{ PaymentAuthorized: 1, PaymentCaptured: 2, PaymentRefunded: 1, InvoiceIssued: 2, CreditNoteIssued: 1 },
};

/** Lives one order of nearly everything that can happen, and holds all books against each other. */
export const liveWhole = async (stage: Stage): Promise<Whole> => {
  const { platform, staffToken, items } = stage;
  const levels = async (): Promise<readonly Level[]> =>
    lowered(await Promise.all(items.map((itemId) => levelOf(platform, staffToken, itemId))), [0, 0]);
  const before = await levels();
  const orderId = await live(stage);
  const after = await levels();
  const order = await shown(stage, orderId);
  const { charges } = order as unknown as {
    readonly charges: {
      readonly total: number;
      readonly shipping: number;
      readonly lines: readonly { gross: number }[];
    };
  };
  const { entries } = (
    await call<{ entries: readonly Entry[] }>(`${platform.apiUrl}/orders/${orderId}/timeline`, { token: staffToken })
  ).body;
  const [captured, refunded] = [
    sumOf(entries, 'PaymentCaptured', 'amount'),
    sumOf(entries, 'PaymentRefunded', 'amount'),
  ];
  const ledger = await ledgerOf(platform, orderId);
  // The shop's prices include tax, and nothing is taken off: a piece costs the same in every part.
  const [piece = 0, other = 0] = charges.lines.map(({ gross }, at) => gross / (ORDERED[at] ?? 1));
  const kept = 2 * piece + other + charges.shipping;
  const counts = Object.entries(EXPECTED).map(
    ([type, count]) =>
      [`${type} in the timeline`, entries.filter((entry) => entry.type === type).length, count] as const,
  );
  const expected: readonly (readonly [string, unknown, unknown])[] = [
    ['the status', order.status, 'delivered'],
    ...counts,
    ['what was captured', captured, charges.total - other],
    ['what was refunded', refunded, piece],
    ['what is kept', captured - refunded, kept],
    ['the provider’s captures', ledger.captured, captured],
    ['the provider’s refunds', ledger.refunded, refunded],
    ['the invoices', sumOf(entries, 'InvoiceIssued', 'total'), captured],
    ['the credit notes', sumOf(entries, 'CreditNoteIssued', 'total'), refunded],
    // Three of the first left and one came back; the second has one piece less, and nobody holds the missing one.
    ['the stock', JSON.stringify(after), JSON.stringify(lowered(before, [2, 1]))],
    ['entries without a cause', entries.filter(({ cause }) => !cause).length, 0],
  ];
  return {
    orderId,
    timeline: entries.map(({ at, type, actor, cause }) => ({ at, type, actor, cause })),
    money: { ordered: charges.total, captured, refunded, kept: captured - refunded },
    ledger,
    differences: expected
      .filter(([, got, wanted]) => got !== wanted)
      .map(([what, got, wanted]) => `${what}: ${String(got)} instead of ${String(wanted)}`),
  };
};

const lowered = (levels: readonly Level[], by: readonly number[]): readonly Level[] =>
  levels.map(({ onHand, reserved }, at) => ({ onHand: onHand - (by[at] ?? 0), reserved }));
