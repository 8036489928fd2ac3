import type { Bug } from './bug.ts';
import * as files from './files.ts';

const MAILING: readonly Bug[] = [
  {
    id: 'mail-greets-whom-the-goods-go-to',
    what: 'The mails about a gift greet the friend who gets it.',
    patches: [
      {
        file: 'services/notification/src/application/tell.ts',
        find: '{ name: billing.name, email: billing.email,',
        replace: '{ name: recipient.name, email: billing.email,',
      },
    ],
  },
  {
    id: 'mail-in-english-to-everybody',
    what: 'The mails of an order are in English, whatever its language is.',
    patches: [
      {
        file: 'services/notification/src/application/tell.ts',
        find: 'email: billing.email, orderNumber, language, deliverTo }',
        replace: "email: billing.email, orderNumber, language: 'en' as const, deliverTo }",
      },
    ],
  },
  {
    id: 'mail-in-the-language-of-the-browser',
    what: 'What the browser asks for counts before what the customer said.',
    patches: [
      {
        file: 'services/orders/src/domain/place-order.ts',
        find: 'command.language ?? facts.profile.language ?? command.acceptedLanguage ??',
        replace: 'command.acceptedLanguage ?? command.language ?? facts.profile.language ??',
      },
    ],
  },
  {
    id: 'mail-names-the-order-by-its-id',
    what: 'Subjects say the end of the order’s id, which has no check character.',
    patches: [
      {
        file: 'services/notification/src/application/notify.ts',
        find: 'order: orderNumber, language, shopTime',
        replace: 'order: orderId.slice(-8), language, shopTime',
      },
    ],
  },
  {
    id: 'mail-check-then-send',
    what: 'The rows of mails and webhooks are written without a condition.',
    patches: [
      {
        file: files.VERSIONED_ROW,
        find: `          ? { ConditionExpression: \`attribute_not_exists(\${table.key})\` }
          : {
              ConditionExpression: 'version = :seen',
              ExpressionAttributeValues: marshall({ ':seen': row.version - 1 }),
            }),`,
        replace: '          ? {}\n          : {}),',
      },
    ],
  },
  {
    id: 'mail-without-a-lease',
    what: 'A mail that somebody is sending is sent by the next one too.',
    patches: [
      {
        file: files.NOTIFY,
        find: 'claiming: (row, now) => claim(row, {',
        replace: 'claiming: (row, now) => claim({ ...row, leaseUntil: 0 }, {',
      },
    ],
  },
  {
    id: 'mail-lease-shorter-than-a-try',
    what: 'The lease ends while a slow try is still at work.',
    patches: [{ file: files.MAIL_SERVICE, find: 'leaseMs: 2 * timeoutMs,', replace: 'leaseMs: timeoutMs / 30,' }],
    kinds: ['slow', 'duplicate'],
  },
  {
    id: 'mail-lease-longer-than-the-retries',
    what: 'The lease of a sender that died outlives all tries of the queue.',
    patches: [{ file: files.MAIL_SERVICE, find: 'leaseMs: 2 * timeoutMs,', replace: 'leaseMs: 24 * 120 * timeoutMs,' }],
  },
  {
    id: 'mail-marked-before-it-is-sent',
    what: 'A mail is noted as sent, and then sent.',
    patches: [
      {
        file: files.NOTIFY,
        find: `    const tried = await send(contact.email, mail);`,
        replace: `    await end(mine, { sent: true, messageId: 'soon' }, cause);
    const tried = await send(contact.email, mail);`,
      },
    ],
  },
  {
    id: 'mail-one-for-all-kinds',
    what: 'The row of a mail does not say its kind, and the second kind meets the first.',
    patches: [
      {
        file: files.MAIL_ROW,
        find: 'of === undefined ? `${orderId}/${kind}` :',
        replace: 'of === undefined ? `${orderId}/mail` :',
      },
    ],
  },
  {
    id: 'mail-to-the-last-one',
    what: 'The address is kept in the environment and goes to the next order’s mail.',
    patches: [
      {
        file: files.NOTIFY,
        find: 'const contact = known ?? (await contacts.find(orderId));',
        replace: 'const contact = known ?? (cached ??= await contacts.find(orderId));',
      },
      {
        file: files.NOTIFY,
        find: '  const beginMail = (named: NamedMail',
        replace: '  let cached: Awaited<ReturnType<typeof contacts.find>>;\n\n  const beginMail = (named: NamedMail',
      },
    ],
  },
  {
    id: 'mail-without-an-address-is-done',
    what: 'A mail whose address has not arrived yet is passed over.',
    patches: [
      {
        file: files.NOTIFY,
        find: 'if (!contact) throw new Error(`The contact of ${orderId} has not arrived yet.`);',
        replace: 'if (!contact) return;',
      },
    ],
  },
  {
    id: 'mail-throttled-is-given-up',
    what: 'A throttle of SES is taken for its last word.',
    patches: [
      {
        file: 'services/notification/src/adapters/ses-mail.ts',
        find: 'return { sent: false, permanent: PERMANENT.has(reason), reason };',
        replace: 'return { sent: false, permanent: reason !== PERMANENT.size.toString(), reason };',
      },
    ],
  },
  {
    id: 'mail-of-an-inferred-pick-up',
    what: 'A pick-up that nobody reported is told to the customer after the delivery.',
    patches: [
      {
        file: files.TELL,
        find: 'if (!event.data.inferred) await tellShipped(event, because);',
        replace: 'await tellShipped(event, because);',
      },
    ],
  },
  {
    id: 'request-of-a-return-is-not-confirmed',
    what: 'Who asks to send goods back hears nothing until staff have answered.',
    patches: [
      {
        file: files.TELL,
        find: 'if (event.data.isApproved !== true) await tellRequested(event, because);',
        replace: 'if (event.data.isApproved === true) await tellRequested(event, because);',
      },
    ],
  },
  {
    id: 'request-that-is-approved-is-confirmed-too',
    what: 'A return that a rule approves at once gets the mail that staff will look at it, too.',
    patches: [
      {
        file: files.TELL,
        find: 'if (event.data.isApproved !== true) await tellRequested(event, because);',
        replace: 'await tellRequested(event, because);',
      },
    ],
  },
  {
    id: 'mail-address-in-a-log',
    what: 'The log of a sent mail says to whom it went.',
    patches: [
      {
        file: files.NOTIFY,
        find: "log.info('Mail sent', { orderId, kind,",
        replace: "log.info('Mail sent', { to: contact.email, orderId, kind,",
      },
    ],
  },
  {
    id: 'mail-sent-again-after-an-hour',
    what: 'A mail that was sent an hour ago is sent again when its event comes again.',
    patches: [
      {
        file: files.NOTIFY,
        find: 'claiming: (row, now) => claim(row, {',
        replace: `claiming: (row, now) =>
      claim(row.status === 'sent' && now - Date.parse(row.updatedAt) >= 600_000 ? { ...row, status: 'pending' } : row, {`,
      },
    ],
  },
  {
    id: 'mail-without-shipping',
    what: 'A bill in a mail leaves the shipping out, and its total does not.',
    patches: [
      {
        file: 'services/notification/src/domain/mails/bill.ts',
        find: '      [words.shipping, money(shipping)],\n',
        replace: '      [words.shipping, money(shipping * 0)],\n',
      },
    ],
  },
  {
    id: 'mail-address-kept-longer-by-a-replay',
    what: 'The address is written anew whenever OrderPlaced comes again, and with it the time when it goes.',
    patches: [
      {
        file: 'services/notification/src/adapters/dynamo-contacts.ts',
        find: `expiresAt }),
        ConditionExpression: 'attribute_not_exists(id)',`,
        replace: 'expiresAt }),',
      },
    ],
  },
];

