import type { Bug } from './bug.ts';

const STORE = 'services/orders/src/adapters/dynamo-orders.ts';
const KEYS = 'services/orders/src/adapters/dynamo-placing-keys.ts';
const PLACE = 'services/orders/src/application/place-order.ts';
const CHANGE = 'services/orders/src/application/change-order.ts';
const CONFIRMATION = 'services/orders/src/domain/await-confirmation.ts';
const LIFECYCLE = 'services/orders/src/domain/lifecycle.ts';
const REPORT = 'services/orders/src/domain/report.ts';
const READ = 'services/orders/src/application/read-orders.ts';
const PRICING = 'services/orders/src/domain/pricing.ts';

/** The write that decides every race, and what is made of its answer. */
const WRITING: readonly Bug[] = [
  {
    id: 'order-check-then-write',
    what: 'An order is read, checked and written without a condition.',
    patches: [
      {
        file: STORE,
        find: `        ConditionExpression: 'version = :seen',
        ExpressionAttributeValues: { ':seen': { N: seen } },`,
        replace: `        ...(seen === '' && { ConditionExpression: 'version = :seen' }),`,
      },
    ],
  },
  {
    id: 'order-any-failed-condition-is-success',
    what: 'A failed condition is taken for the answer to an earlier try of our own.',
    patches: [
      {
        file: STORE,
        find: "if (isConditionFailed(error)) return 'overtaken';",
        replace: "if (isConditionFailed(error)) return 'saved';",
      },
    ],
  },
  {
    id: 'order-lost-race-is-done',
    what: 'Whoever loses a race answers with what it had decided, as if it had been written.',
    patches: [
      {
        file: CHANGE,
        find: "return (await orders.save(decided.value, cause)) === 'saved' ? decided : AGAIN;",
        replace: "return (await orders.save(decided.value, cause)) !== 'saved' && clock() < 0 ? AGAIN : decided;",
      },
    ],
  },
  {
    id: 'order-answers-before-it-writes',
    what: 'The answer goes out while the write is still under way.',
    patches: [
      {
        file: CHANGE,
        find: "return (await orders.save(decided.value, cause)) === 'saved' ? decided : AGAIN;",
        replace:
          'void orders.save(decided.value, cause).catch(() => undefined);\n      return clock() < 0 ? AGAIN : decided;',
      },
    ],
  },
  {
    id: 'order-placed-before-it-is-written',
    what: 'A placed order is acknowledged while its write is still under way.',
    patches: [
      {
        file: PLACE,
        find: 'const added = await orders.add(decided.value, cause, key);',
        replace: `void orders.add(decided.value, cause, key).catch(() => undefined);\n    const added = 'added' as string;`,
      },
    ],
  },
  {
    id: 'order-placed-whatever-went-wrong',
    what: 'Any error of the write that places an order is taken for an answer that was lost.',
    patches: [
      {
        file: STORE,
        find: "if (isConditionFailed(error)) return 'added';",
        replace: "if (error !== undefined) return 'added';",
      },
    ],
  },
  {
    id: 'address-acknowledged-and-not-written',
    what: 'Another address is shown to whoever gave it, and not kept.',
    patches: [
      {
        file: 'services/orders/src/domain/change-address.ts',
        find: "return ok(amend(begin(order, at), { recipient }, { type: 'OrderAddressChanged', data: {} }));",
        replace: 'return ok({ order: { ...order, recipient }, events: at > 0 ? [] : begin(order, at).events });',
      },
    ],
  },
  {
    id: 'order-version-stands-still',
    what: 'A change of the address does not count as a version.',
    patches: [
      {
        file: 'services/orders/src/domain/change-address.ts',
        find: "return ok(amend(begin(order, at), { recipient }, { type: 'OrderAddressChanged', data: {} }));",
        replace: `return ok(amend(begin(order, at), { recipient, version: order.version + 2 }, { type: 'OrderAddressChanged', data: {} }));`,
      },
      {
        file: STORE,
        find: 'const seen = String(change.order.version - 1);',
        replace: `const seen = String(change.order.version - (change.events[0]?.type === 'OrderAddressChanged' ? 2 : 1));`,
      },
    ],
  },
];

