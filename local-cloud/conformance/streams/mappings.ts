import type { DynamoDBRecord } from 'aws-lambda';
import type { ConformanceCase } from '../case.ts';
import { holds, same } from '../check.ts';
import { N, S } from '../dynamodb/items.ts';
import type { Item } from '../dynamodb/items.ts';
import { casesOnStream, sortKeyOf } from './streamed.ts';
import type { Parked, Streamed } from './streamed.ts';

const GUIDE = 'https://docs.aws.amazon.com/lambda/latest/dg';
const REPORTING = `${GUIDE}/services-ddb-batchfailurereporting.html`;
const RETRIES = `${GUIDE}/services-dynamodb-errors.html`;
const BATCHING = `${GUIDE}/with-ddb.html`;
const FILTERING = `${GUIDE}/with-ddb-filtering.html`;

const reporting = casesOnStream('report-batch-item-failures', 'StreamReported', REPORTING);

/** How the function fails at this record: always, or so many times. */
const fails = (how: string, times?: number): Item => ({
  fails: S(how),
  ...(times !== undefined && { times: N(times) }),
});

const LETTERS = ['a', 'b', 'c', 'd'] as const;
const four = (at: (typeof LETTERS)[number], item: Item): Record<string, Item> =>
  Object.fromEntries(LETTERS.map((letter) => [letter, letter === at ? item : {}]));

const recordOf = async (streamed: Streamed, sk: string): Promise<DynamoDBRecord> => {
  const record = (await streamed.batches()).flat().find((each) => sortKeyOf(each) === sk);
  if (record === undefined) throw new Error(`${sk} was not delivered.`);
  return record;
};

/** What a batch did the first time decides whether all of it comes again. */
const answers = (name: string, rule: string, how: string, again: boolean): ConformanceCase =>
  reporting(name, rule, async (streamed) => {
    await streamed.putAll(four('b', fails(how, 1)));
    await streamed.delivered((batches) => batches.flat().includes('d'));
    if (!again) {
      // What comes after it shows that it does not come again: a shard goes on in order.
      await streamed.put('end');
      same(await streamed.delivered((batches) => batches.at(-1)?.join() === 'end'), [[...LETTERS], ['end']]);
    } else {
      same(await streamed.delivered(({ length }) => length > 1), [[...LETTERS], [...LETTERS]]);
    }
  });

export const reported: readonly ConformanceCase[] = [
  reporting('success', 'An empty list of failures is success: the batch comes once.', async (streamed) => {
    await streamed.putAll(four('a', {}));
    await streamed.put('end');
    const batches = await streamed.delivered((found) => found.flat().includes('end'));
    same(batches.flat(), [...LETTERS, 'end']);
  }),
  reporting(
    'checkpoint',
    'A record that is reported is the checkpoint: it and all after it come again, successes too, and none before it.',
    async (streamed) => {
      await streamed.putAll(four('c', fails('report', 1)));
      const batches = await streamed.delivered(({ length }) => length > 1);
      same(batches, [[...LETTERS], ['c', 'd']]);
    },
  ),
  reporting('lowest', 'Of several records reported the lowest sequence number is the checkpoint.', async (streamed) => {
    await streamed.putAll({ ...four('d', fails('report', 1)), b: fails('report', 1) });
    same(await streamed.delivered(({ length }) => length > 1), [[...LETTERS], ['b', 'c', 'd']]);
  }),
  reporting('first', 'When the first record is reported the whole batch comes again.', async (streamed) => {
    await streamed.putAll(four('a', fails('report', 1)));
    same(await streamed.delivered(({ length }) => length > 1), [[...LETTERS], [...LETTERS]]);
  }),
  answers('empty-identifier', 'An empty identifier fails the whole batch.', 'empty', true),
  answers('null-identifier', 'An identifier that is null fails the whole batch.', 'null', true),
  answers(
    'unknown-identifier',
    'An identifier that is of no record in the batch fails the whole batch.',
    'unknown',
    true,
  ),
  answers('misnamed-identifier', 'An identifier under a wrong name fails the whole batch.', 'misnamed', true),
  answers('throws', 'A function that throws fails the whole batch.', 'throw', true),
  answers('null-answer', 'An answer that is null is success.', 'null-answer', false),
  answers('null-list', 'A list of failures that is null is success.', 'null-list', false),
  answers('no-list', 'An answer without a list of failures is success.', 'no-list', false),
  reporting('keeps-order', 'What follows a failing record waits until it is done.', async (streamed) => {
    await streamed.put('a', fails('report', 1));
    await streamed.put('b');
    const batches = await streamed.delivered((found) => found.flat().includes('b'));
    const order = batches.flat();
    holds(order.lastIndexOf('a') < order.lastIndexOf('b'), `a is done before b: ${order.join()}`);
    same(order.filter((each) => each === 'a').length, 2);
  }),
  reporting(
    'exhausted',
    'A record reported again and again is given up after the retries, and the shard goes on behind its batch.',
    async (streamed) => {
      await streamed.putAll({ a: {}, b: fails('report') });
      await streamed.delivered((batches) => batches.flat().includes('b'));
      const { DDBStreamBatchInfo: info } = await streamed.parked(await recordOf(streamed, 'b'));
      same(info.batchSize, 1);
      await streamed.put('c');
      const batches = await streamed.delivered((found) => found.flat().includes('c'));
      same(batches.flat().filter((each) => each === 'a').length, 1);
      holds(batches.flat().filter((each) => each === 'b').length >= 3, 'b came for each of its tries');
    },
    { source: RETRIES },
  ),
];

