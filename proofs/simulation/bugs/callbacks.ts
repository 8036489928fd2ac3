import type { Bug } from './bug.ts';
import * as files from './files.ts';

/** What partners tell, and are answered. */
const TELLING: readonly Bug[] = [
  {
    id: 'callback-remembered-before-its-effect',
    what: 'The id of a callback is noted as seen in a write of its own, before the order moves.',
    patches: [
      {
        file: files.RECEIVE_CALLBACK,
        find: 'return changeOrder(orderId, cause, (order, at) => receiveCallback(callback, order, at));',
        replace: `const { callbackId: _, ...anonymous } = callback;
    return changeOrder(orderId, cause, (order, at) => {
      const decided = receiveCallback(callback, order, at);
      if (!decided.ok || decided.value.order.seen === order.seen) return decided;
      const { seen, version } = decided.value.order;
      return { ok: true, value: { ...decided.value, order: { ...order, seen, version }, events: [] } };
    }).then((noted) =>
      !noted.ok || noted.value.answer.replayed
        ? noted
        : changeOrder(orderId, cause, (order, at) => receiveCallback(anonymous as typeof callback, order, at)),
    );`,
      },
    ],
  },
  {
    id: 'callback-known-is-handled-again',
    what: 'A callback that came before is handled like a new one.',
    patches: [
      {
        file: files.CALLBACK,
        find: 'const before = order.seen.find((seen) => seen.key === key);',
        replace: "const before = order.seen.find((seen) => seen.key === key && key === '');",
      },
    ],
  },
  {
    id: 'callback-id-without-its-body',
    what: 'Another message under a known id gets the first one’s answer.',
    patches: [
      {
        file: files.CALLBACK,
        find: "return refuse({ code: 'CALLBACK_ID_REUSED' });",
        replace: 'void 0;',
      },
    ],
  },
  {
    id: 'callback-not-remembered',
    what: 'Ids of callbacks are not kept.',
    patches: [
      {
        file: files.CALLBACK,
        find: "result === 'conflict' || (hasId(callback) && result !== 'stop' && result !== 'refused');",
        replace: "result === 'conflict' && !hasId(callback);",
      },
    ],
  },
  {
    id: 'callback-stop-writes',
    what: 'A callback that is told to stop is noted on the order all the same.',
    patches: [
      {
        file: files.CALLBACK,
        find: "(hasId(callback) && result !== 'stop' && result !== 'refused');",
        replace: "(hasId(callback) && result !== 'refused');",
      },
    ],
  },
  {
    id: 'callback-conflict-is-not-recorded',
    what: 'The partner hears of a conflict, and nobody of ours does.',
    patches: [
      {
        file: files.CALLBACK,
        find: "    case 'conflict':\n",
        replace: "    case 'conflict':\n      if (order.version > 0) return { result, change: unchanged(order) };\n",
      },
    ],
  },
  {
    id: 'callback-conflict-alarms-each-time',
    what: 'A conflict that is told again raises another alarm.',
    patches: [
      {
        file: files.CALLBACK,
        find: "result === 'conflict' || (hasId(callback)",
        replace: '(hasId(callback)',
      },
    ],
  },
  {
    id: 'held-callbacks-are-not-settled',
    what: 'What a partner told too early is not looked at when the order is confirmed.',
    patches: [
      {
        file: files.AWAIT_CONFIRMATION,
        find: 'return settleHeld(confirmed, at);',
        replace: 'return at > 0 ? confirmed : settleHeld(confirmed, at);',
      },
    ],
  },
  {
    id: 'held-callbacks-are-dropped',
    what: 'A callback that comes too early is answered as held, and not kept.',
    patches: [
      {
        file: files.CALLBACK,
        find: 'change: held ? begin(order, at, { held }) : unchanged(order) };',
        replace: 'change: held && at === 0 ? begin(order, at, { held }) : unchanged(order) };',
      },
    ],
  },
  {
    id: 'held-callbacks-are-kept-twice',
    what: 'The same early callback is kept as often as it is told.',
    patches: [
      {
        file: files.HELD_CALLBACKS,
        find: 'if (!first) return',
        replace: 'if (!first || callback.heldAt > 0) return',
      },
    ],
  },
  {
    id: 'held-callbacks-stay-when-applied',
    what: 'A held callback that was applied is not taken from the order.',
    patches: [
      {
        file: files.HELD_CALLBACKS,
        find: 'return settleHeld(settle(dropped, ready, at), at);',
        replace:
          'const settled = settle(dropped, ready, at);\n  return { ...settled, order: { ...settled.order, held: change.order.held } };',
      },
    ],
  },
  {
    id: 'held-callbacks-are-settled-one-by-one',
    what: 'Only the first of the held callbacks is looked at.',
    patches: [
      {
        file: files.HELD_CALLBACKS,
        find: 'return settleHeld(settle(dropped, ready, at), at);',
        replace: 'return settle(dropped, ready, at);',
      },
    ],
  },
  {
    id: 'held-callbacks-wait-unseen',
    what: 'Nobody is told of a callback that waits for long.',
    patches: [
      {
        file: files.HELD_CALLBACKS,
        find: '    if (waited < HELD_FLAG_MS || callback.flagged) return reviewed;',
        replace: '    if (waited < HELD_EXPIRY_MS || callback.flagged) return reviewed;',
      },
    ],
  },
  {
    id: 'held-callbacks-of-a-cancelled-order-vanish',
    what: 'What waited on an order that was cancelled is dropped without a word.',
    patches: [
      {
        file: 'services/orders/src/domain/cancel-order.ts',
        find: 'return ok(settleHeld(cancelled(begin(order, at), order.status, command), at));',
        replace: 'return ok(amend(cancelled(begin(order, at), order.status, command), { held: [] }));',
      },
      {
        file: 'services/orders/src/domain/cancel-order.ts',
        find: 'type Order, begin,',
        replace: 'type Order, amend, begin,',
      },
    ],
  },
  {
    id: 'callback-taken-for-known',
    what: 'A parcel that is reported as packed for the first time is answered as if that were known.',
    patches: [
      {
        file: 'services/orders/src/domain/callback-table.ts',
        find: "    confirmed: 'applied',\n    packed: 'duplicate',",
        replace: "    confirmed: 'duplicate',\n    packed: 'duplicate',",
      },
    ],
  },
];

