import { describe, expect, it } from '@jest/globals';
import { SUITES } from './cases.ts';

const cases = SUITES.flat();

describe('the cases', () => {
  it('have an id of their own each', () => {
    const ids = cases.map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it.each(cases)('$id names the page of AWS that it follows', ({ source, rule }) => {
    expect(source).toMatch(/^https:\/\/(docs|repost)\.aws\.amazon\.com\/\S+$/);
    expect(rule).toMatch(/^.{8,}\.$/);
  });

  it('say why, where only one kind of endpoint can answer', () => {
    expect(cases.filter(({ only, why }) => (only === undefined) !== (why === undefined)).map(({ id }) => id)).toEqual(
      [],
    );
  });
});
