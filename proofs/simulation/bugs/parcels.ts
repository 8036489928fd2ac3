import type { Bug } from './bug.ts';
import * as files from './files.ts';

/** What leaves the house, in how many pieces, how often it is tried, and what comes back. */
const LEAVING: readonly Bug[] = [
  {
    id: 'parcels-without-shipping-costs',
    what: 'An order that goes in several parcels is never charged its shipping.',
    patches: [
      {
        file: files.PARCELS,
        find: 'shipping: index === 0 ? order.charges.shipping : 0,',
        replace: 'shipping: index < 0 ? order.charges.shipping : 0,',
      },
    ],
  },
  {
    id: 'parcels-each-priced-alone',
    what: 'Each parcel costs what it would cost as the first one: cents are lost or charged twice.',
    patches: [
      {
        file: files.PARCELS,
        find: 'order.parcels.slice(0, at).map(takenBy)',
        replace: 'order.parcels.slice(0, at === 0 ? at : 0).map(takenBy)',
      },
    ],
  },
  {
    id: 'parcels-order-ends-with-the-first-delivery',
    what: 'An order is delivered as soon as one of its parcels is.',
    patches: [
      {
        file: files.PARCELS,
        find: "if (has('shipped') || leftToShip(order).size > 0) return 'shipped';",
        replace: "if (!has('delivered') && (has('shipped') || leftToShip(order).size > 0)) return 'shipped';",
      },
    ],
  },
  {
    id: 'parcels-last-one-is-never-told',
    what: 'A parcel with a name is never said to be the last one: what is left on the card is not let go.',
    patches: [
      {
        file: files.APPLY_REPORT,
        find: 'isLast: position === order.parcels.length && leftToShip(order).size === 0,',
        replace: 'isLast: parcel.lines === undefined && leftToShip(order).size === 0,',
      },
    ],
  },
  {
    id: 'parcels-held-under-their-action-alone',
    what: 'Of two parcels that were picked up too early, the first alone is kept.',
    kinds: ['partner-early', 'delay'],
    patches: [
      {
        file: files.HELD_CALLBACKS,
        find: '  one.parcelId === other.parcelId &&',
        replace: '  one.parcelId !== `${other.parcelId ?? one.parcelId ?? ""}!` &&',
      },
      {
        file: files.HELD_CALLBACKS,
        find: 'isSame(unitsOf(one.lines ?? []), unitsOf(other.lines ?? []));',
        replace: 'unitsOf(one.lines ?? []).size <= 999 && isSame(new Map(), new Map());',
      },
    ],
  },
  {
    id: 'attempts-without-end',
    what: 'A courier may try as often as it likes.',
    patches: [
      { file: files.REPORT, find: 'export const MAX_ATTEMPTS = 3;', replace: 'export const MAX_ATTEMPTS = 9;' },
    ],
  },
  {
    id: 'attempt-that-failed-fails-again',
    what: 'A failure that is told once more counts as one more.',
    patches: [
      {
        file: files.REPORT,
        find: "if (attempt < current) return judged(parcel.state === 'failed' ? 'duplicate' : 'superseded');",
        replace: '',
      },
    ],
  },
  {
    id: 'attempt-told-again-is-the-next-one',
    what: 'The pick-up that is told once more after a failure is taken for the next attempt, under the old number.',
    patches: [{ file: files.REPORT, find: 'if (attempt < current) return known();', replace: '' }],
  },
  {
    id: 'damaged-goods-are-sold-again',
    what: 'Whatever comes back goes on the shelf, unless its condition is named.',
    patches: [
      {
        file: 'services/orders/src/domain/returned-goods.ts',
        find: "restock: condition !== 'damaged' && (reason === 'refused' || reason === 'undeliverable')",
        replace: "restock: condition !== 'damaged' && reason !== 'lost'",
      },
    ],
  },
  {
    id: 'short-pick-at-the-full-price',
    what: 'What is left of a short pick is said to cost what was ordered.',
    patches: [
      {
        file: files.APPLY_REPORT,
        find: 'charges: pickedCharges({ ...order, ...picked })',
        replace: 'charges: pickedCharges(order)',
      },
    ],
  },
  {
    id: 'short-pick-stays-reserved',
    what: 'What the warehouse did not find is set aside for ever.',
    patches: [
      {
        file: files.STOCK_EVENTS,
        find: 'if (missing.length > 0) await packedShort(',
        replace: 'if (missing.length > 99) await packedShort(',
      },
    ],
  },
  {
    id: 'stock-leaves-with-the-first-parcel',
    what: 'With the first parcel the whole order is taken for gone.',
    patches: [
      {
        file: files.RESERVATION,
        find: 'const left = without(lines, parcel.lines);',
        replace: 'const left: typeof lines | undefined = lines.slice(0, 0);',
      },
    ],
  },
  {
    id: 'mail-one-for-all-parcels',
    what: 'Of several parcels the customer hears of one.',
    patches: [
      {
        file: files.TELL,
        find: 'const parcelOf = ({ parcelId }: { readonly parcelId: string }): string => parcelId;',
        replace:
          "const parcelOf = ({ parcelId }: { readonly parcelId: string }): string => parcelId.slice(0, 0) + 'p1';",
      },
    ],
  },
];

