import type { Mail } from '../actors/customer.ts';
import type { Books, TimelineRow, WebhookRow } from '../invariants/books.ts';
import type { Acknowledged, Happened, Outside, SentMail, TakenWebhook } from '../invariants/outside.ts';
import type { Ledger } from './ledger.ts';
import type { Snapshot } from './snapshot.ts';

/** Kinds by the first line of their texts: subjects name the order too. */
const HEADINGS: readonly (readonly [heading: string, kind: string])[] = [
  ['We have received your order', 'placed'],
  ['Your order is confirmed', 'confirmed'],
  ['We cannot fulfil your order', 'rejected'],
  ['Your order is packed', 'packed'],
  ['Your order is on its way', 'shipped'],
  ['A parcel of your order is on its way', 'shipped'],
  ['Your order was delivered', 'delivered'],
  ['A parcel of your order was delivered', 'delivered'],
  ['The courier could not deliver', 'delivery_failed'],
  ['Your order has come back', 'returned'],
  ['A parcel of your order has come back', 'returned'],
  ['Your order is cancelled', 'cancelled'],
  ['Your invoice', 'invoice'],
  ['We have received your request', 'return_requested'],
  ['You can send the goods back', 'return_approved'],
  ['We cannot take these goods back', 'return_rejected'],
  ['Your money is on its way back', 'refunded'],
];

/** What a mail is about, by its text. The codes of the user pool are of no order. */
const sentMailOf = ({ to, text = '' }: Mail): readonly SentMail[] => {
  const [, kind] = HEADINGS.find(([heading]) => text.startsWith(heading)) ?? [];
  const [, orderId] = /^(ord_\w+)$/m.exec(text) ?? [];
  return orderId === undefined || kind === undefined ? [] : [{ orderId, kind, to: to.join() }];
};

export const sentMailsIn = ({ sent }: Pick<Snapshot, 'sent'>): readonly SentMail[] => sent.flatMap(sentMailOf);

/** Facts of an entry that tell one event of an order from another. */
const SAID = ['total', 'amount', 'parcelId', 'attempt', 'refundId', 'returnId', 'receipt', 'isApproved'] as const;

/** Nobody listens to the bus of a platform that is killed: what happened is what its timeline keeps. */
const happenedIn = (timeline: readonly TimelineRow[]): ReadonlyMap<string, readonly Happened[]> => {
  const events = new Map<string, Happened[]>();
  for (const { orderId, type, facts } of timeline) {
    const said = SAID.flatMap((name) => (facts[name] === undefined ? [] : [[name, facts[name]]]));
    const inferred = type === 'OrderShipped' && facts['inferred'] === true;
    const happened: Happened = { type, inferred, ...(Object.fromEntries(said) as Partial<Happened>) };
    events.set(orderId, [...(events.get(orderId) ?? []), happened]);
  }
  return events;
};

const takenBy = (partner: TakenWebhook['partner'], rows: readonly WebhookRow[]): readonly TakenWebhook[] =>
  rows.filter(({ status }) => status === 'sent').map(({ kind, orderId }) => ({ partner, type: kind, orderId }));

const acknowledgedIn = ({ acknowledged }: Pick<Ledger, 'acknowledged'>): readonly Acknowledged[] =>
  acknowledged.flatMap((write) => (write.what === 'customer' ? [] : [write]));

/** @param received what there was of each item before the first order */
export const outsideOf = (
  ledger: Pick<Ledger, 'acknowledged' | 'stories'>,
  { books, sent }: { readonly books: Books; readonly sent: readonly Mail[] },
  received: ReadonlyMap<string, number>,
): Outside => {
  const owners = new Map(ledger.stories.map(({ placed, shopper }) => [placed?.orderId, shopper.email]));
  return {
    received,
    acknowledged: acknowledgedIn(ledger),
    areKeysKept: true,
    happened: happenedIn(books.timeline),
    mails: sentMailsIn({ sent }),
    taken: [...takenBy('warehouse', books.warehouse), ...takenBy('courier', books.courier)],
    ownerOf: ({ orderId }) => owners.get(orderId),
  };
};
