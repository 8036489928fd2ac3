import { holds, same } from '../check.ts';
import type { Item } from '../dynamodb/items.ts';
import { fails, four, LETTERS, recordOf, REPORTING, RETRIES } from './failing.ts';
import { casesOnStream, sortKeyOf, type StreamCase } from './streamed.ts';

/** The batch comes once as a whole, and then in its two halves. */
const splits = (name: string, rule: string, items: Record<string, Item>): StreamCase => ({
  name,
  rule,
  run: async (streamed) => {
    await streamed.putAll(items);
    const batches = await streamed.delivered(({ length }) => length > 2);
    same(batches, [[...LETTERS], ['a', 'b'], ['c', 'd']]);
  },
});

export const bisected = casesOnStream('bisect', 'StreamBisected', RETRIES, [
  {
    name: 'halves',
    rule: 'A batch that fails is split into two, which come one after the other.',
    run: async (streamed) => {
      await streamed.putAll(four('d', fails('throw', 1)));
      const batches = await streamed.delivered((found) => found.length > 2);
      same(batches, [[...LETTERS], ['a', 'b'], ['c', 'd']]);
    },
  },
  {
    name: 'isolates',
    rule: 'Splitting goes on until the failing record is alone: it is given up by itself, and all others are done.',
    run: async (streamed) => {
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
  },
  {
    name: 'keeps-retries',
    rule: 'Splitting uses up no retry: alone, the record is still tried as often as the mapping says.',
    run: async (streamed) => {
      await streamed.putAll(four('a', fails('throw')));
      await streamed.delivered((found) => found.some((batch) => batch.join() === 'a'));
      await streamed.parked(await recordOf(streamed, 'a'));
      const alone = (await streamed.batches()).filter((batch) => batch.map(sortKeyOf).join() === 'a');
      same(alone.length, 2);
    },
  },
]);

export const halved = casesOnStream('bisect-and-report', 'StreamHalved', REPORTING, [
  {
    name: 'at-the-checkpoint',
    rule: 'With both turned on, a batch is split at the record that is reported.',
    run: async (streamed) => {
      await streamed.putAll(four('d', fails('report', 1)));
      same(await streamed.delivered(({ length }) => length > 1), [[...LETTERS], ['d']]);
    },
  },
  splits(
    'unknown-identifier',
    'An identifier that is of no record fails the whole batch, which is split then.',
    four('d', fails('unknown', 1)),
  ),
  splits(
    'throws',
    'A function that throws has its batch split, whatever it could report.',
    four('a', fails('throw', 1)),
  ),
]);
