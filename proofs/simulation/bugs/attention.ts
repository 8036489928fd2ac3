import type { Bug } from './bug.ts';

const STORE = 'services/timeline/src/adapters/dynamo-attention.ts';
const CLOSE = 'services/timeline/src/application/close-attention.ts';
const RAISE = 'services/timeline/src/application/raise-attention.ts';
const LIST = 'services/timeline/src/handlers/http/list-attention.ts';
const READ = 'services/timeline/src/handlers/events/subscriptions.ts';
const ENTRY = 'services/timeline/src/domain/attention.ts';

/** What needs a person, and who has dealt with it. */
export const ATTENTION: readonly Bug[] = [
  {
    id: 'attention-opened-again-by-its-event',
    what: 'An entry is written without a condition: an event that comes again opens what somebody has closed.',
    patches: [
      {
        file: STORE,
        find: `        ConditionExpression: 'attribute_not_exists(orderId)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      const before`,
        replace: '      });\n      const before',
      },
    ],
  },
  {
    id: 'attention-closed-by-the-last',
    what: 'Whoever closes an entry last has closed it, and nobody knows of the first.',
    patches: [
      { file: STORE, find: "ConditionExpression: 'attentionState = :open',", replace: '' },
      { file: STORE, find: "':open': 'open', ':closed'", replace: "':closed'" },
    ],
  },
  {
    id: 'attention-closed-by-whom-it-may-concern',
    what: 'Who is too late is told that he has closed it.',
    patches: [
      {
        file: ENTRY,
        find: 'one?.by.id === other.by.id && one.note === other.note',
        replace: 'one !== undefined && other.at !== ""',
      },
    ],
  },
  {
    id: 'attention-one-entry-for-an-order',
    what: 'An entry is known by its order and not by its event: the second one about an order is lost.',
    patches: [{ file: ENTRY, find: 'id: attentionIdOf(meta.id),', replace: 'id: attentionIdOf(meta.subject),' }],
  },
  {
    id: 'attention-noted-and-not-raised',
    what: 'What is about an order is noted in its timeline only, where nobody looks.',
    patches: [
      {
        file: READ,
        find: 'if (data.orderId !== undefined) await note(data.orderId, definition, meta, data);\n        await raise(meta, data);',
        replace:
          'if (data.orderId !== undefined) await note(data.orderId, definition, meta, data);\n        else await raise(meta, data);',
      },
    ],
  },
  {
    id: 'attention-taken-before-it-is-written',
    what: 'The message is done while the entry is still under way.',
    patches: [
      {
        file: RAISE,
        find: "if ((await list.add(attention)) === 'closed') return;",
        replace: 'void list.add(attention).catch(() => undefined);',
      },
    ],
  },
  {
    id: 'attention-closing-acknowledged-and-not-written',
    what: 'A closing is answered whatever became of its write.',
    patches: [
      {
        file: CLOSE,
        find: 'const attention = await list.close(id, closing);',
        replace:
          'const attention = { closing } as never as Attention;\n    void list.close(id, closing).catch(() => undefined);',
      },
    ],
  },
  {
    id: 'attention-shown-to-everybody',
    what: 'Whoever is signed in sees what needs attention.',
    patches: [{ file: LIST, find: "callers: 'staff',", replace: "callers: 'signedIn'," }],
  },
];
