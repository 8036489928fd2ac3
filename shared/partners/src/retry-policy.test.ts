import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { pauseAfter, RETRY_POLICY } from './retry-policy.ts';

const read = (file: string): string => readFileSync(join(__dirname, '../../..', file), 'utf8');

/** How often a webhook is tried in its time when every pause is as short as can be, and each try is answered at once. */
const mostTries = (): number => {
  let tries = 1;
  for (let at = 0; at < RETRY_POLICY.triedForMs; tries += 1) at += pauseAfter(tries, 0);
  return tries;
};

describe('the pauses between tries', () => {
  it('grow threefold, up to an hour', () => {
    const middle = [1, 2, 3, 4, 20].map((attempts) => pauseAfter(attempts, 0.5));
    expect(middle).toEqual([5_000, 15_000, 45_000, 135_000, 3_600_000]);
  });

  it.each([
    [0, 4_000],
    [0.25, 4_500],
    [0.75, 5_500],
  ])('differ by up to a fifth: with chance %d the first lasts %d ms', (chance, pause) => {
    expect(pauseAfter(1, chance)).toBeCloseTo(pause);
  });
});

describe('what depends on the policy', () => {
  it('is the queue: it lets a try end, and hands a message out often enough for a day of tries', () => {
    const { queue } = parse(read('services/webhooks.yml'), { logLevel: 'silent' }) as {
      readonly queue: {
        readonly timeout: number;
        readonly visibilityTimeout: number;
        readonly maxReceiveCount: number;
      };
    };
    expect(queue.timeout * 1000).toBeGreaterThan(RETRY_POLICY.timeoutMs);
    expect(queue.maxReceiveCount).toBeGreaterThan(1.4 * mostTries());
  });

  it('is what partners are promised', () => {
    const promised = read('docs/partners.md').replace(/\s+/g, ' ');
    const { timeoutMs, firstPauseMs, growth, spread, longestPauseMs, longestQuietMs, triedForMs } = RETRY_POLICY;
    expect(promised).toContain(`within ${timeoutMs / 1000} seconds`);
    const [first, second, third] = [0, 1, 2].map((power) => (firstPauseMs / 1000) * growth ** power);
    expect(promised).toContain(`after ${first} seconds, ${second}, ${third} and so on`);
    // In words: of three, a fifth, an hour, six hours and a day.
    expect([growth, spread, longestPauseMs, longestQuietMs, triedForMs]).toEqual([
      3, 0.2, 3_600_000, 21_600_000, 86_400_000,
    ]);
    expect(promised).toContain('three times as long each time up to an hour, give or take a fifth');
    expect(promised).toContain('tried again for a day');
    expect(promised).toContain('up to six hours');
  });
});
