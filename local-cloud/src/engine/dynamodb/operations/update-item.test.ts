import { describe, expect, it } from '@jest/globals';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { faultOf, key, makeBench } from '../fixture.ts';

const GIVEN: Record<string, AttributeValue> = {
  ...key('o-1'),
  amount: { N: '10' },
  title: { S: 'first' },
  tags: { SS: ['a', 'b'] },
  entries: { L: [{ S: 'zero' }, { S: 'one' }, { S: 'two' }, { S: 'three' }] },
  address: { M: { city: { S: 'Ulm' }, geo: { M: { lat: { N: '48' } } } } },
};

const update = (
  text: string,
  values?: Record<string, AttributeValue>,
  more: { names?: Record<string, string>; item?: string } = {},
) => {
  const bench = makeBench();
  bench.put(GIVEN);
  const run = () =>
    bench.operations.UpdateItem({
      TableName: 'orders',
      Key: key(more.item ?? 'o-1'),
      UpdateExpression: text,
      ...(values !== undefined && { ExpressionAttributeValues: values }),
      ...(more.names !== undefined && { ExpressionAttributeNames: more.names }),
      ReturnValues: 'ALL_NEW',
    }).Attributes;
  return { run, bench };
};
const after = (...given: Parameters<typeof update>) => update(...given).run();

describe('SET', () => {
  it.each<[string, Record<string, AttributeValue>, string, AttributeValue]>([
    ['SET title = :a', { ':a': { S: 'second' } }, 'title', { S: 'second' }],
    ['SET amount = amount + :a', { ':a': { N: '0.10' } }, 'amount', { N: '10.1' }],
    ['SET amount = amount - :a', { ':a': { N: '11' } }, 'amount', { N: '-1' }],
    ['SET amount = (amount + :a)', { ':a': { N: '1' } }, 'amount', { N: '11' }],
    ['SET n = if_not_exists(n, :a) + :a', { ':a': { N: '1' } }, 'n', { N: '2' }],
    ['SET n = if_not_exists(amount, :a)', { ':a': { N: '1' } }, 'n', { N: '10' }],
    ['SET n = amount', {}, 'n', { N: '10' }],
    [
      'SET n = list_append(if_not_exists(n, :none), :a)',
      { ':none': { L: [] }, ':a': { L: [{ N: '1' }] } },
      'n',
      { L: [{ N: '1' }] },
    ],
    [
      'SET address.city = :a',
      { ':a': { S: 'Bern' } },
      'address',
      { M: { city: { S: 'Bern' }, geo: { M: { lat: { N: '48' } } } } },
    ],
    [
      'SET address.geo.lon = :a',
      { ':a': { N: '10' } },
      'address',
      { M: { city: { S: 'Ulm' }, geo: { M: { lat: { N: '48' }, lon: { N: '10' } } } } },
    ],
    [
      'SET entries[1] = :a',
      { ':a': { S: 'x' } },
      'entries',
      { L: [{ S: 'zero' }, { S: 'x' }, { S: 'two' }, { S: 'three' }] },
    ],
    [
      'SET entries[9] = :b, entries[7] = :a',
      { ':a': { S: 'x' }, ':b': { S: 'y' } },
      'entries',
      { L: [{ S: 'zero' }, { S: 'one' }, { S: 'two' }, { S: 'three' }, { S: 'x' }, { S: 'y' }] },
    ],
  ])('%s', (text, values, attribute, expected) => {
    expect(after(text, Object.keys(values).length === 0 ? undefined : values)?.[attribute]).toEqual(expected);
  });
  it('reads every operand as it was before the update', () => {
    const item = after('SET amount = :a, copied = amount', { ':a': { N: '1' } }, {});
    expect([item?.['amount'], item?.['copied']]).toEqual([{ N: '1' }, { N: '10' }]);
  });
  it('stores an attribute called __proto__ as any other', () => {
    const item = after('SET #p = :a', { ':a': { S: 'x' } }, { names: { '#p': '__proto__' } }) ?? {};
    expect(Object.getOwnPropertyDescriptor(item, '__proto__')?.value).toEqual({ S: 'x' });
  });
});

describe('REMOVE, ADD and DELETE', () => {
  it('REMOVE means indexes of the list as it was', () => {
    const item = after('REMOVE entries[0], entries[2], title SET entries[1] = :a', { ':a': { S: 'x' } });
    expect(item?.['entries']).toEqual({ L: [{ S: 'x' }, { S: 'three' }] });
    expect(item).not.toHaveProperty('title');
  });
  it('REMOVE of what is not there does nothing', () => {
    expect(after('REMOVE nothing, entries[9], address.street')).toEqual({ ...GIVEN });
  });
  it('REMOVE reaches into maps', () => {
    expect(after('REMOVE address.geo.lat')?.['address']).toEqual({ M: { city: { S: 'Ulm' }, geo: { M: {} } } });
  });
  it.each<[string, AttributeValue, string, AttributeValue | undefined]>([
    ['ADD amount :a', { N: '5' }, 'amount', { N: '15' }],
    ['ADD fresh :a', { N: '5' }, 'fresh', { N: '5' }],
    ['ADD tags :a', { SS: ['c', 'b'] }, 'tags', { SS: ['a', 'b', 'c'] }],
    ['ADD fresh :a', { NS: ['2', '1'] }, 'fresh', { NS: ['1', '2'] }],
    ['DELETE tags :a', { SS: ['a', 'z'] }, 'tags', { SS: ['b'] }],
    ['DELETE tags :a', { SS: ['a', 'b'] }, 'tags', undefined],
    ['DELETE fresh :a', { SS: ['a'] }, 'fresh', undefined],
  ])('%s with %j', (text, value, attribute, expected) => {
    expect(after(text, { ':a': value })?.[attribute]).toEqual(expected);
  });
});

