import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import type { RuleDefinition } from '../../template/model.ts';
import { aRule } from './choreography.fixture.ts';
import { compilePattern } from './pattern.ts';
import { makeRuleIndex } from './rules.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * The naive reference: flattens an event into every (path, leaf) pair per choice of array elements, and asks each leaf of
 * the pattern by itself. Slow and written without looking at the compiler.
 */
const flatten = (value: Json | undefined, path = ''): Map<string, Json[]>[] => {
  if (value === undefined) return [new Map<string, Json[]>()];
  if (Array.isArray(value)) {
    const objects = value.filter((one) => typeof one === 'object' && one !== null);
    if (objects.length > 0) return objects.flatMap((one) => flatten(one as Json, path));
    return [new Map<string, Json[]>(value.length > 0 ? [[path, [...(value as readonly Json[])]]] : [])];
  }
  if (typeof value !== 'object' || value === null) return [new Map([[path, [value]]])];
  let worlds = [new Map<string, Json[]>()];
  for (const [key, inner] of Object.entries(value)) {
    const inside = flatten(inner, `${path}/${key}`);
    worlds = worlds.flatMap((world) => inside.map((one) => new Map([...world, ...one])));
  }
  return worlds;
};

const operator = (value: Json, [name, operand]: [string, Json]): boolean => {
  const text = typeof value === 'string' ? value : undefined;
  if (name === 'prefix') return text?.slice(0, (operand as string).length) === operand;
  if (name === 'suffix')
    return text !== undefined && text.slice(Math.max(0, text.length - (operand as string).length)) === operand;
  if (name === 'equals-ignore-case') return text?.toUpperCase() === (operand as string).toUpperCase();
  if (name === 'wildcard')
    return text !== undefined && new RegExp(`^${(operand as string).split('*').join('.*')}$`, 's').test(text);
  if (name === 'numeric') {
    const [low, high] = [(operand as Json[])[1] as number, (operand as Json[])[3] as number];
    return typeof value === 'number' && value > low && value <= high;
  }
  if (typeof operand === 'object' && operand !== null && !Array.isArray(operand))
    return !operator(value, Object.entries(operand)[0] as [string, Json]);
  return !([operand].flat() as Json[]).includes(value);
};

const leafMatches = (leaves: Json[] | undefined, alternative: Json): boolean => {
  if (typeof alternative !== 'object' || alternative === null) return leaves?.includes(alternative) ?? false;
  const [entry] = Object.entries<Json>(alternative);
  if (entry?.[0] === 'exists') return entry[1] === (leaves !== undefined);
  return entry !== undefined && (leaves?.some((leaf) => operator(leaf, entry)) ?? false);
};

const matchesWorld = (pattern: Json, world: Map<string, Json[]>, path = ''): boolean =>
  Object.entries(pattern as Record<string, Json>).every(([key, inner]) => {
    if (key === '$or') return (inner as Json[]).some((one) => matchesWorld(one, world, path));
    if (Array.isArray(inner)) return (inner as Json[]).some((one) => leafMatches(world.get(`${path}/${key}`), one));
    return matchesWorld(inner, world, `${path}/${key}`);
  });

const reference = (pattern: Json, event: Json): boolean => flatten(event).some((world) => matchesWorld(pattern, world));

const name = fc.constantFrom('a', 'b', 'c');
const word = fc.string({ unit: fc.constantFrom('a', 'A', 'b'), maxLength: 4 });
const someWord = fc.string({ unit: fc.constantFrom('a', 'a', 'A', 'b'), minLength: 1, maxLength: 2 });
const number = fc.integer({ min: -2, max: 2 });
const leaf = fc.oneof(word, number, fc.boolean(), fc.constant(null));

const affixOperator = fc
  .constantFrom('prefix', 'suffix', 'equals-ignore-case')
  .chain((key) => someWord.map((one) => ({ [key]: one })));
const wildcardOperator = fc
  .array(someWord, { minLength: 1, maxLength: 3 })
  .map((words) => ({ wildcard: words.join('*') }));
const alternative = fc.oneof(
  leaf,
  affixOperator,
  wildcardOperator,
  fc.tuple(number, number).map(([low, high]) => ({ numeric: ['>', low, '<=', high] })),
  fc.boolean().map((exists) => ({ exists })),
  fc
    .oneof(someWord, number, fc.array(someWord, { minLength: 1 }), affixOperator, wildcardOperator)
    .map((but) => ({ 'anything-but': but })),
);
const alternatives = fc.array(alternative, { minLength: 1, maxLength: 3 });
const fields = (inner: fc.Arbitrary<unknown>) => fc.dictionary(name, inner, { minKeys: 1, maxKeys: 3 });
const flat = fields(alternatives);
const nested = fields(fc.oneof(alternatives, flat));
const withOr = fc.oneof(
  nested,
  fc.tuple(nested, fc.array(nested, { minLength: 2, maxLength: 3 })).map(([one, $or]) => ({ ...one, $or })),
);

const value = fc.oneof(leaf, fc.array(leaf, { maxLength: 3 }));
const flatEvent = fc.dictionary(name, value, { maxKeys: 3 });
/** Under $or each alternative may find its own object of an array, so the two are not generated together. */
const withoutArrays = fc.dictionary(name, fc.oneof(value, flatEvent), { maxKeys: 3 });
const withArrays = fc.dictionary(
  name,
  fc.oneof(value, flatEvent, fc.array(flatEvent, { minLength: 1, maxLength: 2 })),
  {
    maxKeys: 3,
  },
);

describe('a compiled pattern', () => {
  it('agrees with the naive reference', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.tuple(withOr, withoutArrays), fc.tuple(nested, withArrays)),
        ([aPattern, anEvent]) => compilePattern(aPattern)(anEvent) === reference(aPattern as Json, anEvent as Json),
      ),
      { numRuns: 2000 },
    );
  });
});

describe('the index over rules', () => {
  const kind = fc.record({ source: word, 'detail-type': word, detail: flatEvent });
  const byKind = fc.record(
    { source: alternatives, 'detail-type': alternatives, detail: flat },
    { requiredKeys: ['source'] },
  );
  const indexed = fc.oneof(
    byKind,
    fc.record({ detail: flat }),
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
