import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { ScanCommandInput, ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import type { Cloud } from '../case.ts';
import { holds, refused, same } from '../check.ts';
import { casesOn, N, S, type Item, type Items } from './items.ts';
import { API_SCAN, SCAN } from './sources.ts';

const scan = (
  { TableName }: Items,
  { dynamodb }: Cloud,
  more: Partial<ScanCommandInput> = {},
): Promise<ScanCommandOutput> => dynamodb.send(new ScanCommand({ TableName, ConsistentRead: true, ...more }));

const walk = async (items: Items, cloud: Cloud, more: Partial<ScanCommandInput>): Promise<readonly Item[]> => {
  const found: Item[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await scan(items, cloud, { ...more, ...(ExclusiveStartKey && { ExclusiveStartKey }) });
    found.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return found;
};

/** Items of one mark among all the others of the table. */
const stock = async (items: Items, { unique }: Cloud, count: number) => {
  const mark = S(unique('mark'));
  for (let n = 0; n < count; n += 1) await items.put({ ...items.fresh(), mark, n: N(n) });
  return { FilterExpression: 'mark = :m', ExpressionAttributeValues: { ':m': mark } };
};

export const scans = casesOn('scan', SCAN, [
  {
    name: 'whole-table',
    rule: 'A scan page by page meets every item of the table once.',
    run: async (items, cloud) => {
      const found = await walk(items, cloud, await stock(items, cloud, 12));
      same(
        found.map(({ n }) => Number(n?.N)).toSorted((a, b) => a - b),
        Array.from({ length: 12 }, (_, n) => n),
      );
    },
  },
  {
    name: 'small-pages',
    rule: 'A limit bounds what a page reads; the pages together lose and repeat nothing.',
    run: async (items, cloud) => {
      const asked = await stock(items, cloud, 3);
      const found = await walk(items, cloud, { ...asked, Limit: 50 });
      same(found.length, 3);
      const page = await scan(items, cloud, { ...asked, Limit: 1 });
      same(page.ScannedCount, 1);
      holds(page.LastEvaluatedKey !== undefined, 'the page says where it ended');
    },
  },
  {
    name: 'index',
    rule: 'An index may be scanned too, and holds what has its keys.',
    run: async (items, cloud) => {
      const gpk = S(cloud.unique('group'));
      await items.put({ ...items.fresh(), gpk });
      await items.put({ ...items.fresh(), mark: gpk });
      await cloud.eventually(async () => {
        const found = await walk(items, cloud, {
          IndexName: 'keys',
          ConsistentRead: false,
          FilterExpression: 'gpk = :g',
          ExpressionAttributeValues: { ':g': gpk },
        });
        return found.length === 1 ? true : undefined;
      });
    },
  },
  {
    name: 'filter-on-keys',
    rule: 'A scan may filter by attributes of the key.',
    run: async (items, cloud) => {
      const key = items.fresh();
      await items.put(key);
      const found = await walk(items, cloud, {
        FilterExpression: 'pk = :p',
        ExpressionAttributeValues: { ':p': key.pk },
      });
      same(found, [key]);
    },
  },
  {
    name: 'count',
    rule: 'Select COUNT counts without showing.',
    source: API_SCAN,
    run: async (items, cloud) => {
      const page = await scan(items, cloud, { Select: 'COUNT', Limit: 1 });
      same(page.Items, undefined);
    },
  },
  {
    name: 'start-key',
    rule: 'A start key that does not fit the keys of the table is refused.',
    source: API_SCAN,
    run: async (items, cloud) => {
      const { pk } = items.fresh();
      for (const ExclusiveStartKey of [{ pk }, { pk, sk: N(1) }]) {
        await refused(scan(items, cloud, { ExclusiveStartKey }), 'ValidationException');
      }
    },
  },
]);
