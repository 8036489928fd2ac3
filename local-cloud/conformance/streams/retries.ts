import { holds, same } from '../check.ts';
import { S } from '../dynamodb/items.ts';
import { BATCHING, checkInfo, comesOnce, fails, four, LETTERS, recordOf, REPORTING, RETRIES } from './failing.ts';
import { casesOnStream } from './streamed.ts';

export const unreported = casesOnStream('retry', 'StreamUnreported', RETRIES, [
  {
    name: 'not-turned-on',
    rule: 'Without ReportBatchItemFailures what a function reports counts for nothing.',
    source: REPORTING,
    run: async (streamed) => {
      await comesOnce(streamed, four('b', fails('report', 1)));
    },
  },
  {
    name: 'comes-again',
    rule: 'A batch that fails comes again as it was.',
    run: async (streamed) => {
      await streamed.putAll(four('b', fails('throw', 1)));
      same(await streamed.delivered(({ length }) => length > 1), [[...LETTERS], [...LETTERS]]);
    },
  },
  {
    name: 'given-up',
    rule: 'After the retries the on-failure queue gets where the records are, why they were given up and after how many tries, but no record.',
    run: async (streamed, { fixture }) => {
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
  },
  {
    name: 'goes-on',
    rule: 'The records behind a batch that was given up are delivered.',
    run: async (streamed) => {
      await streamed.put('a', fails('throw'));
      await streamed.delivered((found) => found.flat().includes('a'));
      await streamed.parked(await recordOf(streamed, 'a'));
      await streamed.put('b');
      await streamed.delivered((found) => found.flat().includes('b'));
    },
  },
  {
    name: 'batch-size',
    rule: 'A batch has no more records than its size says.',
    source: BATCHING,
    run: async (streamed) => {
      const names = Array.from({ length: 25 }, (_, at) => `s${String(at).padStart(2, '0')}`);
      await streamed.putAll(Object.fromEntries(names.map((name) => [name, {}])));
      const batches = await streamed.delivered((found) => found.flat().length >= names.length);
      same(batches.flat().toSorted(), names);
      holds(
        batches.every(({ length }) => length <= 10),
        'ten at the most',
      );
    },
  },
]);

export const aged = casesOnStream('record-age', 'StreamAged', RETRIES, [
  {
    name: 'given-up',
    rule: 'A record that is too old is not tried again, and the on-failure queue gets a message about it.',
    run: async (streamed) => {
      await streamed.put('a', fails('throw'));
      await streamed.delivered((found) => found.length > 0);
      const record = await recordOf(streamed, 'a');
      const parked = await streamed.parked(record);
      same(parked.requestContext['condition'], 'RecordAgeExceeded');
      checkInfo(parked, record, record);
      await streamed.put('b');
      await streamed.delivered((found) => found.flat().includes('b'));
    },
  },
  {
    name: 'tried-until-then',
    rule: 'Until it is too old a failing record is tried again and again.',
    run: async (streamed) => {
      await streamed.put('a', fails('throw', 1));
      await streamed.put('b');
      const batches = await streamed.delivered((found) => found.flat().includes('b'));
      same(batches[1]?.[0], 'a');
    },
  },
]);
