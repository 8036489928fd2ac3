import { holds, same } from '../check.ts';
import { comesOnce, fails, four, LETTERS, recordOf, REPORTING, RETRIES } from './failing.ts';
import { casesOnStream, type StreamCase } from './streamed.ts';

/** What a batch did the first time decides whether all of it comes again. */
const answers = (name: string, rule: string, how: string, again: boolean): StreamCase => ({
  name,
  rule,
  run: async (streamed) => {
    await streamed.putAll(four('b', fails(how, 1)));
    await streamed.delivered((batches) => batches.flat().includes('d'));
    if (!again) {
      // What comes after it shows that it does not come again: a shard goes on in order.
      await streamed.put('end');
      same(await streamed.delivered((batches) => batches.at(-1)?.join() === 'end'), [[...LETTERS], ['end']]);
    } else {
      same(await streamed.delivered(({ length }) => length > 1), [[...LETTERS], [...LETTERS]]);
    }
  },
});

export const reported = casesOnStream('report-batch-item-failures', 'StreamReported', REPORTING, [
  {
    name: 'success',
    rule: 'An empty list of failures is success: the batch comes once.',
    run: async (streamed) => {
      await comesOnce(streamed, four('a', {}));
    },
  },
  {
    name: 'checkpoint',
    rule: 'A record that is reported is the checkpoint: it and all after it come again, successes too, and none before it.',
    run: async (streamed) => {
      await streamed.putAll(four('c', fails('report', 1)));
      const batches = await streamed.delivered(({ length }) => length > 1);
      same(batches, [[...LETTERS], ['c', 'd']]);
    },
  },
  {
    name: 'lowest',
    rule: 'Of several records reported the lowest sequence number is the checkpoint.',
    run: async (streamed) => {
      await streamed.putAll({ ...four('d', fails('report', 1)), b: fails('report', 1) });
      same(await streamed.delivered(({ length }) => length > 1), [[...LETTERS], ['b', 'c', 'd']]);
    },
  },
  {
    name: 'first',
    rule: 'When the first record is reported the whole batch comes again.',
    run: async (streamed) => {
      await streamed.putAll(four('a', fails('report', 1)));
      same(await streamed.delivered(({ length }) => length > 1), [[...LETTERS], [...LETTERS]]);
    },
  },
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
  {
    name: 'keeps-order',
    rule: 'What follows a failing record waits until it is done.',
    run: async (streamed) => {
      await streamed.put('a', fails('report', 1));
      await streamed.put('b');
      const batches = await streamed.delivered((found) => found.flat().includes('b'));
      const order = batches.flat();
      holds(order.lastIndexOf('a') < order.lastIndexOf('b'), `a is done before b: ${order.join()}`);
      same(order.filter((each) => each === 'a').length, 2);
    },
  },
  {
    name: 'exhausted',
    rule: 'A record reported again and again is given up after the retries, and the shard goes on behind its batch.',
    source: RETRIES,
    run: async (streamed) => {
      await streamed.putAll({ a: {}, b: fails('report') });
      await streamed.delivered((batches) => batches.flat().includes('b'));
      const { DDBStreamBatchInfo: info } = await streamed.parked(await recordOf(streamed, 'b'));
      same(info.batchSize, 1);
      await streamed.put('c');
      const batches = await streamed.delivered((found) => found.flat().includes('c'));
      same(batches.flat().filter((each) => each === 'a').length, 1);
      holds(batches.flat().filter((each) => each === 'b').length >= 3, 'b came for each of its tries');
    },
  },
]);
