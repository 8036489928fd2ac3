import { type Books, booksOf, type Tables, TABLES } from '../../invariants/books.ts';
import type { Acknowledged, Happened, Outside } from '../../invariants/outside.ts';
import { WORD } from '../callback.ts';
import type { Ledger, Published } from '../ledger.ts';
import { contactOf } from '../world/people.ts';
import { FORGOTTEN, itemsFor } from '../world/scene.ts';
import type { World } from '../world/world.ts';
import { rowsOf } from './tables.ts';

/** The books of the deployment that is simulated. */
export const readBooks = (world: World): Books => {
  const tables = Object.entries(TABLES).map(([name, part]) => [name, rowsOf(world, part)]);
  const books = booksOf(Object.fromEntries(tables) as Tables);
  return { ...books, keys: books.keys.filter(({ orderId }) => orderId !== FORGOTTEN) };
};

/** The order that an event is about. */
export const aboutOf = ({ data, subject }: Pick<Published, 'data' | 'subject'>): string =>
  typeof data['orderId'] === 'string' ? data['orderId'] : subject;

const happenedIn = ({ published }: Ledger): ReadonlyMap<string, readonly Happened[]> => {
  const events = new Map<string, Happened[]>();
  for (const event of published.values()) {
    const about = aboutOf(event);
    const {
      charges,
      total = charges?.total,
      ...said
    } = event.data as Omit<Happened, 'type' | 'inferred'> & {
      readonly charges?: { readonly total: number };
      readonly inferred?: boolean;
    };
    const { inferred = false, amount, parcelId, attempt, refundId, returnId, receipt, isApproved } = said;
    const known = { amount, parcelId, attempt, refundId, returnId, receipt, total, isApproved };
    const facts = Object.entries(known).filter(([, value]) => value !== undefined);
    const happened: Happened = { type: event.type, inferred, ...Object.fromEntries(facts) };
    events.set(about, [...(events.get(about) ?? []), happened]);
  }
  return events;
};

const COUNTED = new Set(['applied', 'corrected', 'duplicate']);

const acknowledgedIn = ({ placed, cancelled, addressed, callbacks }: Ledger): readonly Acknowledged[] => [
  ...[...placed.values()].map(({ orderId, total }) => ({ what: 'order', orderId, total }) as const),
  ...[...cancelled].map((orderId) => ({ what: 'cancellation', orderId }) as const),
  ...[...addressed].flatMap(([orderId, [street]]) =>
    street === undefined ? [] : [{ what: 'address', orderId, street } as const],
  ),
  ...callbacks
    // What comes in of a return is held against its approval.
    .filter(({ result, told }) => COUNTED.has(result) && told.returnId === undefined)
    .map(({ orderId, action }) => ({ what: 'callback', orderId, action: WORD[action], result: 'applied' }) as const),
];

/** What customers, partners and the bus know. */
export const outsideOf = ({ ledger }: World, orders: number): Outside => ({
  received: new Map(itemsFor(orders).map(({ id, stock }) => [id, stock])),
  acknowledged: acknowledgedIn(ledger),
  areKeysKept: ledger.deafUntil === 0,
  happened: happenedIn(ledger),
  mails: ledger.mails,
  taken: ledger.webhooks.filter(({ status }) => status === 204),
  ownerOf: ({ customerId }) => contactOf(customerId).email,
});
