import type { Bug } from './bug.ts';
import * as files from './files.ts';

/** Who was erased, and is not. */
export const ERASURE: readonly Bug[] = [
  {
    id: 'erasure-forgets-ended-orders-only',
    what: 'An order that is under way when its customer is erased is not marked, and never forgets.',
    patches: [
      {
        file: files.ERASE_ORDER,
        find: "  order.erasure === undefined ? begin(order, at, { erasure: 'asked' }) : unchanged(order);",
        replace:
          "  order.erasure === undefined && isFinal(order.status) ? begin(order, at, { erasure: 'asked' }) : unchanged(order);",
      },
    ],
  },
  {
    id: 'erasure-of-the-first-page',
    what: 'Orders that stand on another page than the newest ones are not erased.',
    patches: [
      { file: files.ERASE_ORDERS, find: 'limit: PAGE,', replace: 'limit: 1,' },
      { file: files.ERASE_ORDERS, find: 'after = last;', replace: 'after = undefined;' },
    ],
  },
  {
    id: 'erasure-keeps-the-buyer',
    what: 'Who gets the goods is forgotten, and who pays is not.',
    patches: [
      {
        file: files.ERASE_ORDER,
        find: '  billing: { name: ERASED, email: ERASED_EMAIL, address: placeOf(order.billing.address) },\n',
        replace: '',
      },
    ],
  },
  {
    id: 'erasure-leaves-words-in-the-outbox',
    what: 'What the customer wrote goes from the row, and stays in the events of the very write.',
    patches: [
      {
        file: files.ORDERS,
        find: "isErased: order.erasure === 'done'",
        replace: 'isErased: order.erasure === undefined',
      },
    ],
  },
  {
    id: 'erasure-keeps-the-contact',
    what: 'The order is forgotten, and the contact for its mails stays for half a year.',
    patches: [
      { file: files.TELL, find: 'contacts.forget(orderId)', replace: 'contacts.find(orderId).then(() => undefined)' },
    ],
  },
  {
    id: 'erasure-is-not-told-by-returns',
    what: 'Returns forget only where there was one: nobody hears of the orders without.',
    patches: [
      {
        file: files.ERASE_RETURNS,
        find: 'if (returns.some(isOpen)) return forgotten;',
        replace: 'if (returns.length === 0 || returns.some(isOpen)) return forgotten;',
      },
    ],
  },
];
