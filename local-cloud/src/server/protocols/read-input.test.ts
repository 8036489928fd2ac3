import { describe, expect, it } from '@jest/globals';
import { AwsError } from '../../engine/contract.ts';
import { readInput } from './read-input.ts';
import { inputShape } from './shapes.ts';
import type { ModelledService } from './shapes.ts';

const read = (service: ModelledService, operation: string, json: unknown): unknown => {
  const shape = inputShape(service, operation);
  if (shape === undefined) throw new Error(`The SDK has no ${operation}.`);
  return readInput(shape, json);
};

const put = (value: unknown): unknown => read('dynamodb', 'PutItem', { TableName: 't', Item: { a: value } });

const refusalOf = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error instanceof AwsError ? `${error.name}: ${error.message}` : error;
  }
};

/** A map in a map in a map …, so many levels deep. */
const deep = (levels: number): unknown => {
  let value: unknown = { S: 'x' };
  for (let level = 0; level < levels; level += 1) value = { M: { a: value } };
  return value;
};

describe('an input as it comes over the wire', () => {
  it('becomes what the SDK’s command had', () => {
    const time = new Date(1_767_225_600_500);
    expect(put({ M: { b: { B: 'AAE=' }, l: { L: [{ BS: ['AA=='] }] } } })).toEqual({
      TableName: 't',
      Item: { a: { M: { b: { B: Buffer.from([0, 1]) }, l: { L: [{ BS: [Buffer.from([0])] }] } } } },
    });
    expect(read('events', 'PutEvents', { Entries: [{ Time: 1_767_225_600.5 }] })).toEqual({
      Entries: [{ Time: time }],
    });
  });

  it('has nothing that the model does not name, and nothing where it says null', () => {
    expect(read('dynamodb', 'BatchGetItem', { RequestItems: null, Unknown: { a: 1 } })).toEqual({});
  });

  it('keeps every name of a map, whatever objects of JavaScript inherit', () => {
    const given = JSON.parse('{"TableName":"t","Item":{"__proto__":{"S":"x"},"constructor":{"S":"y"}}}') as unknown;
    const { Item } = given as { Item: object };
    expect(Object.entries((read('dynamodb', 'PutItem', given) as { Item: object }).Item)).toEqual(Object.entries(Item));
  });

  it.each(['true', 'TRUE', 'yes', '1', true])('takes %j for true, as AWS does', (word) => {
    expect(put({ BOOL: word })).toEqual({ TableName: 't', Item: { a: { BOOL: true } } });
  });

  it.each([
    ['a word that is no truth value', { BOOL: 'dog' }, 'Unexpected token received from parser'],
    ['a number for a truth value', { BOOL: 1 }, 'NUMBER_VALUE cannot be converted to Boolean'],
    ['a number for a text', { S: 1.5 }, 'DECIMAL_VALUE cannot be converted to String'],
    ['a list for a text', { S: [] }, 'Unrecognized collection type class java.lang.String'],
    ['a text for a list', { L: 'x' }, 'Unexpected field type'],
    ['a list for a map', { M: [] }, 'Unrecognized collection type java.util.Map'],
    ['a text for a value', 'x', 'Unexpected field type'],
    ['base64 that is cut off', { B: '23456' }, 'Base64 encoded length is expected a multiple of 4 bytes but found: 5'],
    ['what is no base64', { B: '=+/=' }, 'Invalid last non-pad Base64 character dectected'],
    ['a number for base64', { B: 1 }, 'only base-64-encoded strings are convertible to bytes'],
  ])('is refused for %s', (_what, value, message) => {
    expect(refusalOf(() => put(value))).toBe(`SerializationException: ${message}`);
  });

  it.each([null, [], 'x', 1, true])('is refused as %j, which is no object', (json) => {
    expect(refusalOf(() => read('sqs', 'ListQueues', json))).toMatch('SerializationException');
  });

  it('is refused for a name that is no text', () => {
    const names = { TableName: 1, Key: {} };
    expect(refusalOf(() => read('dynamodb', 'GetItem', names))).toMatch('NUMBER_VALUE cannot be converted to String');
    expect(refusalOf(() => read('sqs', 'SendMessage', { QueueUrl: ['x'] }))).toMatch('SerializationException');
  });

  it('is refused for its depth before it goes deep', () => {
    expect(refusalOf(() => put(deep(100_000)))).toBe(
      'ValidationException: Nesting Levels have exceeded supported limits',
    );
    expect(put(deep(31))).toEqual({ TableName: 't', Item: { a: deep(31) } });
  });
});
