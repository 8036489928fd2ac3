import { describe, expect, it } from '@jest/globals';
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { faultOf, key, makeBench } from '../fixture.ts';

const TableName = 'orders';
const put = (pk: string, more: Record<string, { N: string } | { S: string }> = {}): TransactWriteItem => ({
  Put: { TableName, Item: { ...key(pk), ...more }, ConditionExpression: 'attribute_not_exists(pk)' },
});
const exists = (pk: string): TransactWriteItem => ({
  ConditionCheck: { TableName, Key: key(pk), ConditionExpression: 'attribute_exists(pk)' },
});
const remove = (pk: string): TransactWriteItem => ({ Delete: { TableName, Key: key(pk) } });
const add = (pk: string, by = '1'): TransactWriteItem => ({
  Update: { TableName, Key: key(pk), UpdateExpression: 'ADD n :n', ExpressionAttributeValues: { ':n': { N: by } } },
});

describe('a transaction whose conditions hold', () => {
  it('does all its actions', () => {
    const bench = makeBench();
    bench.put(key('there'));
    bench.put(key('gone'));
    const answer = bench.operations.TransactWriteItems({
      TransactItems: [put('fresh'), exists('there'), remove('gone'), add('counter')],
    });
    expect(answer).toEqual({});
    expect([bench.get('fresh'), bench.get('gone'), bench.get('counter')]).toEqual([
      key('fresh'),
      undefined,
      { ...key('counter'), n: { N: '1' } },
    ]);
    expect(bench.records().map(({ eventName }) => eventName)).toEqual([
      'INSERT',
      'INSERT',
      'INSERT',
      'REMOVE',
      'INSERT',
    ]);
  });
});

