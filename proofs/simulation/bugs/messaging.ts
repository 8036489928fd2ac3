import type { Bug } from './bug.ts';
import * as files from './files.ts';

/** From a table's stream to the bus. */
const PUBLISHING: readonly Bug[] = [
  {
    id: 'publisher-ignores-failed-entries',
    what: 'HTTP 200 of PutEvents is taken for success of all its entries.',
    patches: [
      {
        file: files.CHANNELS,
        find: 'return EventId === undefined ? ErrorCode : undefined;',
        replace: 'return EventId === undefined && false ? ErrorCode : undefined;',
      },
    ],
  },
  {
    id: 'publisher-goes-on-after-a-failure',
    what: 'The batch goes on after a record that could not be published, and names it at the end.',
    patches: [
      {
        file: files.PUBLISHER,
        find: '    for (const step of stepsOf(event.Records, publisher)) {',
        replace: '    const batchItemFailures = [];\n    for (const step of stepsOf(event.Records, publisher)) {',
      },
      {
        file: files.PUBLISHER,
        find: 'if (failed) return resumeFrom(failed.record);',
        replace: 'if (failed) batchItemFailures.push({ itemIdentifier: sequenceNumberOf(failed.record) });',
      },
      {
        file: files.PUBLISHER,
        find: '    return { batchItemFailures: [] };',
        replace: '    return { batchItemFailures };',
      },
    ],
    kinds: ['outage-bus', 'partner-early'],
  },
  {
    id: 'publisher-puts-two-events-of-one-order-at-once',
    what: 'One PutEvents carries two events of one aggregate, and the first of them may fail alone.',
    patches: [
      {
        file: files.PUBLISHER,
        find: 'if (run.length === MAX_ENTRIES || subjects.has(event.subject)) yield* cut();',
        replace: 'if (run.length === MAX_ENTRIES) yield* cut();',
      },
    ],
    kinds: ['outage-bus', 'partial-put', 'partner-early'],
  },
  {
    id: 'publisher-puts-in-parallel',
    what: 'The runs of a batch are put at the same time, to be faster.',
    patches: [
      {
        file: files.PUBLISHER,
        find: `    for (const step of stepsOf(event.Records, publisher)) {
      if (!hasTime()) return resumeFrom(step.record);
      const { left, hopeless } = 'run' in step ? await putAll(step.run) : { left: [], hopeless: [step] };`,
        replace: `    const steps = [...stepsOf(event.Records, publisher)];
    const put = await Promise.all(
      steps.map((step) => ('run' in step ? putAll(step.run) : { left: [], hopeless: [step] })),
    );
    for (const { left, hopeless } of put) {`,
      },
    ],
  },
  {
    id: 'publisher-swallows-an-outage',
    what: 'An error of PutEvents is logged and the batch is reported as done.',
    patches: [
      {
        file: files.PUBLISHER,
        find: `log.warn('Publishing failed', { error: nameOf(error), reason: messageOf(error), attempt });`,
        replace: `log.warn('Publishing failed', { error: nameOf(error), reason: messageOf(error), attempt });\n        left = [];`,
      },
    ],
  },
  {
    id: 'timeline-channel-ignores-failed-entries',
    what: 'HTTP 200 of SendMessageBatch is taken for success of all its entries.',
    patches: [
      {
        file: files.CHANNELS,
        find: 'return entries.map(({ Id }) => (codes.has(Id) ? codes.get(Id) : NO_ANSWER));',
        replace: 'return entries.map(() => undefined);',
      },
    ],
  },
  {
    id: 'timeline-channel-is-not-waited-for',
    what: 'What goes to the timeline is sent without waiting for the answer, to be faster.',
    patches: [
      {
        file: files.PUBLISHER,
        find: 'part.length === 0 ? [] : await channels[name](part.map(({ event }) => event));',
        replace: `part.length === 0 ? [] : name === 'bus' ? await channels.bus(part.map(({ event }) => event)) : [];
      if (name === 'timeline' && part.length > 0) void channels.timeline(part.map(({ event }) => event)).catch(() => []);`,
      },
    ],
  },
  {
    id: 'timeline-event-on-both-channels',
    what: 'An event for the timeline alone goes on the bus, too.',
    patches: [
      {
        file: files.PUBLISHER,
        find: 'const part = run.filter(({ event }) => event.channel === name);',
        replace: `const part = run.filter(({ event }) => name === 'bus' || event.channel === name);`,
      },
    ],
  },
  {
    id: 'event-id-without-its-place',
    what: 'The id of an event is made of aggregate and version only, and two events of one write share it.',
    patches: [
      {
        file: files.OUTBOX,
        find: 'id: `${subject}#${outbox.sequence}#${position}`,',
        replace: 'id: `${subject}#${outbox.sequence}#0`,',
      },
    ],
  },
  {
    id: 'event-id-anew-each-time',
    what: 'The id of an event is drawn when it is published, so that a second publication has another.',
    patches: [
      {
        file: files.OUTBOX,
        find: 'id: `${subject}#${outbox.sequence}#${position}`,',
        replace: 'id: `${subject}#${outbox.sequence}#${position}#${Math.random().toString(36).slice(2)}`,',
      },
    ],
  },
  {
    id: 'event-time-of-publication',
    what: 'The time of an event is that of its publication, not that of the write.',
    patches: [
      {
        file: files.OUTBOX,
        find: '      occurredAt: at,',
        replace: '      occurredAt: new Date(Date.parse(at) + Math.floor(Math.random() * 1e6)).toISOString(),',
      },
    ],
  },
  {
    id: 'event-with-the-wrong-sequence',
    what: 'The sequence of an event is its place in the outbox, not the version of its aggregate.',
    patches: [
      {
        file: files.OUTBOX,
        find: '        sequence: outbox.sequence,\n        occurredAt',
        replace: '        sequence: position + 1,\n        occurredAt',
      },
    ],
  },
];