const TELLING_PARTNERS: readonly Bug[] = [
  {
    id: 'webhook-not-stopped',
    what: 'A cancellation is told, and the order to fetch that comes late is told after it.',
    patches: [
      {
        file: files.TELL_PARTNER,
        find: 'const known = await webhooks.stop({ orderId: event.meta.subject, kind }, because);',
        replace: "const known = 'maybe_told' as 'maybe_told' | 'never_told';",
      },
    ],
  },
  {
    id: 'webhook-redirect-is-success',
    what: 'A redirect is taken for an acceptance.',
    patches: [
      {
        file: files.WEBHOOK_SENDER,
        find: 'if (status >= 200 && status < 300) return { accepted: true, status };',
        replace: 'if (status >= 200 && status < 400) return { accepted: true, status };',
      },
    ],
  },
  {
    id: 'webhook-any-answer-is-success',
    what: 'A partner that answers has accepted.',
    patches: [
      {
        file: files.WEBHOOK_SENDER,
        find: 'if (status >= 200 && status < 300) return { accepted: true, status };',
        replace: 'if (status >= 200) return { accepted: true, status };',
      },
    ],
  },
  {
    id: 'webhook-silence-is-success',
    what: 'A partner that does not answer in time has probably got it.',
    patches: [
      {
        file: files.WEBHOOK_SENDER,
        find: 'return { accepted: false, retry: true, code: `PARTNER_UNREACHABLE_${codeOf(error)}` };',
        replace:
          "return codeOf(error) === 'ETIMEDOUT' ? { accepted: true, status: 204 } : { accepted: false, retry: true, code: 'X' };",
      },
    ],
  },
  {
    id: 'webhook-error-is-given-up',
    what: 'An error of a partner is taken for its last word.',
    patches: [
      {
        file: files.WEBHOOK_SENDER,
        find: '    retry: true,\n    code: `PARTNER_ANSWERED_',
        replace: '    retry: status < 500,\n    code: `PARTNER_ANSWERED_',
      },
    ],
  },
  {
    id: 'webhook-refusal-is-given-up',
    what: 'A partner that answers 401 or 404 is taken for one that will never take it.',
    patches: [
      {
        file: files.WEBHOOK_SENDER,
        find: '    retry: true,\n    code: `PARTNER_ANSWERED_',
        replace: '    retry: status < 400 || status >= 500,\n    code: `PARTNER_ANSWERED_',
      },
    ],
    kinds: ['partner-refuses', 'partner-down'],
  },
  {
    id: 'webhook-given-up-after-a-quarter-of-an-hour',
    what: 'A partner that is down for longer than a quarter of an hour is given up.',
    patches: [
      {
        file: 'shared/partners/src/retry-policy.ts',
        find: 'triedForMs: 24 * 60 * 60_000,',
        replace: 'triedForMs: 15 * 60_000,',
      },
    ],
    kinds: ['partner-down'],
  },
  {
    id: 'webhook-parked-at-its-first-failure',
    what: 'A webhook that was not accepted is parked at once, and people have to send it again.',
    patches: [
      {
        file: files.WEBHOOKS,
        find: "if (row.status === 'failed') throw new TerminalError(outcome.code, failure);",
        replace: 'if (!last) throw new TerminalError(outcome.code, failure);',
      },
    ],
  },
  {
    id: 'webhook-stop-only-for-confirmed-orders',
    what: 'The warehouse is not told of the cancellation of an order that it has packed.',
    patches: [
      {
        file: 'services/warehouse/src/domain/webhooks.ts',
        find: "data.previousStatus !== 'placed';",
        replace: "data.previousStatus === 'confirmed';",
      },
    ],
  },
  {
    id: 'webhook-cancellation-forgotten',
    what: 'A partner is kept from hearing of the order, and one that has heard of it is not told.',
    patches: [
      {
        file: files.TELL_PARTNER,
        find: "if (known === 'maybe_told') await tell(orderCancelled(event), because);",
        replace: "if (known === 'never_told' && because.attempt < 0) await tell(orderCancelled(event), because);",
      },
    ],
  },
  {
    id: 'webhook-sent-again-on-a-replay',
    what: 'A webhook that was accepted is sent again when its event comes again.',
    patches: [
      {
        file: files.WEBHOOK_ROW,
        find: 'const claimed = claim(row, by);',
        replace: "const claimed = claim(row.status === 'sent' ? { ...row, status: 'pending' } : row, by);",
      },
    ],
  },
];