/** The keys that open callbacks. */
const OPENING: readonly Bug[] = [
  {
    id: 'key-of-the-other-partner-opens',
    what: 'Whoever has a key of any partner may tell anything.',
    patches: [
      {
        file: files.CALLBACKS,
        find: 'return caller.partner.callbacks.includes(WORD[action]) ? { caller }',
        replace: 'return caller.partner.callbacks.length > 0 ? { caller }',
      },
    ],
  },
  {
    id: 'key-that-expired-opens',
    what: 'Nobody looks until when a key is valid.',
    patches: [
      {
        file: files.PARTNER_KEYS,
        find: '(notAfter === undefined || now <= Date.parse(notAfter)),',
        replace: "(notAfter === undefined || notAfter !== ''),",
      },
    ],
  },
  {
    id: 'key-of-tomorrow-opens',
    what: 'Nobody looks from when on a key is valid.',
    patches: [
      {
        file: files.PARTNER_KEYS,
        find: '(notBefore === undefined || Date.parse(notBefore) <= now) &&',
        replace: "(notBefore === undefined || notBefore !== '') &&",
      },
    ],
  },
  {
    id: 'key-cached-for-ever',
    what: 'A secret is read once in the life of an environment.',
    patches: [
      {
        file: files.SECRET_CACHE,
        find: 'if (text !== undefined && deps.clock() - readAt < FRESH_FOR_MS) return text;',
        replace: 'if (text !== undefined && readAt < Infinity) return text;',
      },
      {
        file: files.SECRET_CACHE,
        find: '        await load();\n        return true;',
        replace: '        return text === undefined;',
      },
    ],
  },
  {
    id: 'only-the-newest-key-opens',
    what: 'The first key of a secret is the only one that counts, so that a rotation shuts out its partner.',
    patches: [
      {
        file: 'shared/partners/src/callback-auth.ts',
        find: 'const keys = validKeys(parseKeys(await secret.read()), deps.clock());',
        replace: 'const keys = validKeys(parseKeys(await secret.read()).slice(0, 1), deps.clock());',
      },
    ],
  },
  {
    id: 'key-in-a-log',
    what: 'A secret that is not as documented is quoted in the log of the service that sends webhooks.',
    patches: [
      {
        file: 'shared/partners/src/webhooks.ts',
        find: '...{ webhookId, orderId, kind, attempts, status },',
        replace:
          '...{ webhookId, orderId, kind, attempts, status, signedWith: (outcome as { signedWith?: string }).signedWith },',
      },
      {
        file: 'shared/partners/src/webhook-sender.ts',
        find: 'return outcomeOf(await deps.post({ url, headers, body }), deps.clock());',
        replace:
          'return { ...outcomeOf(await deps.post({ url, headers, body }), deps.clock()), signedWith: await deps.secret.read() };',
      },
    ],
  },
];

