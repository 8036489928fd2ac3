import { describe, expect, it } from '@jest/globals';
import { ofType, packaged } from './packaged.ts';

type Pattern = Readonly<Record<string, unknown>>;

const isPattern = (value: unknown): value is Pattern =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of every list in a pattern, whatever `$or` makes of it. */
const pathsOf = (pattern: Pattern, path: string): readonly string[] =>
  Object.entries(pattern).flatMap(([name, inner]) => {
    if (name === '$or') return (inner as readonly Pattern[]).flatMap((one) => pathsOf(one, path));
    return isPattern(inner) ? pathsOf(inner, `${path}.${name}`) : [`${path}.${name}`];
  });

/**
 * Whether one path stands in two branches of an `$or`: there the answer of AWS's own matcher (software.amazon.event.ruler
 * 2.1.0) may change from call to call, above all where one of the branches asks for absence.
 */
const isUnsteady = (pattern: Pattern): boolean =>
  Object.entries(pattern).some(([name, inner]) => {
    if (name !== '$or') return isPattern(inner) && isUnsteady(inner);
    const branches = inner as readonly Pattern[];
    const all = branches.flatMap((branch) => [...new Set(pathsOf(branch, ''))]);
    return new Set(all).size < all.length || branches.some(isUnsteady);
  });

const filtersOf = ({ FilterCriteria }: Record<string, unknown>): readonly Pattern[] =>
  ((FilterCriteria as { Filters?: readonly { Pattern: string }[] } | undefined)?.Filters ?? []).map(
    ({ Pattern: text }) => JSON.parse(text) as Pattern,
  );

/** Of rules, archives and mappings. */
const patterns = packaged.flatMap((service) => [
  ...['AWS::Events::Rule', 'AWS::Events::Archive'].flatMap((type) =>
    ofType(service, type).flatMap(([id, { EventPattern }]) =>
      isPattern(EventPattern) ? [[service.service, id, EventPattern] as const] : [],
    ),
  ),
  ...ofType(service, 'AWS::Lambda::EventSourceMapping').flatMap(([id, properties]) =>
    filtersOf(properties).map((filter) => [service.service, id, filter] as const),
  ),
]);

describe('patterns that are deployed', () => {
  it.each(patterns)('%s %s never leave it to chance whether they match', (_service, _id, pattern) => {
    expect(isUnsteady(pattern)).toBe(false);
  });
});

describe('a pattern that AWS answers now so and now so', () => {
  it.each<[Pattern, boolean]>([
    [{ $or: [{ a: ['x'] }, { a: [{ exists: false }] }] }, true],
    [{ $or: [{ a: ['x'], b: [{ exists: false }] }, { a: ['x'] }] }, true],
    [{ detail: { $or: [{ a: { b: [1] } }, { c: [1], $or: [{ a: { b: [{ exists: false }] } }, { d: [1] }] }] } }, true],
    [{ $or: [{ a: ['x'] }, { a: ['y'] }] }, true],
    [{ $or: [{ a: ['x'] }, { b: [{ exists: false }] }] }, false],
    [{ a: [{ exists: false }], b: ['x'] }, false],
  ])('is %j: %s', (pattern, unsteady) => {
    expect(isUnsteady(pattern)).toBe(unsteady);
  });
});
