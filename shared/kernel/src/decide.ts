import { ContentionError } from './contention-error.ts';

/** What a round answers when somebody else has written since it read: what it decided is worth nothing. */
export const AGAIN = Symbol('somebody else was faster');

/**
 * Decides until a decision holds: a round reads, decides, and writes on condition that nobody has written since. So each
 * decision is taken on the very state that it replaces.
 * @param what is decided about, for the log: an id, never personal data
 * @param round answers `AGAIN` when its write met a newer state; whatever else it answers is the result
 * @throws ContentionError when every round was too late
 */
export const untilDecided = async <T>(
  what: string,
  maxRounds: number,
  round: () => Promise<T | typeof AGAIN>,
): Promise<T> => {
  for (let rounds = 1; rounds <= maxRounds; rounds += 1) {
    const decided = await round();
    if (decided !== AGAIN) return decided;
  }
  throw new ContentionError(`${what} changed under ${maxRounds} decisions in a row.`);
};