const unreporting = casesOnStream('retry', 'StreamUnreported', RETRIES);

const checkInfo = ({ DDBStreamBatchInfo: info }: Parked, first: DynamoDBRecord, last: DynamoDBRecord): void => {
  same(info.startSequenceNumber, first.dynamodb?.SequenceNumber);
  same(info.endSequenceNumber, last.dynamodb?.SequenceNumber);
  same(info.streamArn, first.eventSourceARN);
  holds(/^shardId-[0-9a-f-]+$/.test(info.shardId), `${info.shardId} is a shard's id`);
  const arrived = Date.parse(info.approximateArrivalOfFirstRecord);
  holds(arrived <= Date.parse(info.approximateArrivalOfLastRecord), 'the first arrived before the last');
  same(arrived, (first.dynamodb?.ApproximateCreationDateTime ?? 0) * 1000);
};

export const unreported: readonly ConformanceCase[] = [
  unreporting(
    'not-turned-on',
    'Without ReportBatchItemFailures what a function reports counts for nothing.',
    async (streamed) => {
      await streamed.putAll(four('b', fails('report', 1)));
      await streamed.put('end');
      const batches = await streamed.delivered((found) => found.flat().includes('end'));
      same(batches.flat(), [...LETTERS, 'end']);
    },
    { source: REPORTING },
  ),
  unreporting('comes-again', 'A batch that fails comes again as it was.', async (streamed) => {
    await streamed.putAll(four('b', fails('throw', 1)));
    same(await streamed.delivered(({ length }) => length > 1), [[...LETTERS], [...LETTERS]]);
  }),
  unreporting(
    'given-up',
    'After the retries the on-failure queue gets where the records are, why they were given up and after how many tries, but no record.',
    async (streamed, { fixture }) => {
      await streamed.putAll({ a: { secret: S('canary') }, b: fails('throw'), c: {} });
      await streamed.delivered((found) => found.flat().includes('c'));
      const [first, last] = [await recordOf(streamed, 'a'), await recordOf(streamed, 'c')];
      const parked = await streamed.parked(first);
      checkInfo(parked, first, last);
      same(parked.DDBStreamBatchInfo.batchSize, 3);
      const { requestContext } = parked;
      same([requestContext['condition'], requestContext['approximateInvokeCount']], ['RetryAttemptsExhausted', 2]);
      holds(
        String(requestContext['functionArn']).startsWith(await fixture.arn('lambda', 'StreamRecorder')),
        'the function is named',
      );
      same([parked.responseContext?.['statusCode'], parked.responseContext?.['functionError']], [200, 'Unhandled']);
      same(parked.version, '1.0');
      holds(!JSON.stringify(parked).includes('canary'), 'no record is in it');
      same((await streamed.batches()).length, 2);
    },
  ),
  unreporting('goes-on', 'The records behind a batch that was given up are delivered.', async (streamed) => {
    await streamed.put('a', fails('throw'));
    await streamed.delivered((found) => found.flat().includes('a'));
    await streamed.parked(await recordOf(streamed, 'a'));
    await streamed.put('b');
    await streamed.delivered((found) => found.flat().includes('b'));
  }),
  unreporting(
    'batch-size',
    'A batch has no more records than its size says.',
    async (streamed) => {
      const names = Array.from({ length: 25 }, (_, at) => `s${String(at).padStart(2, '0')}`);
      await streamed.putAll(Object.fromEntries(names.map((name) => [name, {}])));
      const batches = await streamed.delivered((found) => found.flat().length >= names.length);
      same(batches.flat().toSorted(), names);
      holds(
        batches.every(({ length }) => length <= 10),
        'ten at the most',
      );
    },
    { source: BATCHING },
  ),
];

const bisecting = casesOnStream('bisect', 'StreamBisected', RETRIES);

