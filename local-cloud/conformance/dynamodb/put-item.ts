import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { ConformanceCase } from '../case.ts';
import { refused, same } from '../check.ts';

const API = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html';

export const putItem: readonly ConformanceCase[] = [
  {
    id: 'dynamodb/put-item/replaces-the-whole-item',
    rule: 'A put replaces the whole item: attributes of the old one that are not in the new one are gone.',
    source: API,
    run: async ({ dynamodb, fixture, unique }) => {
      const TableName = fixture.name('Items');
      const key = { pk: { S: unique('item') }, sk: { S: 'a' } };
      await dynamodb.send(new PutItemCommand({ TableName, Item: { ...key, old: { S: 'x' } } }));
      await dynamodb.send(new PutItemCommand({ TableName, Item: { ...key, new: { S: 'y' } } }));
      const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: key, ConsistentRead: true }));
      same(Item, { ...key, new: { S: 'y' } });
    },
  },
  {
    id: 'dynamodb/put-item/condition-fails',
    rule: 'A put whose condition fails is refused with ConditionalCheckFailedException and changes nothing.',
    source: API,
    run: async ({ dynamodb, fixture, unique }) => {
      const TableName = fixture.name('Items');
      const Item = { pk: { S: unique('item') }, sk: { S: 'a' }, version: { N: '1' } };
      const ConditionExpression = 'attribute_not_exists(pk)';
      await dynamodb.send(new PutItemCommand({ TableName, Item, ConditionExpression }));
      const second = { ...Item, version: { N: '2' } };
      await refused(
        dynamodb.send(new PutItemCommand({ TableName, Item: second, ConditionExpression })),
        'ConditionalCheckFailedException',
        'The conditional request failed',
      );
      const key = { pk: Item.pk, sk: Item.sk };
      same((await dynamodb.send(new GetItemCommand({ TableName, Key: key, ConsistentRead: true }))).Item, Item);
    },
  },
];
