import { describe, expect, it } from '@jest/globals';
import { makeConfig } from './config.ts';

const config = makeConfig({ TABLE: 'orders', EMPTY: '', OFF: 'none' });

describe('a function’s environment', () => {
  it('gives what is set', () =>
    expect([config.required('TABLE'), config.optional('TABLE')]).toEqual(['orders', 'orders']));

  it.each(['EMPTY', 'MISSING'])('names a required variable that has no value: %s', (name) => {
    expect(() => config.required(name)).toThrow(name);
  });

  it.each(['EMPTY', 'MISSING', 'OFF'])('has nothing for an optional one that is empty, missing or none: %s', (name) => {
    expect(config.optional(name)).toBeUndefined();
  });
});
