import type { Bug } from './bug.ts';
import * as files from './files.ts';

/** Variants, discount codes, and what goods cost the shop. */
export const DISCOUNTS: readonly Bug[] = [
  {
    id: 'option-ignored',
    what: 'The first variant is taken, whatever option is named.',
    patches: [
      {
        file: files.VARIANTS,
        find: '    left = fitting;',
        replace: '    left = fitting.length > 0 ? left.slice(0, 1) : left;',
      },
    ],
  },
  {
    id: 'place-counted-from-nought',
    what: 'The place of a colour is taken as an index.',
    patches: [{ file: files.VARIANTS, find: 'values[Number(value) - 1]', replace: 'values[Number(value)]' }],
  },
  {
    id: 'discount-limit-only-before-the-write',
    what: 'Whether a code is used up is asked when it is read, and not again in the write that uses it.',
    patches: [
      {
        file: files.DISCOUNT_USES,
        find: "'attribute_exists(pk) AND attribute_not_exists(closedAt) AND (attribute_not_exists(#limit) OR uses < #limit)'",
        replace: "'attribute_exists(pk) OR attribute_exists(#limit)'",
      },
    ],
  },
  {
    id: 'discount-counted-by-each-repeat',
    what: 'A use is counted before the key of the request is looked at.',
    patches: [
      {
        file: files.ORDERS,
        find: 'await write(put, [...taken, ...used], orderId);',
        replace: `if (used.length > 0) await dynamo.send(new TransactWriteItemsCommand({ TransactItems: [...used] }));
        await write(put, taken, orderId);`,
      },
    ],
  },
  {
    id: 'discount-counted-after-the-order',
    what: 'A use is counted when the order is written already.',
    patches: [
      {
        file: files.ORDERS,
        find: 'await write(put, [...taken, ...used], orderId);',
        replace: `await write(put, taken, orderId);
        if (used.length > 0) await dynamo.send(new TransactWriteItemsCommand({ TransactItems: [...used] }));`,
      },
    ],
  },
  {
    id: 'discount-lost-with-a-cancelled-order',
    what: 'An order that is cancelled keeps its use of the code.',
    patches: [
      {
        file: files.ORDER,
        find: "(to === 'rejected' || to === 'cancelled')",
        replace: "to === 'rejected'",
      },
    ],
  },
  {
    id: 'discount-given-back-beside-the-order',
    what: 'A code is given back after the order has ended, in a write of its own.',
    patches: [
      {
        file: files.ORDERS,
        find: 'await write(put, released === undefined ? [] : [{ Update: releaseOf(TableName, released) }]);',
        replace: `await write(put, []);
        const given = released === undefined ? [] : [{ Update: releaseOf(TableName, released) }];
        if (given.length > 0) await dynamo.send(new TransactWriteItemsCommand({ TransactItems: given }));`,
      },
    ],
  },
  {
    id: 'discount-after-its-end',
    what: 'Nobody asks whether a code has expired.',
    patches: [{ file: files.DISCOUNT, find: 'if (at >= until)', replace: 'if (at >= until && until === at)' }],
  },
  {
    id: 'discount-off-everything',
    what: 'A code for one category is taken off all goods.',
    patches: [
      {
        file: files.DISCOUNT,
        find: 'one.category.toLowerCase() === category.toLowerCase()',
        replace: "one.category !== ''",
      },
    ],
  },
  {
    id: 'cost-shown-to-the-customer',
    what: 'An order is shown with what its goods cost the shop.',
    patches: [{ file: files.ORDER_VIEW, find: 'lines: lines.map(shownLine)', replace: 'lines: [...lines]' }],
  },
];
