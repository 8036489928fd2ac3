import type { ConformanceCase } from '../case.ts';
import { holds, same } from '../check.ts';
import { S } from '../dynamodb/items.ts';
import { BATCHING, checkInfo, fails, four, LETTERS, recordOf, REPORTING, RETRIES } from './failing.ts';
import { casesOnStream } from './streamed.ts';

const unreporting = casesOnStream('retry', 'StreamUnreported', RETRIES);
const ageing = casesOnStream('record-age', 'StreamAged', RETRIES);

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