/** The key that keeps a repeated request from being a second order. */
const KEYING: readonly Bug[] = [
  {
    id: 'key-outside-the-transaction',
    what: 'The order is written first and its key afterwards.',
    patches: [
      {
        file: STORE,
        find: '? retryConflicts(() => dynamo.send(withKey(put, key, change)))',
        replace: `? retryConflicts(() => dynamo.send(new PutItemCommand(put))).then(() =>
              dynamo.send(new PutItemCommand(placingKeyPut(TableName, key, change.order.orderId, change.order.placedAt))),
            )`,
      },
    ],
  },
  {
    id: 'key-taken-twice',
    what: 'The key is written whether somebody has it or not.',
    patches: [
      {
        file: KEYS,
        find: `  ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
  ExpressionAttributeValues: { ':now': { N: String(seconds(at)) } },`,
        replace: '',
      },
    ],
  },
  {
    id: 'key-compared-without-the-body',
    what: 'A key is answered with its order, whatever the body asks for.',
    patches: [
      {
        file: PLACE,
        find: "if (taken.fingerprint !== key.fingerprint) return refuse({ code: 'IDEMPOTENCY_KEY_REUSED' });",
        replace: '',
      },
    ],
  },
  {
    id: 'key-shared-by-all-customers',
    what: 'A key belongs to nobody: two customers who use the same one meet.',
    patches: [
      {
        file: 'services/orders/src/adapters/keys.ts',
        find: '`placed/${customerId}/${key}`',
        replace: "`placed/${customerId === '' ? '' : 'all'}/${key}`",
      },
    ],
  },
  {
    id: 'key-trusts-time-to-live',
    what: 'A key counts for as long as its row is there, and DynamoDB removes rows days late.',
    patches: [
      {
        file: KEYS,
        find: 'return expiresAt > seconds(deps.clock()) ? { orderId, fingerprint } : undefined;',
        replace: 'return expiresAt > 0 ? { orderId, fingerprint } : undefined;',
      },
    ],
  },
];

/** What may become of an order. */
const DECIDING: readonly Bug[] = [
  {
    id: 'late-payment-confirms-a-cancelled-order',
    what: 'A payment that is authorised late confirms the order, whatever it has become.',
    patches: [
      {
        file: CONFIRMATION,
        find: "order.status !== 'placed' || order.paymentAuthorized",
        replace: "(order.status !== 'placed' && order.status !== 'cancelled') || order.paymentAuthorized",
      },
      { file: LIFECYCLE, find: '  cancelled: [],\n} as const', replace: "  cancelled: ['confirmed'],\n} as const" },
    ],
  },
  {
    id: 'confirmed-without-payment',
    what: 'The order is confirmed as soon as stock is reserved.',
    patches: [
      {
        file: CONFIRMATION,
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
        file: CONFIRMATION,
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
        file: CONFIRMATION,
        find: "  if (order.status !== 'placed') return unchanged(order);\n  const { reason, short }",
        replace:
          "  if (order.status !== 'placed' && order.status !== 'cancelled') return unchanged(order);\n  const { reason, short }",
      },
      { file: LIFECYCLE, find: '  cancelled: [],\n} as const', replace: "  cancelled: ['rejected'],\n} as const" },
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
      { file: LIFECYCLE, find: '  cancelled: [],\n} as const', replace: "  cancelled: ['delivered'],\n} as const" },
    ],
  },
  {
    id: 'cancelled-after-shipping',
    what: 'An order that is under way can still be cancelled.',
    patches: [
      {
        file: 'services/orders/src/domain/cancel-order.ts',
        find: "    case 'packed': {\n      const { by, reason } = command;",
        replace: "    case 'packed':\n    case 'shipped': {\n      const { by, reason } = command;",
      },
      {
        file: 'services/orders/src/domain/cancel-order.ts',
        find: "    case 'shipped':\n    case 'delivery_failed':",
        replace: "    case 'delivery_failed':",
      },
      {
        file: LIFECYCLE,
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
        file: REPORT,
        find: "const onItsWay = change.order.status === 'packed' ? ship(change, reported, true, at) : change;",
        replace: 'const onItsWay = change;',
      },
      {
        file: LIFECYCLE,
        find: "  packed: ['shipped', 'cancelled'],",
        replace: "  packed: ['shipped', 'delivered', 'cancelled'],",
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
      // The event`,
        replace: `    case 'confirmed':
    case 'packed':
      // The event`,
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
        file: CONFIRMATION,
        find: "reject(order, { reason: 'payment_declined' }, at);",
        replace: "reject(order, { reason: 'out_of_stock' }, at);",
      },
    ],
  },
  {
    id: 'packed-and-nobody-is-told',
    what: 'The order is packed, and the event that asks the courier to fetch it is forgotten.',
    patches: [
      {
        file: REPORT,
        find: "return believe(change, reported, { type: 'OrderPacked', data: { lines: [...lines], recipient, ...told } }, at);",
        replace:
          "const data = { lines: [...lines], recipient };\n      return { ...believe(change, reported, { type: 'OrderPacked', data }, at), events: change.events };",
      },
    ],
  },
];