/** What is taken and given back for it. */
const REFUNDING: readonly Bug[] = [
  {
    id: 'capture-once-for-an-order',
    what: 'Only the first parcel of an order is captured.',
    patches: [
      {
        file: files.CAPTURE,
        find: 'if (capturesOf(payment).some(({ parcelId }) => parcelId === shipped.parcelId)) return ok(undefined);',
        replace: 'if (capturesOf(payment).length > 0) return ok(undefined);',
      },
    ],
  },
  {
    id: 'capture-under-one-key',
    what: 'All parcels of an order are captured under one key, which the provider takes once.',
    patches: [
      {
        file: files.TAKE_PAYMENT,
        find: 'const idempotencyKey = `${paymentId}/capture/${parcelId}`;',
        replace: 'const idempotencyKey = `${paymentId}/capture`;',
      },
    ],
  },
  {
    id: 'capture-lets-the-rest-go',
    what: 'With the first capture the provider lets go of what later parcels cost.',
    patches: [
      {
        file: files.TAKE_PAYMENT,
        find: 'provider.capture({ idempotencyKey, providerReference, amount, currency, isFinal })',
        replace:
          'provider.capture({ idempotencyKey, providerReference, amount, currency, isFinal: isFinal || amount > 0 })',
      },
    ],
  },
  {
    id: 'capture-keeps-the-rest',
    what: 'Nobody tells the provider that nothing more comes: the rest stays set aside on the card.',
    patches: [
      {
        file: files.TAKE_PAYMENT,
        find: 'provider.capture({ idempotencyKey, providerReference, amount, currency, isFinal })',
        replace:
          'provider.capture({ idempotencyKey, providerReference, amount, currency, isFinal: isFinal && amount < 0 })',
      },
    ],
  },
  {
    id: 'refund-under-a-key-of-its-time',
    what: 'Each try of a refund has a key of its own: a lost answer pays it twice.',
    patches: [
      {
        file: files.TAKE_PAYMENT,
        find: 'const idempotencyKey = `${paymentId}/refund/${wanted.refundId}`;',
        replace: 'const idempotencyKey = `${paymentId}/refund/${wanted.refundId}/${because.attempt}`;',
      },
    ],
  },
  {
    id: 'refund-told-again',
    what: 'A refund that is done is asked for and told again whenever its event comes.',
    patches: [{ file: files.REFUND, find: 'if (known?.isDone === true) return ok(undefined);', replace: '' }],
  },
  {
    id: 'refund-before-its-capture-is-a-contradiction',
    what: 'A parcel that comes back before it is captured is handed to people and never refunded.',
    patches: [{ file: files.TAKE_PAYMENT, find: "  'PARCEL_NOT_CAPTURED',\n]);", replace: ']);' }],
    kinds: ['delay', 'reorder', 'crash-after', 'unavailable'],
  },
  {
    id: 'refund-of-the-goods-alone',
    what: 'A parcel that nobody took is refunded without what its shipping cost.',
    patches: [
      {
        file: files.PAYMENT_EVENTS,
        find: 'const wanted = { refundId: `parcel/${parcelId}`, parcelId, lines, charges };',
        replace:
          'const wanted = { refundId: `parcel/${parcelId}`, parcelId, lines, charges: { ...charges, total: charges.total - charges.shipping } };',
      },
    ],
  },
  {
    id: 'invoice-one-for-all-parcels',
    what: 'Only the first parcel of an order gets an invoice.',
    patches: [
      {
        file: files.INVOICES,
        find: "if (first.status === 'draft' || first.parcelId === parcelId) return;",
        replace: "if (first.status === 'draft' || first.parcelId !== '') return;",
      },
    ],
  },
  {
    id: 'credit-note-written-again',
    what: 'A refund that is told twice gets two numbers.',
    patches: [
      {
        file: files.INVOICES,
        find: 'numbering(series, last, { TableName, Item, ConditionExpression: FRESH })',
        replace: 'numbering(series, last, { TableName, Item })',
      },
    ],
    kinds: ['slow', 'duplicate', 'replay', 'stream-rewind'],
  },
  {
    id: 'credit-note-for-the-first-invoice',
    what: 'Whichever parcel comes back, the invoice of the first one is credited.',
    patches: [
      {
        file: files.CREDIT_REFUND,
        find: 'invoices.find(refund.orderId, refund.parcelId)',
        replace: 'invoices.find(refund.orderId, undefined as never)',
      },
    ],
  },
];

