import type { Bug } from './bug.ts';
import * as files from './files.ts';

/** What staff did, and what the audit list says of it. */
export const AUDIT: readonly Bug[] = [
  {
    id: 'audit-taken-before-it-is-written',
    what: 'The message is done while the entry is still under way: where the write fails, nobody tries it again.',
    patches: [
      {
        file: files.AUDIT,
        find: 'await dynamo.send(put);',
        replace: 'void dynamo.send(put).catch(() => undefined);',
      },
    ],
  },
  {
    id: 'audit-before-is-after',
    what: 'Both sides are read from the row as it is now.',
    patches: [
      { file: files.STAFF_CHANGES, find: 'seen(plain(before?.[field]))', replace: 'seen(plain(after[field]))' },
      { file: files.STAFF_CHANGES, find: 'if (isDeepStrictEqual(was, is)) return [];', replace: '' },
    ],
  },
  {
    id: 'audit-customers-are-staff',
    what: 'What customers do to their orders stands in the list as if the shop had done it.',
    patches: [
      {
        file: files.CAUSE,
        find: "actor: { type: staff ? 'staff' : 'customer', id: customerId },",
        replace: "actor: { type: 'staff', id: customerId },",
      },
    ],
  },
  {
    id: 'audit-forgets-what-has-no-event',
    what: 'Only writes that cause an event of the business are told: closed entries and discount codes are not.',
    patches: [
      {
        file: files.PUBLISHER,
        find: "if (outbox.actor.type !== 'staff' || !staffChanges) return events;",
        replace: "if (outbox.actor.type !== 'staff' || !staffChanges || events.length === 0) return events;",
      },
    ],
  },
  {
    id: 'audit-one-entry-for-a-moment',
    what: 'An entry is known by its time: of two things that were changed at once one is lost.',
    patches: [{ file: files.AUDIT, find: '`${at}#${id}`', replace: '`${at}#${id.slice(0, 0)}`' }],
  },
  {
    id: 'audit-under-the-id-of-another-event',
    what: 'The entry’s event has the id of the first event of its write: who knows that one takes it for known.',
    patches: [
      {
        file: files.PUBLISHER,
        find: 'outbox.outgoing(events.length, event, data)',
        replace: 'outbox.outgoing(0, event, data)',
      },
    ],
  },
];
