import type { Bug } from './bug.ts';
import * as files from './files.ts';
import { PAYING } from './paying.ts';

/** How the answers of DynamoDB are read. */
const ANSWERS: readonly Bug[] = [
  {
    id: 'conflict-taken-for-a-refusal',
    what: 'A transaction that met another one is read as one whose condition failed.',
    patches: [
      {
        file: files.DYNAMO_ERRORS,
        find: "cancellationReasons(error)?.[index]?.Code === 'ConditionalCheckFailed';",
        replace: "(cancellationReasons(error)?.[index]?.Code ?? 'None') !== 'None';",
      },
      {
        file: 'shared/store/src/retry-conflicts.ts',
        find: 'if (attempt >= attempts || !isConflict(error)) throw error;',
        replace: 'if (attempt >= 1 || !isConflict(error)) throw error;',
      },
    ],
    kinds: ['conflict'],
  },
  {
    id: 'transaction-reasons-off-by-one',
    what: 'The reasons of a cancelled transaction are counted from one.',
    patches: [
      {
        file: files.DYNAMO_ERRORS,
        find: 'cancellationReasons(error)?.[index]?.Code ===',
        replace: 'cancellationReasons(error)?.[index + 1]?.Code ===',
      },
    ],
  },
];

const STOCKING: readonly Bug[] = [
  {
    id: 'stock-sold-without-looking',
    what: 'Stock is set aside without a condition on what is left.',
    patches: [
      {
        file: files.STOCKS,
        find: 'asked = bounds.map(({ attribute, is }, index) => `#${attribute} ${is} :bound${index}`);',
        replace:
          'asked = bounds.map(({ attribute, is }, index) => `(#${attribute} ${is} :bound${index} OR :bound${index} = :bound${index})`);',
      },
    ],
    kinds: ['slow', 'reorder'],
  },
  {
    id: 'stock-check-then-write',
    what: 'A stock row is read, counted and written back, whoever wrote meanwhile.',
    patches: [
      {
        file: files.STOCK_WRITES,
        find: ": { ConditionExpression: 'version = :seen', ExpressionAttributeValues: marshall({ ':seen': version - 1 }) }),",
        replace: ': {}),',
      },
    ],
  },
  {
    id: 'stock-reserved-twice',
    what: 'A second OrderPlaced reserves again.',
    patches: [
      { file: files.STOCK_WRITES, find: "? { ConditionExpression: 'attribute_not_exists(pk)' }", replace: '? {}' },
    ],
  },
  {
    id: 'stock-any-failed-condition-is-an-answer',
    what: 'Whatever fails in the transaction, the reservation is taken for made.',
    patches: [
      {
        file: files.STOCKS,
        find: "if (cancellationReasons(error)?.some((_, index) => conditionFailedAt(error, index))) return 'stock_moved';",
        replace: "if (cancellationReasons(error)) return 'row_moved';",
      },
    ],
    kinds: ['slow', 'reorder'],
  },
  {
    id: 'stock-released-before-it-is-reserved',
    what: 'An order that ends before it is known leaves no mark, and the late OrderPlaced reserves for it.',
    patches: [
      {
        file: files.RESERVATION,
        find: "return ok({ reservation: { orderId, status: 'released', lines: [], version: 1 }, events: [], stock: [] });",
        replace: 'return ok(undefined);',
      },
    ],
  },
  {
    id: 'stock-kept-by-cancelled-orders',
    what: 'A cancelled order gives nothing back.',
    patches: [
      {
        file: files.STOCK_EVENTS,
        find: 'on(OrderCancelled, ({ meta }) => endedEarly(meta.subject, causedBy(meta, SERVICE))),',
        replace: 'on(OrderCancelled, () => Promise.resolve()),',
      },
    ],
  },
  {
    id: 'stock-shipped-and-still-there',
    what: 'What ships stays on hand.',
    patches: [
      {
        file: files.STOCK,
        find: 'add: { onHand: -count, reserved: -count, shipped: count },',
        replace: 'add: { reserved: -count, available: count, shipped: count },',
      },
    ],
  },
  {
    id: 'stock-reservation-and-levels-apart',
    what: 'The reservation is written first, and the levels in a second write.',
    patches: [
      {
        file: files.STOCKS,
        find: `        const TransactItems = [{ Put: row }, ...stock.map((change) => stockAction(change, cause))];
        await retryConflicts(() => dynamo.send(new TransactWriteItemsCommand({ TransactItems })), MAX_ATTEMPTS);`,
        replace: `        const TransactItems = stock.map((change) => stockAction(change, cause));
        await retryConflicts(() => dynamo.send(new PutItemCommand(row)), MAX_ATTEMPTS);
        await retryConflicts(() => dynamo.send(new TransactWriteItemsCommand({ TransactItems })), MAX_ATTEMPTS);`,
      },
    ],
  },
  {
    id: 'stock-decided-once',
    what: 'Whoever loses a race for the last piece gives up, and says that all is well.',
    patches: [
      {
        file: files.RESERVATIONS,
        find: "to this order: nothing is left to do.\n        return saved === 'stock_moved' ? AGAIN : undefined;",
        replace: 'to this order: nothing is left to do.\n        return undefined;',
      },
    ],
    kinds: ['slow', 'reorder'],
  },
];