const TELLING_PEOPLE: readonly Bug[] = [
  {
    id: 'timeline-acknowledged-before-it-is-written',
    what: 'An entry of the timeline is written without waiting for it.',
    patches: [
      {
        file: files.TIMELINE,
        find: 'add: (orderId, entry) => put({ orderId, of: entry }),',
        replace: 'add: async (orderId, entry) => void put({ orderId, of: entry }).catch(() => undefined),',
      },
    ],
  },
  {
    id: 'timeline-forgets-what-is-handed-back',
    what: 'Rows that BatchWriteItem hands back are taken for written.',
    patches: [
      {
        file: files.PUT_TOGETHER,
        find: 'if (back.has(`${orderId}/${entry}`)) settle',
        replace: 'if (back.has(`${orderId}/${entry}`) && entry === ``) settle',
      },
    ],
  },
  {
    id: 'timeline-one-entry-per-moment',
    what: 'Two events of the same moment overwrite each other.',
    patches: [
      {
        file: files.PUT_TOGETHER,
        find: '[[note.of.id, note.of]]',
        replace: '[[note.of.at, note.of]]',
      },
    ],
  },
  {
    id: 'timeline-burst-named-by-its-first-entry',
    what: 'A burst has the key of its first entry: some of it, told again, overwrites all of it.',
    patches: [
      {
        file: files.PUT_TOGETHER,
        find: "entries.map(({ id }) => id).join(' ')",
        replace: "entries[0]?.id ?? ''",
      },
    ],
  },
  {
    id: 'availability-goes-backwards',
    what: 'The level that comes last counts, not the one that was last.',
    patches: [
      {
        file: files.ITEMS,
        find: "OR availableSequence < :sequence)';",
        replace: "OR availableSequence <> :sequence)';",
      },
      {
        file: files.ITEMS,
        find: 'if (availableSequence < sequence) await noted(',
        replace: 'if (availableSequence !== sequence) await noted(',
      },
    ],
  },
];

export const MESSAGES: readonly Bug[] = [...MAILING, ...TELLING_PARTNERS, ...TELLING_PEOPLE];
