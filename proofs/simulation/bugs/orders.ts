import type { Bug } from './bug.ts';
import * as files from './files.ts';

/** The write that decides every race, and what is made of its answer. */
const WRITING: readonly Bug[] = [
  {
    id: 'order-check-then-write',
    what: 'An order is read, checked and written without a condition.',
    patches: [
      {
        file: files.ORDERS,
        find: `        ConditionExpression: 'version = :seen',
        ExpressionAttributeValues: { ':seen': { N: String(order.version - 1) } },`,
        replace: `        ...(order.version < 0 && { ConditionExpression: 'version = :seen' }),`,
      },
    ],
  },
  {
    id: 'order-any-failed-condition-is-success',
    what: 'A failed condition is taken for the answer to an earlier try of our own.',
    patches: [
      {
        file: files.ORDERS,
        find: "if (isConditionFailed(error) || conditionFailedAt(error, 0)) return 'overtaken';",
        replace: "if (isConditionFailed(error) || conditionFailedAt(error, 0)) return 'saved';",
      },
    ],
  },
  {
    id: 'order-lost-race-is-done',
    what: 'Whoever loses a race answers with what it had decided, as if it had been written.',
    patches: [
      {
        file: files.CHANGE_ORDER,
        find: "return (await orders.save(forgetEnded(moveOn(decided.value)), caused)) === 'saved' ? decided : AGAIN;",
        replace:
          "return (await orders.save(forgetEnded(moveOn(decided.value)), caused)) !== 'saved' && clock() < 0 ? AGAIN : decided;",
      },
    ],
  },
  {
    id: 'order-answers-before-it-writes',
    what: 'The answer goes out while the write is still under way.',
    patches: [
      {
        file: files.CHANGE_ORDER,
        find: "return (await orders.save(forgetEnded(moveOn(decided.value)), caused)) === 'saved' ? decided : AGAIN;",
        replace:
          'void orders.save(forgetEnded(moveOn(decided.value)), caused).catch(() => undefined);\n      return clock() < 0 ? AGAIN : decided;',
      },
    ],
  },
  {
    id: 'order-placed-before-it-is-written',
    what: 'A placed order is acknowledged while its write is still under way.',
    patches: [
      {
        file: files.PLACE_ORDER,
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
        file: files.ORDERS,
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
        file: files.ORDERS,
        find: 'N: String(order.version - 1)',
        replace: `N: String(order.version - (change.events[0]?.type === 'OrderAddressChanged' ? 2 : 1))`,
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
        file: files.ORDERS,
        find: 'await write(put, [...taken, ...used], orderId);',
        replace: `await write(put, used, orderId);
        for (const { Put: late } of taken) await dynamo.send(new PutItemCommand(late));`,
      },
    ],
  },
  {
    id: 'key-taken-twice',
    what: 'The key is written whether somebody has it or not.',
    patches: [
      {
        file: files.PLACING_KEYS,
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
        file: files.PLACE_ORDER,
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
        file: files.PLACING_KEYS,
        find: 'return expiresAt > seconds(deps.clock()) ? { orderId, fingerprint } : undefined;',
        replace: 'return expiresAt > 0 ? { orderId, fingerprint } : undefined;',
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
        file: files.READ_ORDERS,
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
        file: files.READ_ORDERS,
        find: 'if (!isOwn && !caller.staff)',
        replace: 'if (!isOwn && !isOwn && !caller.customerId)',
      },
    ],
  },
];

/** How orders are written and shown. */
export const ORDERS: readonly Bug[] = [...WRITING, ...KEYING, ...OWNING];
