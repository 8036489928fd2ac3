import { describe, expect, it } from '@jest/globals';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { parseCondition } from './condition.ts';
import { parseProjection } from './projection.ts';
import { openScope, type Placeholders } from './scope.ts';
import { parseUpdate } from './update.ts';

const values = (given: Record<string, AttributeValue>): Placeholders => ({ ExpressionAttributeValues: given });
const condition = (text: string, placeholders: Placeholders = {}) => {
  const parsed = parseCondition('ConditionExpression', text);
  return () => openScope(placeholders, [parsed]);
};
const refusal = (step: () => unknown): string => {
  try {
    step();
    return 'nothing was refused';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('a condition', () => {
  it.each([
    ['', 'The expression can not be empty;'],
    ['  ', 'The expression can not be empty;'],
    ['a = = b', 'Syntax error; token: "=", near: "= = b"'],
    ['a =', 'Syntax error; token: "<EOF>", near: "="'],
    ['a = :b AND', 'Syntax error; token: "<EOF>", near: "AND"'],
    ['a ! b', 'Syntax error; token: "!", near: "a ! b"'],
    ['a[b] = :c', 'Syntax error; token: "b", near: "[b]"'],
    ['(a = :b', 'Syntax error; token: "<EOF>", near: ":b"'],
    ['a', 'Syntax error; token: "<EOF>", near: "a"'],
    ['a = :b c = :d', 'Syntax error; token: "c", near: ":b c ="'],
    ['a BETWEEN :b OR :c', 'Syntax error; token: "OR", near: ":b OR :c"'],
    ['_a = :b', 'Syntax error; token: "_a", near: "_a ="'],
    ['status = :s', 'Attribute name is a reserved keyword; reserved keyword: status'],
    ['a.Name = :s', 'Attribute name is a reserved keyword; reserved keyword: Name'],
    ['((a = :b))', 'The expression has redundant parentheses;'],
    ['((a)) = :b', 'The expression has redundant parentheses;'],
    ['exists(a)', 'Invalid function name; function: exists'],
    ['size(a)', 'The function is not allowed to be used this way in an expression; function: size'],
    [
      'begins_with(a, contains(b, :c))',
      'The function is not allowed to be used this way in an expression; function: contains',
    ],
    [
      'begins_with(a)',
      'Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1',
    ],
    ['attribute_exists(:a)', 'Operator or function requires a document path; operator or function: attribute_exists'],
  ])('"%s" is refused when it is read', (text, message) => {
    expect(refusal(() => parseCondition('ConditionExpression', text))).toBe(`Invalid ConditionExpression: ${message}`);
  });

  it.each<[string, Placeholders, string]>([
    [
      '#a = :b',
      values({ ':b': { N: '1' } }),
      'An expression attribute name used in the document path is not defined; attribute name: #a',
    ],
    ['a = :b', {}, 'An expression attribute value used in expression is not defined; attribute value: :b'],
    [
      'a < :b',
      values({ ':b': { BOOL: true } }),
      'Incorrect operand type for operator or function; operator: <, operand type: BOOL',
    ],
    [
      'begins_with(a, :b)',
      values({ ':b': { N: '1' } }),
      'Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
    ],
    [
      'attribute_type(a, :b)',
      values({ ':b': { S: 'X' } }),
      'Invalid attribute type name found; type: X, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}',
    ],
    [
      'a BETWEEN :b AND :c',
      values({ ':b': { N: '2' }, ':c': { N: '1' } }),
      'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}',
    ],
    [
      'a BETWEEN :b AND :c',
      values({ ':b': { N: '2' }, ':c': { S: 'x' } }),
      'The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {S:x}',
    ],
    [
      'a = a',
      {},
      'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]',
    ],
    [
      'a IN (b, a)',
      {},
      'The first operand must be distinct from the remaining operands for this operator or function; operator: IN, first operand: [a]',
    ],
    [
      'a BETWEEN b AND a',
      {},
      'The first operand must be distinct from the remaining operands for this operator or function; operator: BETWEEN, first operand: [a]',
    ],
  ])('"%s" is refused once its placeholders are known', (text, placeholders, message) => {
    expect(refusal(condition(text, placeholders))).toBe(`Invalid ConditionExpression: ${message}`);
  });

  it.each<[string, Placeholders, string]>([
    [
      'a = :b',
      values({ ':b': { N: '1' }, ':c': { N: '1' }, ':d': { N: '1' } }),
      'Value provided in ExpressionAttributeValues unused in expressions: keys: {:c, :d}',
    ],
    [
      'attribute_exists(a)',
      { ExpressionAttributeNames: { '#x': 'x' } },
      'Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}',
    ],
    ['a = :b', values({}), 'ExpressionAttributeValues must not be empty'],
    ['attribute_exists(a)', { ExpressionAttributeNames: {} }, 'ExpressionAttributeNames must not be empty'],
    ['a = :b', values({ b: { N: '1' } }), 'ExpressionAttributeValues contains invalid key: Syntax error; key: "b"'],
    [
      'a = :b',
      { ExpressionAttributeNames: { n: 'x' } },
      'ExpressionAttributeNames contains invalid key: Syntax error; key: "n"',
    ],
    [
      'a = :b',
      values({ ':b': { N: 'x' } }),
      'ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric value: x for key :b',
    ],
  ])('"%s" with bad placeholders is refused', (text, placeholders, message) => {
    expect(refusal(condition(text, placeholders))).toBe(message);
  });

  it('needs an expression before placeholders make sense', () => {
    expect(refusal(() => openScope(values({ ':a': { N: '1' } }), []))).toBe(
      'ExpressionAttributeValues can only be specified when using expressions',
    );
    expect(refusal(() => openScope({ ExpressionAttributeNames: { '#a': 'a' } }, [undefined]))).toBe(
      'ExpressionAttributeNames can only be specified when using expressions',
    );
  });
  it('takes keywords in any case, and names that merely contain one', () => {
    expect(condition('not a = :x And orders Between :x aND :x', values({ ':x': { N: '1' } }))).not.toThrow();
  });
});

describe('an update', () => {
  it.each([
    ['SET a = :a SET b = :a', 'The "SET" section can only be used once in an update expression;'],
    ['SET a', 'Syntax error; token: "<EOF>", near: "a"'],
    ['PUT a = :a', 'Syntax error; token: "PUT", near: "PUT a"'],
    ['SET a = sum(b, :a)', 'Invalid function name; function: sum'],
    ['SET a = size(b)', 'The function is not allowed in an update expression; function: size'],
    [
      'SET a = if_not_exists(:b, :a)',
      'Operator or function requires a document path; operator or function: if_not_exists',
    ],
    [
      'SET a = list_append(b)',
      'Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 1',
    ],
    ['ADD a b', 'Syntax error; token: "b", near: "a b"'],
    ['SET value = :a', 'Attribute name is a reserved keyword; reserved keyword: value'],
  ])('"%s" is refused when it is read', (text, message) => {
    expect(refusal(() => parseUpdate(text))).toBe(`Invalid UpdateExpression: ${message}`);
  });
  it.each<[string, AttributeValue, string]>([
    [
      'SET a = :a, a.b = :a',
      { N: '1' },
      'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]',
    ],
    [
      'SET a[0] = :a, a.b = :a',
      { N: '1' },
      'Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, [0]], path two: [a, b]',
    ],
    ['ADD a :a', { S: 'x' }, 'Incorrect operand type for operator or function; operator: ADD, operand type: STRING'],
    [
      'DELETE a :a',
      { N: '1' },
      'Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER',
    ],
    [
      'SET a = b + :a',
      { S: '1' },
      'Incorrect operand type for operator or function; operator or function: +, operand type: S',
    ],
    [
      'SET a = list_append(b, :a)',
      { S: '1' },
      'Incorrect operand type for operator or function; operator or function: list_append, operand type: S',
    ],
  ])('"%s" is refused once its value is known', (text, value, message) => {
    expect(refusal(() => openScope(values({ ':a': value }), [parseUpdate(text)]))).toBe(
      `Invalid UpdateExpression: ${message}`,
    );
  });
});

describe('a projection', () => {
  it('is refused when paths overlap', () => {
    const parsed = parseProjection('#x.b, a');
    expect(refusal(() => openScope({ ExpressionAttributeNames: { '#x': 'a' } }, [parsed]))).toBe(
      'Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a]',
    );
  });
  it('is refused for a reserved word', () => {
    expect(refusal(() => parseProjection('pk, status'))).toBe(
      'Invalid ProjectionExpression: Attribute name is a reserved keyword; reserved keyword: status',
    );
  });
});

describe('an expression that is too much', () => {
  const chain = (count: number): string => `a = :a${' OR a = :a'.repeat(count)}`;
  const nest = (depth: number): string => `a < b ${'or (a < b '.repeat(depth)}${')'.repeat(depth)}`;

  it.each([
    [
      'of 4,097 bytes',
      'a'.repeat(4_097),
      'Expression size has exceeded the maximum allowed size; expression size: 4097',
    ],
    [
      'of 4,097 bytes in fewer characters',
      `a = :${'ü'.repeat(2_046)}`,
      'Expression size has exceeded the maximum allowed size; expression size: 4097',
    ],
    ['of 301 operators', chain(150), 'The expression contains too many operators; operator count: 301'],
    [
      'of a thousand negations',
      `${'NOT '.repeat(1_000)}a = :a`,
      'The expression contains too many operators; operator count: 301',
    ],
    [
      'that is nested for nothing',
      `${'('.repeat(2_000)}a = :a${')'.repeat(2_000)}`,
      'The expression has redundant parentheses;',
    ],
  ])('is refused before it is read: %s', (_what, text, message) => {
    expect(refusal(() => parseCondition('ConditionExpression', text))).toBe(`Invalid ConditionExpression: ${message}`);
  });

  it('begins beyond the limits themselves', () => {
    expect(() => parseProjection('a'.repeat(4_096))).not.toThrow();
    expect(() => parseCondition('FilterExpression', nest(149))).not.toThrow();
    expect(() => parseCondition('FilterExpression', chain(149))).not.toThrow();
    expect(() => parseUpdate(`SET a = :a${', b = :b'.repeat(301)}`)).not.toThrow();
  });
});
