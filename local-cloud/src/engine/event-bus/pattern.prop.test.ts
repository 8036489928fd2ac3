import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RuleDefinition } from '../../template/model.ts';
import { aRule } from './choreography.fixture.ts';
import { aCase, alternatives, flatEvent, flatPattern, word } from './pattern.fixture.ts';
import { compilePattern } from './pattern.ts';
import { naivelyMatches } from './pattern.reference.fixture.ts';
import { makeRuleIndex } from './rules.ts';

const CASES = 10_000;

describe('a compiled pattern', () => {
  it(`agrees with the naive reference in ${CASES} generated cases`, () => {
    let matched = 0;
    const cases = fc.property(aCase, ([pattern, event]) => {
      const expected = naivelyMatches(pattern, event);
      if (expected) matched += 1;
      return compilePattern(pattern)(event) === expected;
    });
    fc.assert(cases, { numRuns: CASES });
    // Cases that all end in the same answer would prove little.
    expect(matched).toBeGreaterThan(CASES / 10);
    expect(matched).toBeLessThan(CASES - CASES / 10);
  });
});

describe('the index over rules', () => {
  const kind = fc.record({ source: word, 'detail-type': word, detail: flatEvent });
  const byKind = fc.record(
    { source: alternatives, 'detail-type': alternatives, detail: flatPattern },
    { requiredKeys: ['source'] },
  );
  const indexed = fc.oneof(
    byKind,
    fc.record({ detail: flatPattern }),
    fc.tuple(byKind, byKind, byKind).map(([a, b, c]) => ({ ...a, $or: [b, c] })),
  );

  it('finds exactly the rules whose pattern matches, each time', () => {
    fc.assert(
      fc.property(
        fc.array(indexed, { maxLength: 4 }),
        fc.array(kind, { minLength: 1, maxLength: 5 }),
        (patterns, events) => {
          const rules = patterns.map((one, index): RuleDefinition => aRule(`rule-${index}`, { pattern: one }));
          const matching = makeRuleIndex(rules);
          return events.every((one) => {
            const expected = rules.filter(({ pattern: its }) => compilePattern(its)(one));
            return JSON.stringify(matching(one)) === JSON.stringify(expected);
          });
        },
      ),
    );
  });
});
