import { describe, expect, it } from '@jest/globals';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import { parseKeys, validKeys } from './keys.ts';

const KEY = 'k'.repeat(24);

describe('a partner’s secret', () => {
  it('holds one key as the first deployment generates it', () => {
    expect(parseKeys(JSON.stringify({ kid: 'initial', key: KEY }))).toEqual([{ kid: 'initial', key: KEY }]);
  });

  it('holds several keys with dates as staff writes it', () => {
    const keys = [
      { kid: 'old', key: KEY, notAfter: '2026-02-01T00:00:00Z' },
      { kid: 'new', key: `${KEY}2`, notBefore: '2026-01-01T00:00:00Z' },
    ];
    expect(parseKeys(JSON.stringify({ keys }))).toEqual(keys);
  });

  it.each([
    ['is no JSON', 'top secret text'],
    ['has no key', '{"keys":[]}'],
    ['has a key that is too short', JSON.stringify({ kid: 'a', key: 'k'.repeat(23) })],
    ['has a key without a name', JSON.stringify({ kid: '', key: KEY })],
    ['has a date that is none', JSON.stringify({ keys: [{ kid: 'a', key: KEY, notAfter: 'tomorrow' }] })],
    ['is null', 'null'],
  ])('is refused without being quoted when it %s', (_, text) => {
    const parse = () => parseKeys(text);
    expect(parse).toThrow(TerminalError);
    expect(parse).toThrow('The partner’s secret is not as documented.');
  });
});

describe('a key’s dates', () => {
  const keys = [{ kid: 'a', key: KEY, notBefore: '2026-01-01T00:00:00Z', notAfter: '2026-02-01T00:00:00Z' }];
  const isValidAt = (time: string) => validKeys(keys, Date.parse(time)).length === 1;

  it.each([
    ['2025-12-31T23:59:59.999Z', false],
    ['2026-01-01T00:00:00.000Z', true],
    ['2026-02-01T00:00:00.000Z', true],
    ['2026-02-01T00:00:00.001Z', false],
  ])('at %s make it valid: %s', (time, valid) => expect(isValidAt(time)).toBe(valid));

  it('do not matter when it has none', () => {
    expect(validKeys([{ kid: 'a', key: KEY }], 0)).toHaveLength(1);
  });
});
