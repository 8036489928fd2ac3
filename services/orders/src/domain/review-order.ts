import { answerDueAt, awaitAnswer } from './await-confirmation.ts';
import { heldDueAt, reviewHeld } from './held-callbacks.ts';
import { keepPromise, promiseDueAt } from './keep-promises.ts';
import { type Change, type Order, begin, unchanged } from './order.ts';
import { authorizationDueAt, watchAuthorization } from './watch-authorization.ts';

/** When an order is to be looked at although nothing happens to it; undefined when it waits for nothing of ours. */
export const reviewDueAt = (order: Order): number | undefined => {
  const dueTimes = [answerDueAt(order), authorizationDueAt(order), promiseDueAt(order), heldDueAt(order)];
  const known = dueTimes.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
};

const isDue = (dueAt: number | undefined, at: number): boolean => dueAt !== undefined && dueAt <= at;

/** Only who waits for an answer too long is held against younger orders, which cost reads. */
export const asksForYounger = (order: Order, at: number): boolean => isDue(answerDueAt(order), at);

/**
 * Does what the passing of time asks for: of answers that are late, authorisations that end, promises that are not kept and
 * callbacks that still wait.
 * @param younger orders that were placed after this one, as far as they are known
 */
export const reviewOrder = (order: Order, younger: readonly Order[], at: number): Change => {
  if (!isDue(reviewDueAt(order), at)) return unchanged(order);
  const answered = awaitAnswer(begin(order, at), younger, at);
  return reviewHeld(keepPromise(watchAuthorization(answered, at), at), at);
};
