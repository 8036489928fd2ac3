import { describe, expect, it } from '@jest/globals';
import { numberOf, seedOf } from './number-option.ts';

describe('a whole number that somebody gave', () => {
  it.each(['1', '20', '100000'])('may be %s', (text) => {
    expect(numberOf('kills', text, 'npm run x')).toBe(Number(text));
  });

  it.each(['0', '100001', '1.5', '-1', '1e3', 'many', ''])('is not %j', (text) => {
    expect(() => numberOf('kills', text, 'npm run x')).toThrow('--kills takes a whole number from 1 to 100000');
  });

  it('has the ends that the option says', () => {
    expect(numberOf('port', '0', 'npm start', { least: 0, most: 65_535 })).toBe(0);
    expect(() => numberOf('port', '65536', 'npm start', { least: 0, most: 65_535 })).toThrow('from 0 to 65535');
  });
});

describe('the seed of a run', () => {
  it('is the one that was given', () => {
    expect(seedOf('42', 'npm run x')).toBe(42);
  });

  it('is a possible one when none was given', () => {
    const seed = seedOf(undefined, 'npm run x');
    expect(seedOf(String(seed), 'npm run x')).toBe(seed);
  });
});
