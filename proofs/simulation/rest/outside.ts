import { type Books, booksOf, TABLES } from '../../invariants/books.ts';
import type { Acknowledged, Happened, Outside } from '../../invariants/outside.ts';
import { WORD } from '../callback.ts';
import type { Ledger, Published } from '../ledger.ts';
import { contactOf } from '../world/people.ts';
import { FORGOTTEN, itemsFor } from '../world/scene.ts';
import type { World } from '../world/world.ts';
import { rowsOf } from './tables.ts';

/** The books of the deployment that is simulated. */
export const readBooks = (world: World): Books => {
  const [orders, stock, payments, invoices] = [
    rowsOf(world, TABLES.orders),
    rowsOf(world, TABLES.stock),
    rowsOf(world, TABLES.payments),
    rowsOf(world, TABLES.invoices),
  ];
  const [mails, warehouse, courier, timeline] = [
    rowsOf(world, TABLES.mails),
    rowsOf(world, TABLES.warehouse),
    rowsOf(world, TABLES.courier),
    rowsOf(world, TABLES.timeline),
  ];
  const books = booksOf({ orders, stock, payments, invoices, mails, warehouse, courier, timeline });
  return { ...books, keys: books.keys.filter(({ orderId }) => orderId !== FORGOTTEN) };
};

/** The order that an event is about. */
export const aboutOf = ({ data, subject }: Pick<Published, 'data' | 'subject'>): string =>
  typeof data['orderId'] === 'string' ? data['orderId'] : subject;

const happenedIn = ({ published }: Ledger): ReadonlyMap<string, readonly Happened[]> => {
  const events = new Map<string, Happened[]>();
  for (const event of published.values()) {
    const about = aboutOf(event);
    const { total } = (event.data['charges'] ?? {}) as { readonly total?: number };
    const happened = {
      type: event.type,
      inferred: event.data['inferred'] === true,
      ...(total !== undefined && { total }),
    };
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
    .filter(({ result }) => COUNTED.has(result))
    .map(({ orderId, action }) => ({ what: 'callback', orderId, action: WORD[action], result: 'applied' }) as const),
];

/** What customers, partners and the bus know. */
export const outsideOf = ({ ledger }: World, orders: number): Outside => ({
  received: new Map(itemsFor(orders).map(({ id, stock }) => [id, stock])),
  acknowledged: acknowledgedIn(ledger),
  happened: happenedIn(ledger),
  mails: ledger.mails,
  taken: ledger.webhooks.filter(({ status }) => status === 204),
  ownerOf: ({ customerId }) => contactOf(customerId).email,
});