/** Amounts. */
const MONEY: readonly Bug[] = [
  {
    id: 'tax-rounded-once-per-order',
    what: 'Tax is rounded on the sum instead of line by line.',
    patches: [
      {
        file: PRICING,
        find: 'const tax = sumOf(lines, (line) => taxOn(netOf(line), line.taxRate));',
        replace: 'const tax = taxOn(items, lines[0]?.taxRate ?? 0);',
      },
    ],
  },
  {
    id: 'money-in-floats',
    what: 'Tax is calculated in euros, with decimals, and cut to cents.',
    patches: [
      {
        file: PRICING,
        find: 'const tax = sumOf(lines, (line) => taxOn(netOf(line), line.taxRate));',
        replace: 'const tax = sumOf(lines, (line) => Math.trunc((netOf(line) / 100) * (line.taxRate / 10_000) * 100));',
      },
    ],
  },
  {
    id: 'shipping-left-out-of-the-total',
    what: 'The total forgets what shipping costs.',
    patches: [
      {
        file: PRICING,
        find: 'return { items, shipping, tax, total: items + shipping + tax, currency };',
        replace: 'return { items, shipping, tax, total: items + tax, currency };',
      },
    ],
  },
];

/** Who may see what. */
const OWNING: readonly Bug[] = [
  {
    id: 'order-open-to-everybody',
    what: 'Whoever is signed in reads every order.',
    patches: [
      {
        file: READ,
        find: "return order && maySee(caller, order) ? ok(order) : refuse({ code: 'ORDER_NOT_FOUND' });",
        replace: "return order && caller.customerId !== '' ? ok(order) : refuse({ code: 'ORDER_NOT_FOUND' });",
      },
    ],
  },
  {
    id: 'order-cancelled-by-anybody',
    what: 'Whoever is signed in cancels every order.',
    patches: [
      {
        file: 'services/orders/src/application/cancel-order.ts',
        find: "if (!maySee(caller, order)) return refuse({ code: 'ORDER_NOT_FOUND' });",
        replace: '',
      },
    ],
  },
  {
    id: 'order-list-of-everybody',
    what: 'Whoever is signed in lists the orders of every customer.',
    patches: [
      {
        file: READ,
        find: 'customerId === undefined || maySee(caller, { customerId })',
        replace: "customerId === undefined || caller.customerId !== ''",
      },
    ],
  },
];

const WAITING: readonly Bug[] = [
  {
    id: 'order-waits-for-ever',
    what: 'Nobody rejects an order that stock or payment never answered.',
    kinds: ['queue-closed'],
    patches: [
      {
        file: 'services/orders/src/domain/await-confirmation.ts',
        find: "order.status === 'placed' && at - order.placedAt >= PATIENCE_MS",
        replace: "order.status === 'rejected' && at - order.placedAt >= PATIENCE_MS",
      },
    ],
  },
];

export const ORDERS: readonly Bug[] = [...WRITING, ...KEYING, ...DECIDING, ...MONEY, ...OWNING, ...WAITING];
