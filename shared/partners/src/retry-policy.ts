/**
 * How a webhook is tried again: nothing else says it. What depends on it is held against it by tests: the queue in
 * services/webhooks.yml, and what docs/partners.md promises to partners.
 */
export const RETRY_POLICY = {
  /** From the first packet of a try to the status line. */
  timeoutMs: 15_000,
  /** How long a webhook is tried, counted from its first try. */
  triedForMs: 24 * 60 * 60_000,
  firstPauseMs: 5_000,
  /** Each pause is so many times as long as the one before. */
  growth: 3,
  longestPauseMs: 60 * 60_000,
  /** Up to this part of a pause is added or taken, so that after an outage not all come at once. */
  spread: 0.2,
  /** A partner's longer `retry-after` is cut to this: there is to be more than one try in a day. */
  longestQuietMs: 6 * 60 * 60_000,
} as const;

/**
 * How long to wait after a try, in milliseconds.
 * @param attempts tries so far, from 1
 * @param chance in [0, 1)
 */
export const pauseAfter = (attempts: number, chance: number): number => {
  const { firstPauseMs, growth, longestPauseMs, spread } = RETRY_POLICY;
  return Math.min(firstPauseMs * growth ** (attempts - 1), longestPauseMs) * (1 - spread + 2 * spread * chance);
};
