import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { ConformanceCase } from '../case.ts';
import { refused, same } from '../check.ts';
import { casesOn, N, S } from './items.ts';
import type { Item } from './items.ts';
import { API_DELETE, API_GET, API_PUT, API_UPDATE, CONDITIONS, ERRORS } from './sources.ts';

const put = casesOn('put-item', API_PUT);
const get = casesOn('get-item', API_GET);
const remove = casesOn('delete-item', API_DELETE);
const shows = casesOn('failed-condition', CONDITIONS);

const NEVER = { ConditionExpression: 'attribute_not_exists(pk)' } as const;
const SHOWN = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;

/** Puts, gets and deletes of one item. */
export const putItem: readonly ConformanceCase[] = [
  put(
    'replaces-the-whole-item',
    'A put replaces the whole item: what is not in the new one is gone.',
    async (items) => {
      const key = items.fresh();
      await items.put({ ...key, old: S('x') });
      await items.put({ ...key, new: S('y') });
      same(await items.get(key), { ...key, new: S('y') });
    },
  ),
  put('condition-fails', 'A put whose condition fails is refused and changes nothing.', async (items) => {
    const item = { ...items.fresh(), version: N(1) };
    await items.put(item, NEVER);
    const { $metadata } = await refused(
      items.put({ ...item, version: N(2) }, NEVER),
      'ConditionalCheckFailedException',
      'The conditional request failed',
    );
    same($metadata.httpStatusCode, 400);
    same(await items.get(item), item);
  }),
  put('returns-nothing', 'A put returns no attributes unless it is asked to.', async (items) => {
    const key = items.fresh();
    await items.put(key);
    same((await items.put(key)).Attributes, undefined);
    same((await items.put(key, { ReturnValues: 'NONE' })).Attributes, undefined);
  }),
  put(
    'returns-the-old-item',
    'ALL_OLD returns the item that was replaced, and nothing when there was none.',
    async (items) => {
      const key = items.fresh();
      same((await items.put({ ...key, a: N(1) }, { ReturnValues: 'ALL_OLD' })).Attributes, undefined);
      same((await items.put({ ...key, a: N(2) }, { ReturnValues: 'ALL_OLD' })).Attributes, { ...key, a: N(1) });
    },
  ),
  put('refuses-other-return-values', 'A put can return the old item alone.', async (items) => {
    const key = items.fresh();
    await refused(items.put(key, { ReturnValues: 'ALL_NEW' }), 'ValidationException');
    same(await items.get(key), undefined);
  }),
  put('lacks-a-key-attribute', 'An item that lacks an attribute of the key is refused.', async (items) => {
    const { pk } = items.fresh();
    await refused(items.put({ pk }), 'ValidationException');
  }),
  put('key-of-another-type', 'An attribute of the key must have the type that the table defines.', async (items) => {
    const { pk } = items.fresh();
    await refused(items.put({ pk, sk: N(1) }), 'ValidationException', /Type mismatch for key/);
  }),
  put(
    'unknown-table',
    'A table that does not exist is ResourceNotFoundException.',
    async (items, { dynamodb, fixture }) => {
      const command = new PutItemCommand({ TableName: fixture.name('Nowhere'), Item: items.fresh() });
      await refused(dynamodb.send(command), 'ResourceNotFoundException');
    },
    { source: ERRORS },
  ),

  get('of-nothing', 'A get of an item that is not there has no Item, and is no error.', async (items) => {
    const answer = await items.read(items.fresh());
    same('Item' in answer && answer.Item !== undefined, false);
  }),
  get('is-consistent-when-asked', 'A consistent read shows the write that was answered before.', async (items) => {
    const key = items.fresh();
    for (let version = 1; version <= 5; version += 1) {
      await items.put({ ...key, version: N(version) });
      same((await items.get(key))?.['version'], N(version));
    }
  }),
  get('incomplete-key', 'A get needs the whole primary key.', async (items) => {
    const { pk } = items.fresh();
    await refused(items.read({ pk }), 'ValidationException');
  }),
  get('key-of-another-type', 'A key of the wrong type is refused.', async (items) => {
    const { pk } = items.fresh();
    await refused(items.read({ pk, sk: N(1) }), 'ValidationException');
  }),

  remove('is-gone', 'A deleted item is gone.', async (items) => {
    const key = items.fresh();
    await items.put({ ...key, a: N(1) });
    await items.remove(key);
    same(await items.get(key), undefined);
  }),
  remove('of-nothing', 'A delete is idempotent: of an item that is not there it is no error.', async (items) => {
    const key = items.fresh();
    same((await items.remove(key, { ReturnValues: 'ALL_OLD' })).Attributes, undefined);
    await items.remove(key);
  }),
  remove('returns-the-old-item', 'ALL_OLD returns the item that was deleted.', async (items) => {
    const item = { ...items.fresh(), a: N(1) };
    await items.put(item);
    same((await items.remove(item, { ReturnValues: 'ALL_OLD' })).Attributes, item);
  }),
  remove('only-if-it-is-there', 'With attribute_exists a delete of nothing is refused.', async (items) => {
    const condition = { ConditionExpression: 'attribute_exists(pk)' };
    await refused(items.remove(items.fresh(), condition), 'ConditionalCheckFailedException');
  }),

  shows(
    'shows-the-item-when-asked',
    'A failed condition hands out the item that it met, when ReturnValuesOnConditionCheckFailure asks for it.',
    async (items) => {
      const item: Item = { ...items.fresh(), version: N(3) };
      await items.put(item);
      same((await refused(items.put(item, { ...NEVER, ...SHOWN }), 'ConditionalCheckFailedException'))['Item'], item);
      same(
        (await refused(items.remove(item, { ...NEVER, ...SHOWN }), 'ConditionalCheckFailedException'))['Item'],
        item,
      );
      const update = items.update(item, 'SET version = :v', { ':v': N(4) }, { ...NEVER, ...SHOWN });
      same((await refused(update, 'ConditionalCheckFailedException'))['Item'], item);
    },
    { source: API_UPDATE },
  ),
  shows(
    'hides-the-item-otherwise',
    'A failed condition says nothing of the item unless it is asked.',
    async (items) => {
      const item = items.fresh();
      await items.put(item);
      same((await refused(items.put(item, NEVER), 'ConditionalCheckFailedException'))['Item'], undefined);
    },
  ),
  shows(
    'has-no-item-to-show',
    'A condition that fails on an item that is not there has none to hand out.',
    async (items) => {
      const failing = { ConditionExpression: 'attribute_exists(pk)', ...SHOWN };
      same((await refused(items.put(items.fresh(), failing), 'ConditionalCheckFailedException'))['Item'], undefined);
    },
  ),
];