const INVOICING: readonly Bug[] = [
  {
    id: 'invoice-to-whom-the-goods-go',
    what: 'A gift is invoiced to the friend who gets it.',
    patches: [
      {
        file: 'services/invoice/src/handlers/events/subscriptions.ts',
        find: 'data: { orderNumber, language, customerId, billing } })',
        replace: 'data: { orderNumber, language, customerId, recipient: billing } })',
      },
    ],
  },
  {
    id: 'billed-name-out-of-the-shipping-address',
    what: 'Where no address is given for the bill, the name on the parcel is billed, too.',
    patches: [
      {
        file: 'services/orders/src/domain/recipient.ts',
        find: '  return ok({ name: buyer, email, address: addressOf(',
        replace: '  return ok({ name: whose, email, address: addressOf(',
      },
    ],
  },
  {
    id: 'billing-moves-with-the-parcel',
    what: 'Who sends a parcel elsewhere is billed there.',
    patches: [
      {
        file: 'services/orders/src/domain/change-address.ts',
        find: "return ok(amend(begin(order, at), { recipient }, { type: 'OrderAddressChanged', data: {} }));",
        replace:
          "return ok(amend(begin(order, at), { recipient, billing: { ...order.billing, address: recipient.address } }, { type: 'OrderAddressChanged', data: {} }));",
      },
    ],
  },
  {
    id: 'invoice-number-outside-the-transaction',
    what: 'The counter is raised first, and the invoice gets its number in a second write.',
    patches: [
      {
        file: files.INVOICES,
        find: '      });\n      return retryConflicts(() => deps.dynamo.send(write))\n        .then(() => true)\n        .catch((error: unknown) => {\n          if (conditionFailedAt(error, 0) ||',
        replace: `      });
      const [counted, numbered] = (write.input.TransactItems ?? []).map(({ Put }) => new PutItemCommand(Put as never));
      const both = (): Promise<unknown> => deps.dynamo.send(counted as never).then(() => deps.dynamo.send(numbered as never));
      return retryConflicts(both)
        .then(() => true)
        .catch((error: unknown) => {
          if (isConditionFailed(error) || conditionFailedAt(error, 0) ||`,
      },
    ],
  },
  {
    id: 'invoice-counter-check-then-write',
    what: 'The counter is read, raised and written, whoever took a number meanwhile.',
    patches: [
      {
        file: files.INVOICES,
        find: `            ...(last === 0
              ? { ConditionExpression: FRESH }
              : {
                  ConditionExpression: 'lastPosition = :last',
                  ExpressionAttributeValues: marshall({ ':last': last }),
                }),`,
        replace: '',
      },
    ],
    kinds: ['slow', 'duplicate', 'replay', 'stream-rewind'],
  },
  {
    id: 'invoice-number-taken-again-each-time',
    what: 'A crash after the number was given gives another one to the same invoice.',
    patches: [
      {
        file: files.ISSUE_INVOICE,
        find: "const ready = invoice.status === 'shipped' ? await giveNumber(invoice) : invoice;",
        replace: 'const ready = await giveNumber(invoice as never);',
      },
      {
        file: files.INVOICES,
        find: `numbering(series, last, {
        TableName,
        Item: stored(invoice),
        ConditionExpression: UNCHANGED,
        ExpressionAttributeValues: marshall({ ':seen': invoice.version - 1 }),`,
        replace: `numbering(series, last, {
        TableName,
        Item: stored(invoice),`,
      },
    ],
  },
  {
    id: 'invoice-begun-anew',
    what: 'A second OrderPlaced makes a draft of the invoice that was issued.',
    patches: [
      {
        file: files.INVOICES,
        find: `            Item: row({ ...rowOf(draft.orderId), ...draft, expiresAt }),
            ConditionExpression: FRESH,`,
        replace: '            Item: row({ ...rowOf(draft.orderId), ...draft, expiresAt }),',
      },
    ],
  },
  {
    id: 'invoice-paid-before-it-is-known',
    what: 'A payment whose order has not arrived yet is passed over.',
    patches: [
      {
        file: files.ISSUE_INVOICE,
        find: "if (!invoice || invoice.status === 'draft')\n        throw new Error(`Order ${captured.orderId} is paid, but what was shipped of it has not arrived yet.`);",
        replace: "if (!invoice || invoice.status === 'draft') return undefined;",
      },
    ],
  },
  {
    id: 'invoice-shipped-before-it-is-known',
    what: 'A shipment whose order has not arrived yet is passed over, and its invoice waits for ever.',
    patches: [
      {
        file: files.INVOICES,
        find: 'if (!inTheWay) throw new Error(`Order ${orderId} was shipped, but its OrderPlaced has not arrived yet.`);',
        replace: 'if (!inTheWay) return;',
      },
    ],
  },
  {
    id: 'invoice-issued-before-its-file',
    what: 'The invoice is announced first, and its file is kept afterwards.',
    patches: [
      {
        file: files.ISSUE_INVOICE,
        find: `    await files.keep(invoice.objectKey, render(invoice));
    return invoices.markIssued(issued(invoice), cause);`,
        replace: `    const isIssued = await invoices.markIssued(issued(invoice), cause);
    await files.keep(invoice.objectKey, render(invoice));
    return isIssued;`,
      },
    ],
  },
  {
    id: 'invoice-file-named-by-the-order',
    what: 'The file is kept under the order’s name, which is no number of ours.',
    patches: [
      {
        file: 'services/invoice/src/domain/invoice.ts',
        find: '    objectKey: `invoices/${number}.pdf`,',
        replace: '    objectKey: `invoices/${draft.orderId}.pdf`,',
      },
    ],
  },
];

export const BOOKS: readonly Bug[] = [...ANSWERS, ...STOCKING, ...PAYING, ...INVOICING];