/** What customers send back. */
const RETURNING: readonly Bug[] = [
  {
    id: 'return-of-more-than-was-shipped',
    what: 'Nobody counts what is left to be sent back.',
    patches: [
      {
        file: files.ASK,
        find: "if (faults.length > 0) return { code: 'MORE_THAN_SHIPPED', faults };",
        replace: "if (faults.length > 99) return { code: 'MORE_THAN_SHIPPED', faults };",
      },
    ],
  },
  {
    id: 'return-decided-by-the-last',
    what: 'Whoever of staff answers last has decided.',
    patches: [
      {
        file: files.ASK,
        find: "if (one.status !== 'requested')",
        replace: "if (one.status !== 'requested' && one.returnId === '')",
      },
    ],
  },
  {
    id: 'return-received-again',
    what: 'Goods that came in are a second receipt whenever their event comes again.',
    patches: [
      {
        file: files.FOLLOW,
        find: 'if (one.receipts.some(({ toldBy }) => toldBy === told.by)) return ok({ order, events: [] });',
        replace: '',
      },
    ],
    kinds: ['slow', 'duplicate', 'replay', 'stream-rewind'],
  },
  {
    id: 'return-shipping-with-the-first-piece',
    what: 'Shipping is refunded although not everything has come back.',
    patches: [
      {
        file: 'services/returns/src/domain/order.ts',
        find: 'if (isOut || !isKnownWhole(order)) return parts;',
        replace: 'if ((isOut && parts.length === 0) || !isKnownWhole(order)) return parts;',
      },
    ],
  },
  {
    id: 'return-takes-more-than-was-approved',
    what: 'Whatever comes in under a return is taken, however much it is.',
    patches: [
      {
        file: files.ARRIVED_RETURN,
        find: 'const excess = excessOf(wanted, awaited);',
        replace: 'const excess = excessOf(new Map(), awaited);',
      },
    ],
  },
  {
    id: 'returns-open-to-everybody',
    what: 'Whoever is signed in sees the returns of every order.',
    patches: [
      {
        file: 'services/returns/src/application/handle-returns.ts',
        find: '(caller.staff || caller.customerId === customerId);',
        replace: "(caller.staff || caller.customerId !== '');",
      },
    ],
  },
];

export const PARCELS: readonly Bug[] = [...LEAVING, ...REFUNDING, ...RETURNING];
