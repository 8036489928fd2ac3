import { describe, expect, it } from '@jest/globals';
import type { AttributeValue, PutItemInput } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../contract.ts';
import { faultOf, key, makeBench } from '../fixture.ts';

const put = (input: Partial<PutItemInput>, bench = makeBench()) =>
  bench.operations.PutItem({ TableName: 'orders', Item: key('o-1'), ...input });

describe('a condition that fails', () => {
  const conditional = (more: Partial<PutItemInput> = {}) => {
    const bench = makeBench();
    bench.put({ ...key('o-1'), version: { N: '3' } });
    bench.spent();
    const step = () => put({ ConditionExpression: 'attribute_not_exists(pk)', ...more }, bench);
    return { bench, fault: faultOf(step) };
  };
  it('refuses the write with the error that the SDK knows', () => {
    const { fault, bench } = conditional();
    expect(fault).toBeInstanceOf(AwsError);
    expect(fault).toMatchObject({
      name: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
      $fault: 'client',
      $metadata: { httpStatusCode: 400 },
    });
    expect(fault).not.toHaveProperty('Item');
    expect(bench.get('o-1')).toHaveProperty('version');
  });
  it('shows the item when asked to', () => {
    expect(conditional({ ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }).fault['Item']).toEqual({
      ...key('o-1'),
      version: { N: '3' },
    });
  });
  it('is charged', () => {
    expect(conditional().bench.spent()).toEqual({ wru: 1 });
  });
  it('leaves no trace in the stream', () => {
    expect(conditional().bench.records()).toHaveLength(1);
  });
  it('refuses deletes and updates alike', () => {
    const bench = makeBench();
    const condition = { TableName: 'orders', Key: key('o-9'), ConditionExpression: 'attribute_exists(pk)' };
    expect(faultOf(() => bench.operations.DeleteItem(condition)).name).toBe('ConditionalCheckFailedException');
    expect(faultOf(() => bench.operations.UpdateItem(condition)).name).toBe('ConditionalCheckFailedException');
    expect(bench.get('o-9')).toBeUndefined();
  });
});

describe('a put', () => {
  it('replaces the whole item and answers the old one when asked', () => {
    const bench = makeBench();
    bench.put({ ...key('o-1'), a: { N: '1' } });
    expect(put({ Item: { ...key('o-1'), b: { N: '2' } }, ReturnValues: 'ALL_OLD' }, bench)).toEqual({
      Attributes: { ...key('o-1'), a: { N: '1' } },
    });
    expect(bench.get('o-1')).toEqual({ ...key('o-1'), b: { N: '2' } });
    expect(put({}, bench)).toEqual({});
  });
  it('is not changed by what the caller does to its input afterwards', () => {
    const bench = makeBench();
    const given = { ...key('o-1'), m: { M: { x: { N: '1' } } }, b: { B: Uint8Array.of(1, 2) } };
    bench.put(given);
    given.m.M.x.N = '2';
    given.b.B[0] = 9;
    expect(bench.get('o-1')).toEqual({ ...key('o-1'), m: { M: { x: { N: '1' } } }, b: { B: Uint8Array.of(1, 2) } });
  });
  it('is not changed through what a read handed out', () => {
    const bench = makeBench();
    bench.put({ ...key('o-1'), b: { B: Uint8Array.of(1, 2) }, l: { L: [{ S: 'x' }] } });
    bench.get('o-1')?.['b']?.B?.fill(9);
    expect(bench.get('o-1')?.['b']).toEqual({ B: Uint8Array.of(1, 2) });
    bench.put({ ...key('o-2'), l: { L: [{ S: 'x' }] } });
    expect(() => bench.get('o-2')?.['l']?.L?.push({ S: 'y' })).toThrow(TypeError);
  });
  it('may have empty strings and bytes, in sets too, where they are no key', () => {
    const bench = makeBench();
    const item = { ...key('o-1'), s: { S: '' }, ss: { SS: ['', 'a'] }, bs: { BS: [new Uint8Array()] } };
    bench.put(item);
    expect(bench.get('o-1')).toEqual(item);
  });
  it('stores numbers in normal form', () => {
    const bench = makeBench();
    bench.put({ pk: { S: 'o-1' }, sk: { N: '1.0' }, n: { N: '1.50' } });
    expect(bench.get('o-1')).toEqual({ ...key('o-1'), n: { N: '1.5' } });
  });
});