/** From a queue to the service behind it. */
const CONSUMING: readonly Bug[] = [
  {
    id: 'functions-wait-for-throttles-as-long-as-they-like',
    what: 'No function has AWS_MAX_ATTEMPTS: the SDK tries a throttled call four times, for up to seven seconds.',
    patches: [
      {
        file: 'local-cloud/src/simulator/call-faults.ts',
        find: "const attempts = Number(environment['AWS_MAX_ATTEMPTS'] ?? (service === 'dynamodb' ? 4 : 3));",
        replace: "const attempts = Object.keys(environment).length > 0 && service === 'dynamodb' ? 4 : 3;",
      },
    ],
    kinds: ['throttle'],
  },
  {
    id: 'consumer-acknowledges-a-failure',
    what: 'The error of a message is logged, and the message is reported as done.',
    patches: [
      {
        file: files.CONSUMER,
        find: `      await retry(record, error);
      return false;`,
        replace: '      return true;',
      },
    ],
  },
  {
    id: 'consumer-forgets-what-it-had-no-time-for',
    what: 'The messages that there is no time for are put off, but not reported.',
    patches: [
      {
        file: files.CONSUMER,
        find: '        return [...unfinished, ...rest];',
        replace: '        return unfinished;',
      },
    ],
  },
  {
    id: 'consumer-fails-the-whole-batch',
    what: 'One message that fails fails all of its batch.',
    patches: [
      {
        file: files.CONSUMER,
        find: '      await retry(record, error);\n      return false;',
        replace: '      throw error;',
      },
    ],
  },
  {
    id: 'consumer-parks-what-may-pass',
    what: 'Every error is taken for one that cannot pass.',
    patches: [
      {
        file: files.CONSUMER,
        find: 'if (error instanceof TerminalError) return park(record, error);',
        replace: "if (error instanceof Error) return park(record, new TerminalError('FAILED', error.message));",
      },
    ],
  },
  {
    id: 'consumer-retries-what-cannot-pass',
    what: 'What can never be understood is tried again and again like everything else.',
    patches: [
      {
        file: files.CONSUMER,
        find: 'if (error instanceof TerminalError) return park(record, error);',
        replace: 'if (error === undefined) return park(record, error);',
      },
    ],
  },
  {
    id: 'consumer-parks-only-the-reason',
    what: 'A parked message says why, and not what it was.',
    patches: [
      {
        file: files.CONSUMER,
        find: '        MessageBody: record.body,',
        replace: '        MessageBody: JSON.stringify({ reason: error.code, messageId: record.messageId }),',
      },
    ],
  },
  {
    id: 'consumer-drops-unknown-versions',
    what: 'A version of an event that is not understood is passed over without a word.',
    patches: [
      {
        file: files.CONSUMER,
        find: "throw new TerminalError('EVENT_VERSION_UNKNOWN', `This version of ${type} is not understood.`);",
        replace: 'return;',
      },
    ],
  },
  {
    id: 'consumer-drops-unknown-events',
    what: 'What nothing reacts to is passed over without a word.',
    patches: [
      {
        file: files.CONSUMER,
        find: "if (!subscription) throw new TerminalError('EVENT_UNKNOWN', `Nothing here reacts to ${type}.`);",
        replace: 'if (!subscription) return;',
      },
    ],
  },
  {
    id: 'consumer-remembers-before-it-acts',
    what: 'A message is noted as known before it is handled, and passed over when it comes again after an error.',
    patches: [
      {
        file: files.CONSUMER,
        find: '  const consume = async (record: SQSRecord): Promise<void> => {',
        replace: `  const known = new Set<string>();
  const consume = async (record: SQSRecord): Promise<void> => {
    if (known.has(record.messageId)) return;
    known.add(record.messageId);`,
      },
    ],
  },
  {
    id: 'consumer-knows-events-by-their-envelope',
    what: 'The envelope’s id stands for the event, so that a second publication is another event.',
    patches: [
      {
        file: files.CONSUMER,
        find: "if (typeof type === 'string') return { type, detail: envelope['detail'] };",
        replace: `const { meta, ...rest } = (envelope['detail'] ?? {}) as { meta: object };
    if (typeof type === 'string') return { type, detail: { meta: { ...meta, id: envelope['id'] }, ...rest } };`,
      },
    ],
  },
  {
    id: 'consumer-does-not-wait',
    what: 'The reaction is begun and not awaited.',
    patches: [
      {
        file: files.CONSUMER,
        find: 'await subscription.react(detail, { attempt: Number(record.attributes.ApproximateReceiveCount) });',
        replace:
          'void subscription.react(detail, { attempt: Number(record.attributes.ApproximateReceiveCount) }).catch(() => undefined);',
      },
    ],
  },
];

/** The local cloud when it starts again. */
const RESTARTING: readonly Bug[] = [
  {
    id: 'restart-forgets-the-last-writes',
    what: 'What was written last before a crash is not read again.',
    patches: [
      {
        file: 'local-cloud/src/engine/restore.ts',
        find: '  return complete(kept, fresh) as EngineState;',
        replace: `  for (const { rows } of Object.values(kept.dynamodb.tables))
    for (const key of [...rows.keys()].slice(-4)) rows.delete(key);
  return complete(kept, fresh) as EngineState;`,
      },
    ],
    kinds: ['restart'],
  },
];

export const MESSAGING: readonly Bug[] = [...PUBLISHING, ...CONSUMING, ...RESTARTING];