/** What a signed callback is for: the signature does not cover the path. */
const BINDING: readonly Bug[] = [
  {
    id: 'signed-callback-opens-any-order',
    what: 'The order in the body of a signed callback is not held against the path.',
    patches: [
      {
        file: 'services/orders/src/handlers/http/callback-binding.ts',
        find: '...(orderId !== undefined && orderId !== path.orderId',
        replace: "...(orderId !== undefined && orderId === ''",
      },
    ],
  },
  {
    id: 'signed-callback-opens-any-action',
    what: 'The action in the body of a signed callback is not held against the path.',
    patches: [
      {
        file: 'services/orders/src/handlers/http/callback-binding.ts',
        find: 'name !== undefined && actionIn(name) !== actionIn(path.action);',
        replace: "name !== undefined && actionIn(name) === '';",
      },
    ],
  },
  {
    id: 'signed-callback-names-nothing',
    what: 'A signed body that names neither order nor action opens whatever it is sent to.',
    patches: [
      {
        file: 'services/orders/src/handlers/http/callback-binding.ts',
        find: 'return signed && !isBound ? UNBOUND : undefined;',
        replace: 'return signed && !isBound && errors.length > 0 ? UNBOUND : undefined;',
      },
    ],
  },
];

/** Another tracking number for the parcel. */
const CORRECTING: readonly Bug[] = [
  {
    id: 'correction-undone-by-an-echo',
    what: 'The first report comes again, and its number replaces the corrected one.',
    patches: [
      {
        file: 'services/orders/src/domain/tracking.ts',
        find: 'if (!hasId && replaced.includes(trackingNumber)) return undefined;',
        replace: 'if (!hasId && replaced.length > 99) return undefined;',
      },
    ],
  },
  {
    id: 'correction-told-to-nobody',
    what: 'The order has another tracking number, and no event says so.',
    patches: [
      {
        file: files.CALLBACK,
        find: 'settleHeld(correct(begin(order, at), report, judgement, hasId(callback)), at) };',
        replace: '{ ...correct(begin(order, at), report, judgement, hasId(callback)), events: [] } };',
      },
    ],
  },
  {
    id: 'correction-of-what-is-held-is-lost',
    what: 'Of two early reports the first is kept, though the second has another number.',
    patches: [
      {
        file: files.HELD_CALLBACKS,
        find: 'const corrected = correctedTracking(first, callback, hasId);',
        replace: 'const corrected = callback.heldAt < 0 ? correctedTracking(first, callback, hasId) : undefined;',
      },
    ],
  },
];

export const CALLBACKS: readonly Bug[] = [...TELLING, ...OPENING, ...BINDING, ...CORRECTING];
