import type { Bug } from './bug.ts';
import * as files from './files.ts';

/** What may become of an order. */
const DECIDING: readonly Bug[] = [
  {
    id: 'late-payment-confirms-a-cancelled-order',
    what: 'A payment that is authorised late confirms the order, whatever it has become.',
    patches: [
      {
        file: files.AWAIT_CONFIRMATION,
        find: "order.status !== 'placed' || order.paymentAuthorized",
        replace: "(order.status !== 'placed' && order.status !== 'cancelled') || order.paymentAuthorized",
      },
      {
        file: files.LIFECYCLE,
        find: '  cancelled: [],\n} as const',
        replace: "  cancelled: ['confirmed'],\n} as const",
      },
    ],
  },
  {
    id: 'confirmed-without-payment',
    what: 'The order is confirmed as soon as stock is reserved.',
    patches: [
      {
        file: files.AWAIT_CONFIRMATION,
        find: 'if (!order.stockReserved || !order.paymentAuthorized) return change;',
        replace: 'if (!order.stockReserved) return change;',
      },
    ],
  },
  {
    id: 'confirmed-in-a-second-write',
    what: 'The second of the two only notes itself, and the order is confirmed by whoever comes next.',
    patches: [
      {
        file: files.AWAIT_CONFIRMATION,
        find: 'confirmWhenReady(begin(order, at, { paymentAuthorized: true }), at)',
        replace:
          'order.stockReserved ? begin(order, at, { paymentAuthorized: true }) : confirmWhenReady(begin(order, at, { paymentAuthorized: true }), at)',
      },
    ],
  },
  {
    id: 'declined-payment-rejects-whatever-it-meets',
    what: 'A declined payment or short stock rejects an order that has ended otherwise.',
    patches: [
      {
        file: files.AWAIT_CONFIRMATION,
        find: "order.status === 'placed' ? reject(begin(order, at), rejection, at)",
        replace: "order.status === 'placed' || order.status === 'cancelled' ? reject(begin(order, at), rejection, at)",
      },
      {
        file: files.LIFECYCLE,
        find: '  cancelled: [],\n} as const',
        replace: "  cancelled: ['rejected'],\n} as const",
      },
    ],
  },
  {
    id: 'delivered-overwrites-cancelled',
    what: 'The courier is believed whatever the order has become.',
    patches: [
      {
        file: 'services/orders/src/domain/callback-table.ts',
        find: `    returned: 'conflict',
    cancelled: 'conflict',
    rejected: 'conflict',
  },
  delivery_failed: {`,
        replace: `    returned: 'conflict',
    cancelled: 'applied',
    rejected: 'conflict',
  },
  delivery_failed: {`,
      },
      {
        file: files.LIFECYCLE,
        find: '  cancelled: [],\n} as const',
        replace: "  cancelled: ['delivered'],\n} as const",
      },
    ],
  },
  {
    id: 'cancelled-after-shipping',
    what: 'An order that is under way can still be cancelled.',
    patches: [
      {
        file: 'services/orders/src/domain/cancel-order.ts',
        find: "    case 'packed':\n      return ok(settleHeld(",
        replace: "    case 'packed':\n    case 'shipped':\n      return ok(settleHeld(",
      },
      {
        file: 'services/orders/src/domain/cancel-order.ts',
        find: "    case 'shipped':\n    case 'delivery_failed':",
        replace: "    case 'delivery_failed':",
      },
      {
        file: files.LIFECYCLE,
        find: "  shipped: ['delivered', 'delivery_failed', 'returned'],",
        replace: "  shipped: ['delivered', 'delivery_failed', 'returned', 'cancelled'],",
      },
      {
        file: 'events-schema/src/orders.ts',
        find: "previousStatus: z.enum(['placed', 'confirmed', 'packed']),",
        replace: "previousStatus: z.enum(['placed', 'confirmed', 'packed', 'shipped']),",
      },
    ],
  },
  {
    id: 'pick-up-not-inferred',
    what: 'A delivery without a pick-up is believed, and the pick-up is never published.',
    patches: [
      {
        file: files.APPLY_REPORT,
        find: 'return advance(change, parcel, {}, (after) => shippedEvent(parcel, after, {}));',
        replace:
          'return { ...advance(change, parcel, {}, (after) => shippedEvent(parcel, after, {})), events: change.events };',
      },
    ],
  },
  {
    id: 'address-changed-after-packing',
    what: 'The address may still be changed when the parcel has its label.',
    patches: [
      {
        file: 'services/orders/src/domain/change-address.ts',
        find: `    case 'confirmed':
      if (!isTaxedAlike`,
        replace: `    case 'confirmed':
    case 'packed':
      if (!isTaxedAlike`,
      },
      {
        file: 'services/orders/src/domain/change-address.ts',
        find: "    case 'packed':\n      return refuse({ code: 'ORDER_ALREADY_PACKED', offer: 'cancellation' });\n",
        replace: '',
      },
    ],
  },
  {
    id: 'rejection-forgets-why',
    what: 'A declined payment ends the order as if stock had been short.',
    patches: [
      {
        file: files.AWAIT_CONFIRMATION,
        find: "rejectPlaced(order, { reason: 'payment_declined' }, at);",
        replace: "rejectPlaced(order, { reason: 'out_of_stock' }, at);",
      },
    ],
  },
  {
    id: 'packed-and-nobody-is-told',
    what: 'The order is packed, and the event that asks the courier to fetch it is forgotten.',
    patches: [
      {
        file: files.APPLY_REPORT,
        find: "return move(change, 'packed', { ...picked, ...believed(change, reported, at) }, { type: 'OrderPacked', data });",
        replace:
          "return { ...move(change, 'packed', { ...picked, ...believed(change, reported, at) }, { type: 'OrderPacked', data }), events: change.events };",
      },
    ],
  },
];

