import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { ConformanceCase } from '../case.ts';
import { refused, same } from '../check.ts';
import { casesOn, N, S, type Item } from './items.ts';
import { API_DELETE, API_GET, API_PUT, API_UPDATE, CONDITIONS, ERRORS } from './sources.ts';

const NEVER = { ConditionExpression: 'attribute_not_exists(pk)' } as const;
const SHOWN = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;

/** Puts, gets and deletes of one item. */
export const putItem: readonly ConformanceCase[] = [
  ...casesOn('put-item', API_PUT, [
    {
      name: 'replaces-the-whole-item',
      rule: 'A put replaces the whole item: what is not in the new one is gone.',
      run: async (items) => {
        const key = items.fresh();
        await items.put({ ...key, old: S('x') });
        await items.put({ ...key, new: S('y') });
        same(await items.get(key), { ...key, new: S('y') });
      },
    },
    {
      name: 'condition-fails',
      rule: 'A put whose condition fails is refused and changes nothing.',
      run: async (items) => {
        const item = { ...items.fresh(), version: N(1) };
        await items.put(item, NEVER);
        const { $metadata } = await refused(
          items.put({ ...item, version: N(2) }, NEVER),
          'ConditionalCheckFailedException',
          'The conditional request failed',
        );
        same($metadata.httpStatusCode, 400);
        same(await items.get(item), item);
      },
    },
    {
      name: 'returns-nothing',
      rule: 'A put returns no attributes unless it is asked to.',
      run: async (items) => {
        const key = items.fresh();
        await items.put(key);
        same((await items.put(key)).Attributes, undefined);
        same((await items.put(key, { ReturnValues: 'NONE' })).Attributes, undefined);
      },
    },
    {
      name: 'returns-the-old-item',
      rule: 'ALL_OLD returns the item that was replaced, and nothing when there was none.',
      run: async (items) => {
        const key = items.fresh();
        same((await items.put({ ...key, a: N(1) }, { ReturnValues: 'ALL_OLD' })).Attributes, undefined);
        same((await items.put({ ...key, a: N(2) }, { ReturnValues: 'ALL_OLD' })).Attributes, { ...key, a: N(1) });
      },
    },
    {
      name: 'refuses-other-return-values',
      rule: 'A put can return the old item alone.',
      run: async (items) => {
        const key = items.fresh();
        await refused(items.put(key, { ReturnValues: 'ALL_NEW' }), 'ValidationException');
        same(await items.get(key), undefined);
      },
    },
    {
      name: 'lacks-a-key-attribute',
      rule: 'An item that lacks an attribute of the key is refused.',
      run: async (items) => {
        const { pk } = items.fresh();
        await refused(items.put({ pk }), 'ValidationException');
      },
    },
    {
      name: 'key-of-another-type',
      rule: 'An attribute of the key must have the type that the table defines.',
      run: async (items) => {
        const { pk } = items.fresh();
        await refused(items.put({ pk, sk: N(1) }), 'ValidationException', /Type mismatch for key/);
      },
    },
    {
      name: 'unknown-table',
      rule: 'A table that does not exist is ResourceNotFoundException.',
      source: ERRORS,
      run: async (items, { dynamodb, fixture }) => {
        const command = new PutItemCommand({ TableName: fixture.name('Nowhere'), Item: items.fresh() });
        await refused(dynamodb.send(command), 'ResourceNotFoundException');
      },
    },
  ]),
  ...casesOn('get-item', API_GET, [
    {
      name: 'of-nothing',
      rule: 'A get of an item that is not there has no Item, and is no error.',
      run: async (items) => {
        const answer = await items.read(items.fresh());
        same('Item' in answer && answer.Item !== undefined, false);
      },
    },
    {
      name: 'is-consistent-when-asked',
      rule: 'A consistent read shows the write that was answered before.',
      run: async (items) => {
        const key = items.fresh();
        for (let version = 1; version <= 5; version += 1) {
          await items.put({ ...key, version: N(version) });
          same((await items.get(key))?.['version'], N(version));
        }
      },
    },
    {
      name: 'incomplete-key',
      rule: 'A get needs the whole primary key.',
      run: async (items) => {
        const { pk } = items.fresh();
        await refused(items.read({ pk }), 'ValidationException');
      },
    },
    {
      name: 'key-of-another-type',
      rule: 'A key of the wrong type is refused.',
      run: async (items) => {
        const { pk } = items.fresh();
        await refused(items.read({ pk, sk: N(1) }), 'ValidationException');
      },
    },
  ]),
  ...casesOn('delete-item', API_DELETE, [
    {
      name: 'is-gone',
      rule: 'A deleted item is gone.',
      run: async (items) => {
        const key = items.fresh();
        await items.put({ ...key, a: N(1) });
        await items.remove(key);
        same(await items.get(key), undefined);
      },
    },
    {
      name: 'of-nothing',
      rule: 'A delete is idempotent: of an item that is not there it is no error.',
      run: async (items) => {
        const key = items.fresh();
        same((await items.remove(key, { ReturnValues: 'ALL_OLD' })).Attributes, undefined);
        await items.remove(key);
      },
    },
    {
      name: 'returns-the-old-item',
      rule: 'ALL_OLD returns the item that was deleted.',
      run: async (items) => {
        const item = { ...items.fresh(), a: N(1) };
        await items.put(item);
        same((await items.remove(item, { ReturnValues: 'ALL_OLD' })).Attributes, item);
      },
    },
    {
      name: 'only-if-it-is-there',
      rule: 'With attribute_exists a delete of nothing is refused.',
      run: async (items) => {
        const condition = { ConditionExpression: 'attribute_exists(pk)' };
        await refused(items.remove(items.fresh(), condition), 'ConditionalCheckFailedException');
      },
    },
  ]),
  ...casesOn('failed-condition', CONDITIONS, [
    {
      name: 'shows-the-item-when-asked',
      rule: 'A failed condition hands out the item that it met, when ReturnValuesOnConditionCheckFailure asks for it.',
      source: API_UPDATE,
      run: async (items) => {
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
    },
    {
      name: 'hides-the-item-otherwise',
      rule: 'A failed condition says nothing of the item unless it is asked.',
      run: async (items) => {
        const item = items.fresh();
        await items.put(item);
        same((await refused(items.put(item, NEVER), 'ConditionalCheckFailedException'))['Item'], undefined);
      },
    },
    {
      name: 'has-no-item-to-show',
      rule: 'A condition that fails on an item that is not there has none to hand out.',
      run: async (items) => {
        const failing = { ConditionExpression: 'attribute_exists(pk)', ...SHOWN };
        same((await refused(items.put(items.fresh(), failing), 'ConditionalCheckFailedException'))['Item'], undefined);
      },
    },
  ]),
];
