import type { Mail } from '../actors/customer.ts';
import type { Check } from './check.ts';
import type { Snapshot, TimelineRow } from './snapshot.ts';

const KIND_OF_EVENT: Readonly<Record<string, string>> = {
  OrderPlaced: 'placed',
  OrderConfirmed: 'confirmed',
  OrderRejected: 'rejected',
  OrderPacked: 'packed',
  OrderShipped: 'shipped',
  OrderDelivered: 'delivered',
  OrderCancelled: 'cancelled',
  InvoiceIssued: 'invoice',
};

/** Kinds by the first line of their texts: subjects name the order too. */
const HEADINGS: readonly (readonly [heading: string, kind: string])[] = [
  ['We have received your order', 'placed'],
  ['Your order is confirmed', 'confirmed'],
  ['We cannot fulfil your order', 'rejected'],
  ['Your order is packed', 'packed'],
  ['Your order is on its way', 'shipped'],
  ['Your order was delivered', 'delivered'],
  ['Your order is cancelled', 'cancelled'],
  ['Your invoice', 'invoice'],
];

const kindOf = ({ text = '' }: Mail): string | undefined => HEADINGS.find(([heading]) => text.startsWith(heading))?.[1];

const orderOf = ({ text = '' }: Mail): string | undefined => /^Order (ord_\w+)$/m.exec(text)?.[1];

/** order/kind → how many SES took. Codes of the user pool are of no order. */
const countSent = (sent: Snapshot['sent']): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const mail of sent) {
    const [orderId, kind] = [orderOf(mail), kindOf(mail)];
    if (orderId === undefined || kind === undefined) continue;
    counts.set(`${orderId}/${kind}`, (counts.get(`${orderId}/${kind}`) ?? 0) + 1);
  }
  return counts;
};

/** A pick-up that was only inferred is told by the delivery alone. */
const isTold = ({ type, facts }: TimelineRow): boolean => !(type === 'OrderShipped' && facts['inferred'] === true);

/**
 * Each mail that is due went out, and once. A kill between SES's answer and the note of it may have doubled one: then the
 * row says that sending was begun again, and no mail went out more often than that.
 */
export const mailFaults: Check = ({ timeline, mails, sent }) => {
  const counts = countSent(sent);
  const rows = new Map(mails.map((row) => [`${row.orderId}/${row.kind}`, row]));
  const due = timeline.filter(isTold).flatMap(({ type, orderId }) => {
    const kind = KIND_OF_EVENT[type];
    return kind === undefined ? [] : [{ orderId, kind }];
  });
  const missing = due
    .filter(
      ({ orderId, kind }) => rows.get(`${orderId}/${kind}`)?.status !== 'sent' || !counts.has(`${orderId}/${kind}`),
    )
    .map(({ orderId, kind }) => {
      const { status = 'none' } = rows.get(`${orderId}/${kind}`) ?? {};
      return { orderId, what: `the mail "${kind}" is ${status}, sent ${counts.get(`${orderId}/${kind}`) ?? 0} times` };
    });
  const wanted = new Set(due.map(({ orderId, kind }) => `${orderId}/${kind}`));
  const wrong = [...counts].flatMap(([id, count]) => {
    const [orderId = '', kind = ''] = id.split('/');
    const { attempts = 0 } = rows.get(id) ?? {};
    if (!wanted.has(id)) return [{ orderId, what: `the mail "${kind}" went out and nothing asked for it` }];
    return count <= attempts
      ? []
      : [{ orderId, what: `the mail "${kind}" went out ${count} times in ${attempts} tries` }];
  });
  return [...missing, ...wrong];
};

/** How many mails went out more often than once. */
export const countDoubles = ({ sent }: Pick<Snapshot, 'sent'>): number =>
  [...countSent(sent).values()].reduce((sum, count) => sum + count - 1, 0);
