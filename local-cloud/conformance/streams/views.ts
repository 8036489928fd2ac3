import type { DynamoDBRecord } from 'aws-lambda';
import type { ConformanceCase } from '../case.ts';
import { same } from '../check.ts';
import { N } from '../dynamodb/items.ts';
import { STREAMS } from '../dynamodb/sources.ts';
import { casesOnStream } from './streamed.ts';

const imagesOf = ({ dynamodb }: DynamoDBRecord) => [dynamodb?.OldImage, dynamodb?.NewImage];

/** Insert, change and removal of one item, as the stream of this table tells them. */
const tells = (
  view: string,
  table: string,
  rule: string,
  shows: { readonly old: boolean; readonly new: boolean },
): readonly ConformanceCase[] =>
  casesOnStream('view', table, STREAMS, [
    {
      name: view,
      rule,
      run: async (streamed) => {
        const [one, two] = [
          { ...streamed.key('a'), v: N(1) },
          { ...streamed.key('a'), v: N(2) },
        ];
        await streamed.put('a', { v: N(1) });
        await streamed.update('a', 'SET v = :v', { ':v': N(2) });
        await streamed.remove('a');
        const records = await streamed.records(3);
        same(
          records.map(({ eventName }) => eventName),
          ['INSERT', 'MODIFY', 'REMOVE'],
        );
        for (const { dynamodb } of records) same(dynamodb?.Keys, streamed.key('a'));
        const expected = [
          [undefined, one],
          [one, two],
          [two, undefined],
        ];
        same(
          records.map(imagesOf),
          expected.map(([before, after]) => [shows.old ? before : undefined, shows.new ? after : undefined]),
        );
      },
    },
  ]);

export const views: readonly ConformanceCase[] = [
  ...tells('new-and-old-images', 'StreamedBoth', 'NEW_AND_OLD_IMAGES shows the item before and after each change.', {
    old: true,
    new: true,
  }),
  ...tells('new-image', 'StreamedNew', 'NEW_IMAGE shows the item after each change.', { old: false, new: true }),
  ...tells('old-image', 'StreamedOld', 'OLD_IMAGE shows the item before each change.', { old: true, new: false }),
  ...tells('keys-only', 'StreamedKeys', 'KEYS_ONLY shows the key of what changed and nothing else.', {
    old: false,
    new: false,
  }),
];
