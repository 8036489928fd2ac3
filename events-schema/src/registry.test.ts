import { describe, expect, it } from '@jest/globals';
import { allEvents } from './registry.ts';

describe('the published language', () => {
  it('has each type and version once', () => {
    const names = allEvents.map(({ type, version }) => `${type} ${version}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it('names its events in the past tense', () => {
    const past = /(ed|MovedOn|Sent|Attention|HeldForReview|Stuck|Low|ChangedByStaff)$/;
    expect(allEvents.map(({ type }) => type).filter((type) => !past.test(type))).toEqual([]);
  });

  it('holds personal data in two events only', () => {
    expect(allEvents.filter(({ personal }) => personal.length > 0).map(({ type }) => type)).toEqual([
      'OrderPacked',
      'OrderPlaced',
    ]);
  });
});
