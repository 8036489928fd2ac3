import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { casesOf, type AreaCase } from '../area.ts';
import type { Cloud } from '../case.ts';
import { holds, refused, same } from '../check.ts';
import { EVENT_BRIDGE } from '../pages.ts';

const LIMIT = 1024 * 1024;

type Entry = Partial<PutEventsRequestEntry>;

const anEntry = ({ fixture }: Cloud, more: Entry = {}): Entry => ({
  EventBusName: fixture.name('Bus'),
  Source: 'conformance',
  DetailType: 'Unheard',
  Detail: '{}',
  ...more,
});

const put = (cloud: Cloud, ...entries: readonly Entry[]) =>
  cloud.events.send(new PutEventsCommand({ Entries: [...entries] }));

/** Puts one entry between two good ones, and gives its code and message. */
const failureOf = async (cloud: Cloud, bad: Entry): Promise<{ readonly code?: string; readonly message?: string }> => {
  const good = anEntry(cloud);
  const { FailedEntryCount, Entries = [], $metadata } = await put(cloud, good, anEntry(cloud, bad), good);
  same($metadata.httpStatusCode, 200);
  same(FailedEntryCount, 1);
  same(
    Entries.map(({ EventId }) => EventId !== undefined),
    [true, false, true],
  );
  const { ErrorCode, ErrorMessage } = Entries[1] ?? {};
  return { ...(ErrorCode !== undefined && { code: ErrorCode }), ...(ErrorMessage && { message: ErrorMessage }) };
};

/** An entry that counts as this many bytes: source, detail type and detail. */
const ofSize = (cloud: Cloud, bytes: number): Entry => {
  const entry = anEntry(cloud);
  const rest = `${entry.Source ?? ''}${entry.DetailType ?? ''}{"x":""}`.length;
  return { ...entry, Detail: JSON.stringify({ x: 'x'.repeat(bytes - rest) }) };
};

/** One entry fails with this code, and only that entry. */
const fails = (name: string, rule: string, bad: Entry, code: string, page = 'PutEventsResultEntry'): AreaCase => ({
  name,
  rule,
  source: EVENT_BRIDGE.api(page),
  run: async (cloud) => {
    same((await failureOf(cloud, bad)).code, code);
  },
});

const missing = (field: 'Source' | 'DetailType' | 'Detail'): AreaCase =>
  fails(
    `without-${field.toLowerCase()}`,
    `An entry without ${field} fails with InvalidArgument, and only that entry.`,
    { [field]: undefined },
    'InvalidArgument',
  );

export const putEvents = casesOf('events/put-events', EVENT_BRIDGE.guide('eb-putevents'), [
  {
    name: 'one-result-per-entry',
    rule: 'The answer has one result per entry, each with an id of its own.',
    run: async (cloud) => {
      const { FailedEntryCount, Entries = [] } = await put(cloud, ...Array.from({ length: 10 }, () => anEntry(cloud)));
      same(FailedEntryCount, 0);
      same(new Set(Entries.map(({ EventId }) => EventId)).size, 10);
      holds(
        Entries.every(({ EventId = '' }) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(EventId)),
        'An id is no UUID.',
      );
    },
  },
  {
    name: 'the-same-entry-twice',
    rule: 'Two entries that say the same are two events with two ids: EventBridge recognizes no duplicates.',
    run: async (cloud) => {
      const entry = anEntry(cloud);
      const [first, second] = [await put(cloud, entry), await put(cloud, entry)];
      holds(first.Entries?.[0]?.EventId !== second.Entries?.[0]?.EventId, 'Both have the same id.');
    },
  },
  {
    name: 'more-than-ten',
    rule: 'A request with more than ten entries is refused as a whole.',
    source: EVENT_BRIDGE.api('PutEvents'),
    run: async (cloud) => {
      const entries = Array.from({ length: 11 }, () => anEntry(cloud));
      await refused(put(cloud, ...entries), 'ValidationException', /less than or equal to 10/);
    },
  },
  {
    name: 'none',
    rule: 'A request without entries is refused as a whole.',
    source: EVENT_BRIDGE.api('PutEvents'),
    run: async (cloud) => {
      await refused(put(cloud), 'ValidationException', /greater than or equal to 1/);
    },
  },
  fails(
    'malformed-detail',
    'A detail that is no JSON fails with MalformedDetail at its index; the answer is 200 and the others are taken.',
    { Detail: '{"open":' },
    'MalformedDetail',
  ),
  fails(
    'detail-not-an-object',
    'A detail that is JSON and no object fails with MalformedDetail.',
    { Detail: '"text"' },
    'MalformedDetail',
    'PutEventsRequestEntry',
  ),
  missing('Source'),
  missing('DetailType'),
  missing('Detail'),
  fails(
    'a-source-of-aws',
    'A source that begins with "aws." fails with NotAuthorizedForSourceException: AWS keeps these for itself.',
    { Source: 'aws.ec2' },
    'NotAuthorizedForSourceException',
  ),
  {
    name: 'failures-by-index',
    rule: 'Several failures are counted, and each stands at the index of its entry.',
    run: async (cloud) => {
      const [good, bad] = [anEntry(cloud), anEntry(cloud, { Detail: 'no JSON' })];
      const { FailedEntryCount, Entries = [] } = await put(cloud, bad, good, bad, good, bad);
      same(FailedEntryCount, 3);
      same(
        Entries.map(({ ErrorCode }) => ErrorCode),
        ['MalformedDetail', undefined, 'MalformedDetail', undefined, 'MalformedDetail'],
      );
    },
  },
  {
    name: 'largest',
    rule: 'Entries of just under 1 MB together are taken.',
    source: EVENT_BRIDGE.api('PutEvents'),
    run: async (cloud) => {
      same((await put(cloud, ofSize(cloud, LIMIT / 2), ofSize(cloud, LIMIT / 2 - 1))).FailedEntryCount, 0);
    },
  },
  {
    name: 'too-large',
    rule: 'Entries of more than 1 MB together are refused as a whole.',
    source: EVENT_BRIDGE.api('PutEvents'),
    run: async (cloud) => {
      await refused(put(cloud, ofSize(cloud, LIMIT / 2), ofSize(cloud, LIMIT / 2 + 1)), 'ValidationException');
    },
  },
  {
    name: 'size-counts-bytes',
    rule: 'The size counts bytes of UTF-8, not characters.',
    run: async (cloud) => {
      const Detail = JSON.stringify({ x: '\u{20ac}'.repeat(LIMIT / 3) });
      await refused(put(cloud, anEntry(cloud, { Detail })), 'ValidationException');
    },
  },
  {
    name: 'by-arn',
    rule: 'The bus may be named by its ARN.',
    source: EVENT_BRIDGE.api('PutEventsRequestEntry'),
    run: async (cloud) => {
      const EventBusName = await cloud.fixture.arn('events', 'Bus');
      same((await put(cloud, anEntry(cloud, { EventBusName }))).FailedEntryCount, 0);
    },
  },
  {
    name: 'unknown-bus',
    rule: 'An entry for a bus that does not exist fails, so that nothing is lost without a word.',
    only: 'engine',
    why: 'AWS answers such an entry with an id and loses the event.',
    run: async (cloud) => {
      same((await failureOf(cloud, { EventBusName: cloud.unique('no-bus') })).code, 'ResourceNotFoundException');
    },
  },
]);
