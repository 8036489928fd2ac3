import type { Bug } from './bug.ts';
import * as files from './files.ts';

/** What needs a person, and who has dealt with it. */
export const ATTENTION: readonly Bug[] = [
  {
    id: 'attention-opened-again-by-its-event',
    what: 'An entry is written without a condition: an event that comes again opens what somebody has closed.',
    patches: [
      {
        file: files.ATTENTION,
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
      { file: files.ATTENTION, find: "ConditionExpression: 'attentionState = :open',", replace: '' },
      { file: files.ATTENTION, find: "':open': 'open', ':closed'", replace: "':closed'" },
    ],
  },
  {
    id: 'attention-closed-by-whom-it-may-concern',
    what: 'Who is too late is told that he has closed it.',
    patches: [
      {
        file: files.ATTENTION_ENTRY,
        find: 'one?.by.id === other.by.id && one.note === other.note',
        replace: 'one !== undefined && other.at !== ""',
      },
    ],
  },
  {
    id: 'attention-one-entry-for-an-order',
    what: 'An entry is known by its order and not by its event: the second one about an order is lost.',
    patches: [
      { file: files.ATTENTION_ENTRY, find: 'id: attentionIdOf(meta.id),', replace: 'id: attentionIdOf(meta.subject),' },
    ],
  },
  {
    id: 'attention-noted-and-not-raised',
    what: 'What is about an order is noted in its timeline only, where nobody looks.',
    patches: [
      {
        file: files.TIMELINE_EVENTS,
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
        file: files.RAISE_ATTENTION,
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
        file: files.CLOSE_ATTENTION,
        find: 'const attention = await list.close(id, closing, cause);',
        replace:
          'const attention = { closing } as never as Attention;\n    void list.close(id, closing, cause).catch(() => undefined);',
      },
    ],
  },
  {
    id: 'attention-shown-to-everybody',
    what: 'Whoever is signed in sees what needs attention.',
    patches: [{ file: files.LIST_ATTENTION, find: "callers: 'staff',", replace: "callers: 'signedIn'," }],
  },
];