describe('an update that does not suit the item', () => {
  const INVALID_PATH = 'The document path provided in the update expression is invalid for update';
  const WRONG_TYPE = 'An operand in the update expression has an incorrect data type';
  it.each<[string, Record<string, AttributeValue> | undefined, string]>([
    ['SET nothing.b = :a', { ':a': { N: '1' } }, INVALID_PATH],
    ['SET title.b = :a', { ':a': { N: '1' } }, INVALID_PATH],
    ['SET address[0] = :a', { ':a': { N: '1' } }, INVALID_PATH],
    ['REMOVE nothing.b', undefined, INVALID_PATH],
    ['SET a = nothing', undefined, 'The provided expression refers to an attribute that does not exist in the item'],
    [
      'SET a = nothing + :a',
      { ':a': { N: '1' } },
      'The provided expression refers to an attribute that does not exist in the item',
    ],
    ['SET a = title + :a', { ':a': { N: '1' } }, WRONG_TYPE],
    ['SET a = list_append(title, :a)', { ':a': { L: [] } }, WRONG_TYPE],
    ['ADD title :a', { ':a': { N: '1' } }, WRONG_TYPE],
    ['ADD tags :a', { ':a': { NS: ['1'] } }, WRONG_TYPE],
    [
      'SET pk = :a',
      { ':a': { S: 'x' } },
      'One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key',
    ],
    [
      'SET title = :a',
      { ':a': { S: 'x'.repeat(410_000) } },
      'Item size to update has exceeded the maximum allowed size',
    ],
    [
      'SET customer = :a',
      { ':a': { N: '1' } },
      'One or more parameter values were invalid: Type mismatch for Index Key customer Expected: S Actual: N IndexName: by-customer',
    ],
    [
      'SET customer = :a',
      { ':a': { S: '' } },
      'One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: by-customer, IndexKey: customer',
    ],
  ])('%s is refused and changes nothing', (text, values, message) => {
    const { run, bench } = update(text, values);
    expect(faultOf(run)).toMatchObject({ name: 'ValidationException', message });
    expect(bench.get('o-1')).toEqual(GIVEN);
    expect(bench.records()).toHaveLength(1);
  });
});

describe('an update of an item that is not there', () => {
  it('makes one of the key and what the update says', () => {
    expect(after('SET a = :a', { ':a': { N: '1' } }, { item: 'o-2' })).toEqual({ ...key('o-2'), a: { N: '1' } });
  });
  it('makes one of the key alone when the update says nothing', () => {
    const bench = makeBench();
    bench.operations.UpdateItem({ TableName: 'orders', Key: key('o-3') });
    expect(bench.get('o-3')).toEqual(key('o-3'));
  });
});

describe('ReturnValues of an update', () => {
  const outcome = (ReturnValues: 'NONE' | 'ALL_OLD' | 'ALL_NEW' | 'UPDATED_OLD' | 'UPDATED_NEW', item = 'o-1') => {
    const bench = makeBench();
    bench.put({ ...key('o-1'), a: { N: '1' }, m: { M: { x: { N: '1' }, y: { N: '2' } } } });
    return bench.operations.UpdateItem({
      TableName: 'orders',
      Key: key(item),
      UpdateExpression: item === 'o-1' ? 'SET m.x = :v, b = :v REMOVE a' : 'SET b = :v',
      ExpressionAttributeValues: { ':v': { N: '9' } },
      ReturnValues,
    }).Attributes;
  };
  it('answers nothing for NONE', () => {
    expect(outcome('NONE')).toBeUndefined();
  });
  it('answers the whole item before or after', () => {
    expect(outcome('ALL_OLD')).toEqual({ ...key('o-1'), a: { N: '1' }, m: { M: { x: { N: '1' }, y: { N: '2' } } } });
    expect(outcome('ALL_NEW')).toEqual({ ...key('o-1'), b: { N: '9' }, m: { M: { x: { N: '9' }, y: { N: '2' } } } });
  });
  it('answers only what was touched, before or after', () => {
    expect(outcome('UPDATED_OLD')).toEqual({ a: { N: '1' }, m: { M: { x: { N: '1' } } } });
    expect(outcome('UPDATED_NEW')).toEqual({ b: { N: '9' }, m: { M: { x: { N: '9' } } } });
  });
  it('has nothing old for a new item', () => {
    expect(outcome('ALL_OLD', 'o-2')).toBeUndefined();
    expect(outcome('UPDATED_OLD', 'o-2')).toBeUndefined();
  });
});