describe('an item that cannot be stored', () => {
  const INVALID = 'One or more parameter values were invalid: ';
  it.each<[string, Record<string, AttributeValue>, string]>([
    ['without its key', { pk: { S: 'a' } }, `${INVALID}Missing the key sk in the item`],
    [
      'with a key of another type',
      { pk: { N: '1' }, sk: { N: '1' } },
      `${INVALID}Type mismatch for key pk expected: S actual: N`,
    ],
    [
      'with an empty key',
      { pk: { S: '' }, sk: { N: '1' } },
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
    ],
    [
      'with too long a key',
      { pk: { S: 'x'.repeat(2049) }, sk: { N: '1' } },
      `${INVALID}Size of hashkey has exceeded the maximum size limit of2048 bytes`,
    ],
    [
      'of more than 400 kB',
      { ...key('a'), big: { S: 'x'.repeat(409_600) } },
      'Item size has exceeded the maximum allowed size',
    ],
    ['with an empty set', { ...key('a'), s: { SS: [] } }, `${INVALID}An string set  may not be empty`],
    [
      'with a set of duplicates',
      { ...key('a'), s: { NS: ['1', '1.0'] } },
      `${INVALID}Input collection [1, 1] contains duplicates.`,
    ],
    [
      'with a null that is false',
      { ...key('a'), s: { NULL: false } },
      `${INVALID}Null attribute value types must have the value of true`,
    ],
    [
      'with an index key of another type',
      { ...key('a'), customer: { N: '1' } },
      `${INVALID}Type mismatch for Index Key customer Expected: S Actual: N IndexName: by-customer`,
    ],
    [
      'with a value of no type',
      { ...key('a'), s: {} as AttributeValue },
      'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    ],
    [
      'with a value of two types',
      { ...key('a'), s: { S: 'a', N: '1' } as unknown as AttributeValue },
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    ],
    [
      'with a string that is a number',
      { ...key('a'), s: { S: 5 } as unknown as AttributeValue },
      'Only strings can be converted to S and N attribute values',
    ],
  ])('%s', (_, Item, message) => {
    expect(faultOf(() => put({ Item }))).toMatchObject({ name: 'ValidationException', message });
  });
  it('nested too deep', () => {
    let value: AttributeValue = { S: 'x' };
    for (let depth = 0; depth < 33; depth += 1) value = { L: [value] };
    expect(faultOf(() => put({ Item: { ...key('a'), value } })).message).toBe(
      'Nesting Levels have exceeded supported limits',
    );
  });
});

describe('a request that is wrong in itself', () => {
  it.each<[string, Partial<PutItemInput>, string, string]>([
    ['a table that is not there', { TableName: 'none' }, 'ResourceNotFoundException', 'Requested resource not found'],
    [
      'no table',
      { TableName: undefined },
      'ValidationException',
      "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null",
    ],
    [
      'no item',
      { Item: undefined },
      'ValidationException',
      "1 validation error detected: Value null at 'item' failed to satisfy constraint: Member must not be null",
    ],
    [
      'ReturnValues that a put cannot give',
      { ReturnValues: 'ALL_NEW' },
      'ValidationException',
      'Return values set to invalid value',
    ],
    [
      'ReturnValues that nothing gives',
      { ReturnValues: 'SOME' as 'NONE' },
      'ValidationException',
      "1 validation error detected: Value 'SOME' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]",
    ],
    [
      'a legacy parameter',
      { Expected: {} },
      'UnknownOperationException',
      'The local cloud does not implement dynamodb:PutItem with Expected.',
    ],
  ])('%s', (_, input, name, message) => {
    expect(faultOf(() => put(input as PutItemInput))).toMatchObject({ name, message });
  });
  it('a key with more or less than the key', () => {
    const { operations } = makeBench();
    const message = 'The provided key element does not match the schema';
    for (const Key of [{ pk: { S: 'a' } }, { ...key('a'), x: { S: 'y' } }, { pk: { N: '1' }, sk: { N: '1' } }]) {
      expect(faultOf(() => operations.GetItem({ TableName: 'orders', Key })).message).toBe(message);
      expect(faultOf(() => operations.DeleteItem({ TableName: 'orders', Key })).message).toBe(message);
      expect(faultOf(() => operations.UpdateItem({ TableName: 'orders', Key })).message).toBe(message);
    }
  });
});

describe('an item that a transaction holds', () => {
  it('refuses plain writes with a conflict, and changes nothing', () => {
    let held = false;
    const bench = makeBench({ isHeld: () => held });
    bench.put(key('o-1'));
    held = true;
    const expected = { name: 'TransactionConflictException', message: 'Transaction is ongoing for the item' };
    expect(faultOf(() => put({}, bench))).toMatchObject(expected);
    expect(faultOf(() => bench.operations.DeleteItem({ TableName: 'orders', Key: key('o-1') }))).toMatchObject(
      expected,
    );
    expect(faultOf(() => bench.operations.UpdateItem({ TableName: 'orders', Key: key('o-1') }))).toMatchObject(
      expected,
    );
    expect(bench.get('o-1')).toEqual(key('o-1'));
  });
});

describe('GetItem', () => {
  it('answers nothing for a missing item', () => {
    expect(makeBench().operations.GetItem({ TableName: 'orders', Key: key('none') })).toEqual({});
  });
  it('projects paths, closing the ranks of lists', () => {
    const bench = makeBench();
    bench.put({
      ...key('o-1'),
      l: { L: [{ N: '0' }, { N: '1' }, { M: { x: { N: '2' }, y: { N: '3' } } }] },
      m: { M: { a: { S: 'A' }, b: { S: 'B' } } },
      name: { S: 'n' },
    });
    const { Item } = bench.operations.GetItem({
      TableName: 'orders',
      Key: key('o-1'),
      ProjectionExpression: 'l[2].x, l[0], m.b, #n, m.absent, absent.x',
      ExpressionAttributeNames: { '#n': 'name' },
    });
    expect(Item).toEqual({
      l: { L: [{ N: '0' }, { M: { x: { N: '2' } } }] },
      m: { M: { b: { S: 'B' } } },
      name: { S: 'n' },
    });
  });
  it('finds tables by ARN too', () => {
    const bench = makeBench();
    bench.put(key('o-1'));
    const TableName = bench.operations.DescribeTable({ TableName: 'orders' }).Table?.TableArn;
    expect(bench.operations.GetItem({ TableName, Key: key('o-1') }).Item).toEqual(key('o-1'));
  });
});
