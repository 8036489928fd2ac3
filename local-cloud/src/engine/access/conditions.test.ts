import { describe, expect, it } from '@jest/globals';
import { compileConditions } from './conditions.ts';

const KEY = 'dynamodb:LeadingKeys';
const holds = (operator: string, expected: readonly string[], actual: readonly string[] | undefined): boolean => {
  const condition = compileConditions({ [operator]: { [KEY]: expected } });
  return condition?.(actual === undefined ? {} : { [KEY.toLowerCase()]: actual }) ?? true;
};

describe('a condition', () => {
  it.each([
    ['StringEquals', ['a', 'b'], ['b'], true],
    ['StringEquals', ['a'], ['A'], false],
    ['StringEqualsIgnoreCase', ['a'], ['A'], true],
    ['StringNotEquals', ['a', 'b'], ['c'], true],
    ['StringNotEquals', ['a', 'b'], ['b'], false],
    ['StringLike', ['or?er-*'], ['order-1'], true],
    ['StringNotLike', ['order-*'], ['order-1'], false],
    ['ArnLike', ['arn:aws:sqs:*:*:in-*'], ['arn:aws:sqs:eu-west-1:1:in-a'], true],
    ['ArnLike', ['arn:aws:*:in'], ['arn:aws:sqs:eu-west-1:1:in'], false],
    ['ArnNotEquals', ['arn:aws:sqs:eu-west-1:1:in'], ['arn:aws:sqs:eu-west-1:1:out'], true],
    ['Bool', ['true'], ['TRUE'], true],
    ['NumericLessThanEquals', ['10'], ['10'], true],
    ['NumericGreaterThan', ['10'], ['10'], false],
    ['Null', ['true'], undefined, true],
    ['Null', ['false'], ['x'], true],
    ['Null', ['true'], ['x'], false],
  ])('%s %j of %j is %s', (operator, expected, actual, result) => {
    expect(holds(operator, expected, actual)).toBe(result);
  });
});

describe('a condition on several values', () => {
  it.each([
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
    ['ForAnyValue:StringEquals', ['a'], ['c', 'a'], true],
    ['ForAnyValue:StringEquals', ['a'], ['c'], false],
    ['ForAllValues:StringNotEquals', ['a'], ['b', 'a'], false],
    ['ForAnyValue:StringNotEquals', ['a'], ['b', 'a'], true],
  ])('%s %j of %j is %s', (operator, expected, actual, result) => {
    expect(holds(operator, expected, actual)).toBe(result);
  });
});

describe('a condition on an absent key', () => {
  it.each([
    ['StringEquals', false],
    ['StringNotEquals', true],
    ['StringEqualsIfExists', true],
    ['ForAllValues:StringEquals', true],
    ['ForAllValues:StringNotEquals', true],
    ['ForAnyValue:StringEquals', false],
    ['ForAnyValue:StringEqualsIfExists', false],
    ['ForAnyValue:StringNotEquals', false],
  ])('with %s is %s', (operator, result) => {
    expect(holds(operator, ['a'], undefined)).toBe(result);
    expect(holds(operator, ['a'], [])).toBe(result);
  });
});

describe('several conditions', () => {
  it('must all hold', () => {
    const both = compileConditions({
      StringEquals: { 'events:source': ['orders'], 'events:detail-type': ['OrderPlaced'] },
    });
    expect(both?.({ 'events:source': ['orders'], 'events:detail-type': ['OrderPlaced'] })).toBe(true);
    expect(both?.({ 'events:source': ['orders'] })).toBe(false);
  });
});