/** Amounts. */
const MONEY: readonly Bug[] = [
  {
    id: 'tax-rounded-line-by-line',
    what: 'Tax is rounded on each line instead of once per rate.',
    patches: [
      {
        file: files.CHARGES,
        find: 'return { nets: amounts, taxable: sum, tax: share(sum, rate, FULL_RATE) };',
        replace:
          'return { nets: amounts, taxable: sum, tax: sumOf(amounts, (amount) => share(amount, rate, FULL_RATE)) };',
      },
    ],
  },
  {
    id: 'money-in-floats',
    what: 'Tax is calculated in euros, with decimals, and cut to cents.',
    patches: [
      {
        file: files.CHARGES,
        find: 'return { nets: amounts, taxable: sum, tax: share(sum, rate, FULL_RATE) };',
        replace: 'return { nets: amounts, taxable: sum, tax: Math.trunc((sum / 100) * (rate / 100_000) * 100) };',
      },
    ],
  },
  {
    id: 'shipping-at-the-rate-of-the-first-line',
    what: 'Shipping is taxed as the first line is, not as all the goods are.',
    patches: [
      {
        file: files.CHARGES,
        find: "const kinds = shippingTax === 'highest' ? [highest] : distinct(goods);",
        replace: "const kinds = shippingTax === 'highest' ? [highest] : distinct(goods).slice(0, 1);",
      },
    ],
  },
  {
    id: 'everything-at-the-standard-rate',
    what: 'An order is taxed as if all its items were of the standard class.',
    patches: [
      {
        file: files.PRICING,
        find: 'taxedAs(terms.seller, place, vatId, known.vatClass)',
        replace: "taxedAs(terms.seller, place, vatId, 'standard')",
      },
    ],
  },
  {
    id: 'export-taxed',
    what: 'Goods that leave the union are taxed as at home.',
    patches: [
      {
        file: files.VAT,
        find: "return relieved('G');",
        replace: 'return taxed(home);',
      },
    ],
  },
  {
    id: 'heligoland-taxed',
    what: 'Where goods go is taken from the country alone: no postal code counts.',
    patches: [
      {
        file: files.VAT,
        find: '[seller.country, areaOf(place)]',
        replace: '[seller.country, areaOf({ country: place.country })]',
      },
    ],
  },
  {
    id: 'tax-left-in-the-price-of-an-export',
    what: 'Who owes no tax pays the price that includes it.',
    patches: [
      {
        file: files.VAT,
        find: "relieved: seller.prices === 'gross' ? rateAt(home) : 0,",
        replace: 'relieved: 0,',
      },
    ],
  },
  {
    id: 'gross-priced-as-net',
    what: 'Prices that include tax are taxed once more.',
    patches: [{ file: files.PRICING, find: 'prices: seller.prices,', replace: "prices: 'net'," }],
  },
  {
    id: 'small-business-charges-tax',
    what: 'A shop below the limit charges the tax of everybody else.',
    patches: [
      {
        file: files.VAT,
        find: "if (seller.isSmallBusiness) return { category: 'E', rate: 0, relieved: 0 };",
        replace: "if (seller.isSmallBusiness && vatClass === 'zero') return { category: 'E', rate: 0, relieved: 0 };",
      },
    ],
  },
  {
    id: 'vat-id-unchecked',
    what: 'Any text in the place of a VAT id frees its buyer of the tax.',
    patches: [
      {
        file: 'services/orders/src/domain/recipient.ts',
        find: 'const vatId = vatIdOf(given.vatId);',
        replace: 'const vatId = ((): ReturnType<typeof vatIdOf> => ok(given.vatId ?? vatIdOf.name))();',
      },
    ],
  },
  {
    id: 'untaxed-export-sent-home',
    what: 'An order that was priced as an export may be sent within the country afterwards.',
    patches: [
      {
        file: 'services/orders/src/domain/change-address.ts',
        find: 'if (!isTaxedAlike(seller, order, recipient.address))',
        replace: 'if (order.lines.length === 0 && !isTaxedAlike(seller, order, recipient.address))',
      },
    ],
  },
  {
    id: 'business-buyer-elsewhere-taxed',
    what: 'A business buyer elsewhere pays the tax in spite of its VAT id.',
    patches: [
      {
        file: files.VAT,
        find: "if (vatId !== undefined && !vatId.startsWith(vatPrefixOf(home))) return relieved('K');",
        replace: "if (vatId !== undefined && vatId.startsWith(vatPrefixOf(home))) return relieved('K');",
      },
    ],
  },
  {
    id: 'shipping-left-out-of-the-total',
    what: 'The total that is paid forgets what shipping costs.',
    patches: [{ file: files.TOTALS, find: '  total,\n', replace: '  total: total - shipping,\n' }],
  },
];

const WAITING: readonly Bug[] = [
  {
    id: 'order-waits-for-ever',
    what: 'Nobody looks at an order that stock or payment did not answer.',
    kinds: ['queue-closed'],
    patches: [
      {
        file: files.AWAIT_CONFIRMATION,
        find: 'if (silentFor(order).length === 0) return undefined;',
        replace: 'if (silentFor(order).length < 3) return undefined;',
      },
    ],
  },
];

/** What is decided about orders, and what they cost. */
export const DECISIONS: readonly Bug[] = [...DECIDING, ...MONEY, ...WAITING];
