import type { Bug } from './bug.ts';
import * as files from './files.ts';

/** What time does to orders, and what people decide about them. */
export const WAITING: readonly Bug[] = [
  {
    id: 'given-up-in-our-own-outage',
    what: 'An order is rejected after a quarter of an hour, whoever is down.',
    kinds: ['queue-closed'],
    patches: [
      {
        file: files.AWAIT_CONFIRMATION,
        find: 'if (isSkipped || at - order.placedAt >= LONGEST_WAIT_MS)',
        replace: 'if (isSkipped || at - order.placedAt >= PATIENCE_MS)',
      },
    ],
  },
  {
    id: 'late-answer-waits-for-ever',
    what: 'An order that nobody can answer is never given up.',
    patches: [
      {
        file: files.AWAIT_CONFIRMATION,
        find: 'if (isSkipped || at - order.placedAt >= LONGEST_WAIT_MS)',
        replace: 'if (isSkipped || at - order.placedAt >= LONGEST_WAIT_MS * 9)',
      },
    ],
  },
  {
    id: 'late-answer-told-each-time',
    what: 'People are told of a late answer each time that the order is looked at.',
    kinds: ['queue-closed'],
    patches: [
      {
        file: files.AWAIT_CONFIRMATION,
        find: 'if (order.watched?.lateAt !== undefined) return looked;',
        replace: 'if (order.watched?.lateAt === 0) return looked;',
      },
    ],
  },
  {
    id: 'held-for-review-and-confirmed',
    what: 'A rule holds an order, says so, and lets it pass.',
    patches: [
      {
        file: files.AWAIT_CONFIRMATION,
        find: 'if (isHeld(change.order)) {',
        replace: 'if (isHeld(change.order) && change.order.version > 1_000) {',
      },
    ],
  },
  {
    id: 'rejected-after-its-approval',
    what: 'Staff may reject an order that staff let pass.',
    patches: [
      {
        file: files.DECIDE_REVIEW,
        find: "  if (status !== 'placed' || review === undefined) return",
        replace: "  if ((status !== 'placed' && status !== 'confirmed') || review === undefined) return",
      },
      {
        file: files.LIFECYCLE,
        find: "confirmed: ['packed', 'cancelled'],",
        replace: "confirmed: ['packed', 'cancelled', 'rejected'],",
      },
    ],
  },
  {
    id: 'stuck-told-again',
    what: 'A promise that is broken is not noted: people are told of it each minute.',
    patches: [
      {
        file: files.KEEP_PROMISES,
        find: '    { watched: { ...order.watched, passed: what, stuck: what } },',
        replace: "    { watched: { ...order.watched, ...(what === 'deliver_by' && { passed: what }), stuck: what } },",
      },
      {
        file: files.KEEP_PROMISES,
        find: '  return keepPromise(told, at);',
        replace: '  return told;',
      },
    ],
  },
  {
    id: 'stuck-though-packed',
    what: 'Whether a promise was kept is not asked.',
    patches: [
      {
        file: files.KEEP_PROMISES,
        find: "what === 'pack_by' ? order.status === 'confirmed' : openIn(order) !== undefined;",
        replace: 'what.length > 0 && openIn(order) !== undefined;',
      },
    ],
  },
  {
    id: 'moves-on-in-silence',
    what: 'An order that was stuck and moves on does not say so: it stays in the list.',
    kinds: ['partner-down'],
    patches: [
      {
        file: files.CHANGE_ORDER,
        find: 'orders.save(forgetEnded(moveOn(decided.value)), caused)',
        replace: 'orders.save(forgetEnded(order.version < 0 ? moveOn(decided.value) : decided.value), caused)',
      },
    ],
  },
  {
    id: 'stuck-list-believes-the-last-to-come',
    what: 'The list of what is stuck is written by whatever event comes last.',
    kinds: ['partner-down', 'duplicate', 'delay', 'replay'],
    patches: [
      {
        file: files.STUCK_ORDERS,
        find: "'attribute_not_exists(orderId) OR #sequence < :sequence OR attentionAt < :at'",
        replace: "'attribute_not_exists(orderId) OR #sequence <> :sequence OR attentionAt < :at'",
      },
    ],
  },
  {
    id: 'nobody-keeps-promises',
    what: 'No promise is ever due.',
    patches: [
      {
        file: files.KEEP_PROMISES,
        find: 'return next && timeOf(order, next);',
        replace: 'return next && order.version < 0 ? timeOf(order, next) : undefined;',
      },
    ],
  },
];