describe('a transaction that is cancelled', () => {
  it('does nothing and gives the reasons in the order of the request', () => {
    const bench = makeBench();
    bench.put({ ...key('there'), n: { S: 'text' } });
    const second = put('there');
    if (second.Put !== undefined) second.Put.ReturnValuesOnConditionCheckFailure = 'ALL_OLD';
    const fault = faultOf(() =>
      bench.operations.TransactWriteItems({ TransactItems: [put('fresh'), second, exists('none'), remove('x')] }),
    );
    expect(fault).toMatchObject({
      name: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ConditionalCheckFailed, None]',
      $metadata: { httpStatusCode: 400 },
    });
    expect(fault['CancellationReasons']).toEqual([
      { Code: 'None' },
      {
        Code: 'ConditionalCheckFailed',
        Message: 'The conditional request failed',
        Item: { ...key('there'), n: { S: 'text' } },
      },
      { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
      { Code: 'None' },
    ]);
    expect(bench.get('fresh')).toBeUndefined();
    expect(bench.records()).toHaveLength(1);
  });
  it('names the fault of each action that does not suit its item', () => {
    const bench = makeBench();
    bench.put({ ...key('there'), n: { S: 'text' } });
    const fault = faultOf(() =>
      bench.operations.TransactWriteItems({
        TransactItems: [add('there'), exists('none'), put('fresh')],
      }),
    );
    expect(fault['CancellationReasons']).toEqual([
      { Code: 'ValidationError', Message: 'An operand in the update expression has an incorrect data type' },
      { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
      { Code: 'None' },
    ]);
  });
  it('names the first action alone that does not suit its table, before any item is looked at', () => {
    const bench = makeBench();
    const partial = (pk: string): TransactWriteItem => ({ Delete: { TableName, Key: { pk: { S: pk } } } });
    const fault = faultOf(() =>
      bench.operations.TransactWriteItems({ TransactItems: [exists('none'), partial('x'), partial('y')] }),
    );
    expect(fault['CancellationReasons']).toEqual([
      { Code: 'None' },
      { Code: 'ValidationError', Message: 'The provided key element does not match the schema' },
      { Code: 'None' },
    ]);
  });
  it('meets a conflict where another one holds an item', () => {
    const bench = makeBench({ isHeld: (_, held) => held['pk']?.S === 'held' });
    const fault = faultOf(() => bench.operations.TransactWriteItems({ TransactItems: [put('fresh'), put('held')] }));
    expect(fault['CancellationReasons']).toEqual([
      { Code: 'None' },
      { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' },
    ]);
    const read = faultOf(() =>
      bench.operations.TransactGetItems({ TransactItems: [{ Get: { TableName, Key: key('held') } }] }),
    );
    expect(read).toMatchObject({ name: 'TransactionCanceledException' });
  });
});

describe('a transaction that is refused', () => {
  it.each<[string, TransactWriteItem[], string, string]>([
    [
      'for a put whose key is empty',
      [put('a'), put('')],
      'ValidationException',
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
    ],
    [
      'for two actions on one item',
      [put('a'), remove('a')],
      'ValidationException',
      'Transaction request cannot include multiple operations on one item',
    ],
    [
      'for no action',
      [],
      'ValidationException',
      "1 validation error detected: Value '[0 items]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'for more than 100 actions',
      Array.from({ length: 101 }, (_, at) => put(`o-${at}`)),
      'ValidationException',
      "1 validation error detected: Value '[101 items]' at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100",
    ],
    [
      'for more than 4 MB',
      Array.from({ length: 11 }, (_, at) => put(`o-${at}`, { big: { S: 'x'.repeat(390_000) } })),
      'ValidationException',
      'The aggregate size of the items in the transaction cannot exceed 4 MB',
    ],
    [
      'for two actions in one',
      [{ ...put('a'), ...remove('b') }],
      'ValidationException',
      'TransactItems can only contain one of Check, Put, Update or Delete',
    ],
    [
      'for a table that is not there',
      [put('a'), { Delete: { TableName: 'none', Key: key('b') } }],
      'ResourceNotFoundException',
      'Requested resource not found',
    ],
    [
      'for an expression that cannot be read',
      [{ Delete: { TableName, Key: key('b'), ConditionExpression: 'a =' } }],
      'ValidationException',
      'Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "="',
    ],
  ])('%s', (_, TransactItems, name, message) => {
    const bench = makeBench();
    expect(faultOf(() => bench.operations.TransactWriteItems({ TransactItems }))).toMatchObject({ name, message });
    expect(bench.records()).toHaveLength(0);
  });
});

describe('a ClientRequestToken', () => {
  const TransactItems = [add('counter')];
  const once = () => {
    const bench = makeBench();
    const again = (items = TransactItems, ClientRequestToken = 'token-1') =>
      bench.operations.TransactWriteItems({
        TransactItems: items,
        ClientRequestToken,
        ReturnConsumedCapacity: 'TOTAL',
      });
    again();
    return { bench, again };
  };
  const counted = ({ bench }: ReturnType<typeof once>) => bench.get('counter')?.['n']?.N;

  it('makes the same request succeed again without effect, for ten minutes', () => {
    const case_ = once();
    case_.bench.clock.now += 599_999;
    expect(case_.again().ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 2, ReadCapacityUnits: 2 }]);
    expect(counted(case_)).toBe('1');
    case_.bench.clock.now += 1;
    case_.again();
    expect(counted(case_)).toBe('2');
  });
  it('refuses another request', () => {
    const case_ = once();
    expect(faultOf(() => case_.again([add('counter', '5')])).name).toBe('IdempotentParameterMismatchException');
    expect(counted(case_)).toBe('1');
  });
  it('stands for its own request only', () => {
    const case_ = once();
    case_.again(TransactItems, 'token-2');
    expect(counted(case_)).toBe('2');
  });
  it('is not used up by a transaction that was cancelled', () => {
    const { bench, again } = once();
    expect(() => again([exists('late')], 'token-3')).toThrow('ConditionalCheckFailed');
    bench.put(key('late'));
    expect(again([exists('late')], 'token-3').ConsumedCapacity).toEqual([
      { TableName, CapacityUnits: 2, WriteCapacityUnits: 2 },
    ]);
  });
});

describe('TransactGetItems', () => {
  it('answers every item in order, and nothing for a missing one', () => {
    const bench = makeBench();
    bench.put({ ...key('a'), n: { N: '1' } });
    const { Responses } = bench.operations.TransactGetItems({
      TransactItems: [
        { Get: { TableName, Key: key('none') } },
        { Get: { TableName, Key: key('a'), ProjectionExpression: 'n' } },
      ],
    });
    expect(Responses).toEqual([{}, { Item: { n: { N: '1' } } }]);
  });
});
