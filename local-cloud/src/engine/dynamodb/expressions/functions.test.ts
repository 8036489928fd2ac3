import { describe, expect, it } from '@jest/globals';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { admitItem } from '../admit.ts';
import { parseCondition } from './condition.ts';
import { holds } from './evaluate.ts';
import { openScope } from './scope.ts';

const bytes = (...given: number[]) => Uint8Array.from(given);
const ITEM = admitItem({
  a: { N: '5' },
  b: { N: '7' },
  title: { S: 'order' },
  tags: { SS: ['x', 'y'] },
  codes: { NS: ['1', '2.0'] },
  blobs: { BS: [bytes(1), bytes(2)] },
  payload: { B: bytes(1, 2, 3) },
  entries: { L: [{ M: { sku: { S: 'A' }, qty: { N: '2' } } }, { S: 'gift' }] },
  address: { M: { city: { S: 'Ulm' }, zip: { M: { code: { S: '89073' } } } } },
  flag: { BOOL: true },
  nil: { NULL: true },
});
const VALUES: Record<string, AttributeValue> = {
  ':5': { N: '5.00' },
  ':7': { N: '7' },
  ':3': { N: '3' },
  ':2': { N: '2' },
  ':rd': { S: 'rd' },
  ':or': { S: 'or' },
  ':A': { S: 'A' },
  ':x': { S: 'x' },
  ':gift': { S: 'gift' },
  ':Ulm': { S: 'Ulm' },
  ':M': { S: 'M' },
  ':N': { S: 'N' },
  ':B': { B: bytes(2, 3) },
  ':B1': { B: bytes(1) },
  ':tags': { SS: ['y', 'x'] },
  ':true': { BOOL: true },
  ':nil': { NULL: true },
  ':list': { L: [{ S: 'gift' }] },
};

const judge = (text: string): boolean => {
  const parsed = parseCondition('FilterExpression', text);
  const used = Object.fromEntries(Object.entries(VALUES).filter(([name]) => parsed.values.has(name)));
  const scope = openScope(
    {
      ...(parsed.names.size > 0 && { ExpressionAttributeNames: { '#title': 'title' } }),
      ...(parsed.values.size > 0 && { ExpressionAttributeValues: used }),
    },
    [parsed],
  );
  return holds(parsed.ast, ITEM, scope);
};

describe('a condition that holds', () => {
  it.each([
    'a = :5',
    'a <> :7',
    'absent <> :7',
    'NOT absent = :7',
    'a < b',
    'a <= :5 AND b >= :7 AND b > :5',
    'a BETWEEN :3 AND :5',
    ':5 BETWEEN :3 AND b',
    'a IN (:3, :5)',
    'a = :7 OR a = :5 AND b = :7',
    '(a = :7 OR a = :5) AND b = :7',
    'attribute_exists(address.zip.code)',
    'attribute_exists(entries[1])',
    'attribute_not_exists(entries[2])',
    'attribute_not_exists(address.street)',
    'attribute_not_exists(toString)',
    'attribute_type(address, :M)',
    'NOT attribute_type(title, :N)',
    'begins_with(title, :or)',
    'begins_with(payload, :B1)',
    'contains(title, :rd)',
    'contains(tags, :x)',
    'contains(codes, :2)',
    'contains(blobs, :B1)',
    'contains(payload, :B)',
    'contains(entries, :gift)',
    'entries[0].sku = :A',
    'entries[0].qty = :2',
    'address.city = :Ulm',
    'tags = :tags',
    'flag = :true',
    'nil = :nil',
    'begins_with(#title, :or)',
    'size(title) = :5',
    'size(payload) = :3',
    'size(entries) = :2',
    'size(tags) < :3',
    'size(address) = :2',
  ])('%s', (text) => {
    expect(judge(text)).toBe(true);
  });
});

describe('a condition that does not hold', () => {
  it.each([
    'a > b',
    'absent = :7',
    'absent < :7',
    'title < :5',
    'a IN (:3, :7)',
    'NOT a = :5',
    'begins_with(a, :or)',
    'contains(title, :5)',
    'contains(absent, :5)',
    'size(a) = :5',
    'size(flag) = :5',
    'entries[1].sku = :A',
    'entries.sku = :A',
    'address[0] = :A',
    'entries = :list',
  ])('%s', (text) => {
    expect(judge(text)).toBe(false);
  });
});