export const bisected: readonly ConformanceCase[] = [
  bisecting('halves', 'A batch that fails is split into two, which come one after the other.', async (streamed) => {
    await streamed.putAll(four('d', fails('throw', 1)));
    const batches = await streamed.delivered((found) => found.length > 2);
    same(batches, [[...LETTERS], ['a', 'b'], ['c', 'd']]);
  }),
  bisecting(
    'isolates',
    'Splitting goes on until the failing record is alone: it is given up by itself, and all others are done.',
    async (streamed) => {
      await streamed.putAll(four('c', fails('throw')));
      await streamed.delivered((found) => found.some((batch) => batch.join() === 'c'));
      const parked = await streamed.parked(await recordOf(streamed, 'c'));
      same(parked.DDBStreamBatchInfo.batchSize, 1);
      same(parked.DDBStreamBatchInfo.endSequenceNumber, parked.DDBStreamBatchInfo.startSequenceNumber);
      const batches = await streamed.delivered((found) => found.at(-1)?.join() === 'd');
      holds(
        batches.some((batch) => batch.join() === 'a,b'),
        'a and b were done without c',
      );
    },
  ),
  bisecting(
    'keeps-retries',
    'Splitting uses up no retry: alone, the record is still tried as often as the mapping says.',
    async (streamed) => {
      await streamed.putAll(four('a', fails('throw')));
      await streamed.delivered((found) => found.some((batch) => batch.join() === 'a'));
      await streamed.parked(await recordOf(streamed, 'a'));
      const alone = (await streamed.batches()).filter((batch) => batch.map(sortKeyOf).join() === 'a');
      same(alone.length, 2);
    },
  ),
];

const halving = casesOnStream('bisect-and-report', 'StreamHalved', REPORTING);

export const halved: readonly ConformanceCase[] = [
  halving(
    'at-the-checkpoint',
    'With both turned on, a batch is split at the record that is reported.',
    async (streamed) => {
      await streamed.putAll(four('d', fails('report', 1)));
      same(await streamed.delivered(({ length }) => length > 1), [[...LETTERS], ['d']]);
    },
  ),
  halving(
    'unknown-identifier',
    'An identifier that is of no record fails the whole batch, which is split then.',
    async (streamed) => {
      await streamed.putAll(four('d', fails('unknown', 1)));
      const batches = await streamed.delivered(({ length }) => length > 2);
      same(batches, [[...LETTERS], ['a', 'b'], ['c', 'd']]);
    },
  ),
  halving('throws', 'A function that throws has its batch split, whatever it could report.', async (streamed) => {
    await streamed.putAll(four('a', fails('throw', 1)));
    const batches = await streamed.delivered(({ length }) => length > 2);
    same(batches, [[...LETTERS], ['a', 'b'], ['c', 'd']]);
  }),
];

const ageing = casesOnStream('record-age', 'StreamAged', RETRIES);

export const aged: readonly ConformanceCase[] = [
  ageing(
    'given-up',
    'A record that is too old is tried no more, and the on-failure queue is told so.',
    async (streamed) => {
      await streamed.put('a', fails('throw'));
      await streamed.delivered((found) => found.length > 0);
      const record = await recordOf(streamed, 'a');
      const parked = await streamed.parked(record);
      same(parked.requestContext['condition'], 'RecordAgeExceeded');
      checkInfo(parked, record, record);
      await streamed.put('b');
      await streamed.delivered((found) => found.flat().includes('b'));
    },
  ),
  ageing('tried-until-then', 'Until it is too old a failing record is tried again and again.', async (streamed) => {
    await streamed.put('a', fails('throw', 1));
    await streamed.put('b');
    const batches = await streamed.delivered((found) => found.flat().includes('b'));
    same(batches[1]?.[0], 'a');
  }),
];

const filtering = casesOnStream('filter', 'StreamFiltered', FILTERING);

/** `wanted` is written last, so that what was let through before it is there by then. */
const lets = (
  name: string,
  rule: string,
  write: (streamed: Streamed) => Promise<void>,
  expected: readonly string[],
): ConformanceCase =>
  filtering(name, rule, async (streamed) => {
    await write(streamed);
    await streamed.put('wanted', { kind: S('wanted') });
    const batches = await streamed.delivered((found) => found.flat().includes('wanted'));
    same(batches.flat(), [...expected, 'wanted']);
  });

export const filteredStream: readonly ConformanceCase[] = [
  lets(
    'drops',
    'Records that match no pattern never reach the function.',
    async ({ put }) => {
      await put('a', { kind: S('other') });
      await put('b');
    },
    [],
  ),
  lets(
    'any',
    'A record that matches one of the patterns is enough.',
    async ({ put }) => {
      await put('a', { kind: S('wanted') });
      await put('b', { count: N(5) });
    },
    ['a', 'b'],
  ),
  lets(
    'all-of-a-pattern',
    'All fields of a pattern must match: here the name of the event too.',
    async ({ put }) => {
      await put('a', { kind: S('other') });
      await put('a', { kind: S('wanted') });
    },
    [],
  ),
  lets(
    'numbers-as-strings',
    'Attribute values are matched as the strings that they are, numbers too.',
    async ({ put }) => {
      await put('a', { count: N('5.0') });
      await put('b', { count: N(50) });
      await put('c', { count: S('5') });
    },
    ['a'],
  ),
  lets(
    'operators',
    'Patterns have the operators of event patterns.',
    async ({ put }) => {
      await put('a', { note: S('urgent: call') });
      await put('b', { note: S('not urgent') });
    },
    ['a'],
  ),
  lets(
    'old-image',
    'The image before a removal may be matched.',
    async ({ put, remove }) => {
      await put('a', { audited: { BOOL: true } });
      await put('b');
      await remove('a');
      await remove('b');
    },
    ['a'],
  ),
];
