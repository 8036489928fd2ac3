import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PolicyStatement } from '../../template/model.ts';
import { aStatement } from './a-model.fixture.ts';
import { wildcard } from './patterns.ts';
import { compilePolicy } from './statements.ts';

const actions = fc.constantFrom('sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:*', '*');
const resources = fc.constantFrom('arn:aws:sqs:r:1:a', 'arn:aws:sqs:r:1:b', 'arn:aws:sqs:r:1:*', '*');
const statements = fc.array(
  fc.record({
    effect: fc.constantFrom('Allow' as const, 'Deny' as const),
    actions: fc.array(actions, { minLength: 1, maxLength: 2 }),
    resources: fc.array(resources, { minLength: 1, maxLength: 2 }),
    conditions: fc.constantFrom({}, { StringEquals: { 'events:source': ['orders'] } }),
  }),
  { maxLength: 5 },
);
const context = fc.constantFrom({}, { 'events:source': ['orders'] }, { 'events:source': ['payments'] });

const matches = (statement: PolicyStatement, source: readonly string[] | undefined): boolean =>
  statement.actions.some((pattern) => ['*', 'sqs:*', 'sqs:SendMessage'].includes(pattern)) &&
  statement.resources.some((pattern) => ['*', 'arn:aws:sqs:r:1:*', 'arn:aws:sqs:r:1:a'].includes(pattern)) &&
  (Object.keys(statement.conditions).length === 0 || source?.[0] === 'orders');

describe('any policy', () => {
  it('denies before it allows, and is silent otherwise, however often it is asked', () => {
    fc.assert(
      fc.property(statements, fc.array(context, { minLength: 1, maxLength: 4 }), (policyStatements, requests) => {
        const policy = compilePolicy(policyStatements.map((statement) => aStatement(statement)));
        for (const request of requests) {
          const applying = policyStatements.filter((each) =>
            matches(aStatement(each), (request as Record<string, readonly string[]>)['events:source']),
          );
          const expected = applying.some(({ effect }) => effect === 'Deny')
            ? 'explicit-deny'
            : applying.length > 0
              ? 'allow'
              : 'implicit-deny';
          expect(policy('sqs:SendMessage', 'arn:aws:sqs:r:1:a', () => request)).toBe(expected);
        }
      }),
    );
  });
});

describe('any text without wildcards', () => {
  it('matches itself and nothing longer', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !/[*?]/.test(text)),
        (text) => {
          expect(wildcard(text)(text)).toBe(true);
          expect(wildcard(text)(`${text}x`)).toBe(false);
          expect(wildcard(`${text}*`)(`${text}x`)).toBe(true);
        },
      ),
    );
  });
});
