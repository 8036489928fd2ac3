import { describe, expect, it } from '@jest/globals';
import { type Schema, breachesOf } from './compatibility.ts';

const line = {
  type: 'object',
  properties: { itemId: { type: 'string', maxLength: 200 }, price: { type: 'integer', 'x-unit': 'minor units' } },
  required: ['itemId', 'price'],
};

/** An event of these parts, as `jsonSchemaOf` says it. */
const anEvent = (data: Readonly<Record<string, Schema>>, required: readonly string[] = Object.keys(data)): Schema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'OrderPlaced, version 1',
  type: 'object',
  properties: { data: { type: 'object', properties: data, required } },
  required: ['data'],
});

const DATA = {
  total: { type: 'integer', minimum: 0, 'x-unit': 'minor units' },
  by: { type: 'string', enum: ['customer', 'staff'] },
  note: { type: 'string' },
  lines: { type: 'array', items: line },
} as const;
const ALWAYS = ['total', 'by', 'lines'];
const RELEASED = anEvent(DATA, ALWAYS);

const { total: _total, ...WITHOUT_TOTAL } = DATA;

const withLine = (more: object, required: readonly string[] = line.required): Schema =>
  anEvent(
    { ...DATA, lines: { type: 'array', items: { ...line, properties: { ...line.properties, ...more }, required } } },
    ALWAYS,
  );

describe('an event that was released', () => {
  it('may stay as it is, with another title', () => {
    expect(breachesOf(RELEASED, { ...RELEASED, title: 'another' })).toEqual([]);
  });

  it('may get optional fields, at any depth', () => {
    expect(breachesOf(RELEASED, anEvent({ ...DATA, later: { type: 'string' } }, ALWAYS))).toEqual([]);
    expect(breachesOf(RELEASED, withLine({ later: { type: 'object', properties: {} } }))).toEqual([]);
  });

  it.each([
    ['without a field', anEvent(WITHOUT_TOTAL, ['by', 'lines']), ['data.total is gone']],
    [
      'with a new required field',
      anEvent({ ...DATA, later: { type: 'string' } }, [...ALWAYS, 'later']),
      ['data.later is new and required, and older events lack it'],
    ],
    [
      'with a field that is required now',
      anEvent(DATA, [...ALWAYS, 'note']),
      ['data.note is required now, and older events lack it'],
    ],
    [
      'with a field that may be missing now',
      anEvent(DATA, ['total', 'lines']),
      ['data.by was always there and may be missing now'],
    ],
    [
      'with another value',
      anEvent({ ...DATA, by: { type: 'string', enum: ['customer', 'staff', 'robot'] } }, ALWAYS),
      ['data.by: the value "robot" is new, and no reader knows it'],
    ],
    [
      'without a value',
      anEvent({ ...DATA, by: { type: 'string', enum: ['staff'] } }, ALWAYS),
      ['data.by: the value "customer" is gone'],
    ],
    [
      'in another unit',
      anEvent({ ...DATA, total: { ...DATA.total, 'x-unit': 'major units' } }, ALWAYS),
      ['data.total: x-unit was "minor units" and is "major units"'],
    ],
    [
      'without a unit',
      anEvent({ ...DATA, total: { type: 'integer', minimum: 0 } }, ALWAYS),
      ['data.total: x-unit was "minor units" and is nothing'],
    ],
    [
      'of another type',
      anEvent({ ...DATA, total: { ...DATA.total, type: 'string' } }, ALWAYS),
      ['data.total: type was "integer" and is "string"'],
    ],
    [
      'with other bounds',
      anEvent({ ...DATA, total: { ...DATA.total, minimum: -1 } }, ALWAYS),
      ['data.total: minimum was 0 and is -1'],
    ],
    [
      'with personal data in a field that had none',
      anEvent({ ...DATA, note: { type: 'string', 'x-personal': true } }, ALWAYS),
      ['data.note: x-personal was nothing and is true'],
    ],
    [
      'with other lines',
      withLine({ price: { type: 'integer', 'x-unit': 'major units' } }),
      ['data.lines[].price: x-unit was "minor units" and is "major units"'],
    ],
    [
      'with lines of a new required field',
      withLine({ sku: { type: 'string' } }, [...line.required, 'sku']),
      ['data.lines[].sku is new and required, and older events lack it'],
    ],
    [
      'with lines that are no list any more',
      anEvent({ ...DATA, lines: { type: 'object' } }, ALWAYS),
      expect.arrayContaining(['data.lines: type was "array" and is "object"']),
    ],
  ])('is another event %s', (_what, current, breaches) => {
    expect(breachesOf(RELEASED, current)).toEqual(breaches);
  });
});
