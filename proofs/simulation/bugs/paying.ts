import type { Bug } from './bug.ts';
import * as files from './files.ts';

export const PAYING: readonly Bug[] = [
  {
    id: 'payment-check-then-write',
    what: 'A payment is read, decided and written without a condition.',
    patches: [
      {
        file: files.PAYMENTS,
        find: ": { ConditionExpression: 'version = :seen', ExpressionAttributeValues: marshall({ ':seen': version - 1 }) }),",
        replace: ': {}),',
      },
    ],
    kinds: ['slow', 'duplicate', 'replay', 'stream-rewind'],
  },
  {
    id: 'payment-begun-twice',
    what: 'A second OrderPlaced begins a second payment in the place of the first.',
    patches: [
      { file: files.PAYMENTS, find: "? { ConditionExpression: 'attribute_not_exists(paymentId)' }", replace: '? {}' },
    ],
    kinds: ['slow', 'duplicate', 'replay', 'stream-rewind'],
  },
  {
    id: 'payment-any-failed-condition-is-success',
    what: 'A failed condition is taken for the answer to an earlier try of our own.',
    patches: [
      {
        file: files.PAYMENTS,
        find: 'if (isConditionFailed(error)) return false;',
        replace: 'if (isConditionFailed(error)) return true;',
      },
    ],
    kinds: ['slow', 'duplicate', 'replay', 'stream-rewind'],
  },
  {
    id: 'payment-authorised-after-the-end',
    what: 'An order that ends before it is known leaves no mark, and the late OrderPlaced takes money for it.',
    patches: [
      {
        file: files.TAKE_PAYMENT,
        find: 'if (!known) return save({ payment: tombstone(orderId), events: [] }, cause);',
        replace: 'if (!known) return undefined;',
      },
    ],
  },
  {
    id: 'payment-kept-by-cancelled-orders',
    what: 'A cancelled order’s authorisation is never voided.',
    patches: [
      {
        file: files.PAYMENT_EVENTS,
        find: 'on(OrderCancelled, ({ meta }, delivery) => endedEarly(meta.subject, because(meta, delivery))),',
        replace: 'on(OrderCancelled, () => Promise.resolve()),',
      },
    ],
  },
  {
    id: 'payment-under-way-is-a-contradiction',
    what: 'A payment that is under way when its order ships or ends is handed to people.',
    patches: [
      {
        file: files.TAKE_PAYMENT,
        find: "  'PAYMENT_UNDER_WAY',\n  'PARCEL_NOT_CAPTURED',\n]);",
        replace: "  'PARCEL_NOT_CAPTURED',\n]);",
      },
    ],
  },
  {
    id: 'payment-under-way-is-nothing-to-void',
    what: 'An order that ends while its payment is being authorised is passed over.',
    patches: [
      {
        file: files.PAYMENT,
        find: "export const toVoid = (orderId: string, payment: Payment): Result<Authorized | undefined, Refusal> => {\n  switch (payment.status) {\n    case 'authorizing':\n      return underWay(orderId);",
        replace:
          "export const toVoid = (orderId: string, payment: Payment): Result<Authorized | undefined, Refusal> => {\n  switch (payment.status) {\n    case 'authorizing':\n      return ok(undefined);",
      },
    ],
    kinds: ['delay', 'reorder', 'crash-after', 'unavailable'],
  },
  {
    id: 'payment-without-shipping-costs',
    what: 'What is authorised is the worth of the goods, not the total.',
    patches: [
      {
        file: files.PAYMENT_EVENTS,
        find: 'amount: charges.total, currency: charges.currency, token',
        replace: 'amount: charges.total - charges.shipping, currency: charges.currency, token',
      },
    ],
  },
  {
    id: 'payment-amount-in-floats',
    what: 'The amount is divided into net and tax in floats, put together again and cut to cents.',
    patches: [
      {
        file: files.PAYMENT_EVENTS,
        find: 'amount: charges.total, currency: charges.currency, token',
        replace: 'amount: Math.trunc((charges.total / 1.19) * 1.19), currency: charges.currency, token',
      },
    ],
  },
  {
    id: 'capture-of-the-goods-alone',
    what: 'What is captured when an order ships is the worth of the goods, without the shipping.',
    patches: [
      {
        file: files.PAYMENT_EVENTS,
        find: 'const { total: amount, currency } = charges;',
        replace: 'const { currency } = charges;\n      const amount = charges.total - charges.shipping;',
      },
    ],
  },
  {
    id: 'capture-noted-as-authorised',
    what: 'What was captured is written down and told as what was authorised, less a cent.',
    patches: [
      {
        file: files.TAKE_PAYMENT,
        find: 'save(captured(payment, shipped), because.cause)',
        replace: 'save(captured(decided.value, { ...shipped, amount: payment.amount - 1 }), because.cause)',
      },
    ],
  },
  {
    id: 'shipment-without-shipping-costs',
    what: 'A shipment says that it costs less than the order that it is all of.',
    patches: [
      {
        file: 'services/orders/src/domain/parcels.ts',
        find: 'if (parcel.lines === undefined) return { lines, charges: pickedCharges(order) };',
        replace: `const all = pickedCharges(order);
  if (parcel.lines === undefined) return { lines, charges: { ...all, total: all.total - all.shipping } };`,
      },
    ],
  },
  {
    id: 'payment-not-asked-again',
    what: 'A payment that was begun and not answered is taken for one that is under way.',
    patches: [
      {
        file: files.TAKE_PAYMENT,
        find: "if (payment.status !== 'authorizing') return undefined;",
        replace: "if (!isNew || payment.status !== 'authorizing') return undefined;",
      },
    ],
    kinds: ['delay', 'reorder', 'crash-after', 'unavailable'],
  },
];
