import type { Books, MailRow } from '../invariants/books.ts';
import type { Checks } from '../invariants/claims.ts';
import { countsOf } from '../invariants/mails.ts';
import { COURSES } from './courses.ts';
import { orderIdOf, type Story } from './ledger.ts';
import { sentMailsIn } from './outside.ts';
import type { Snapshot } from './snapshot.ts';

/** Each order is one that somebody was told of, and rests where its course ends. */
const checkCourses = (checks: Checks, { orders }: Books, stories: readonly Story[]): void => {
  const wanted = new Map(stories.map((story) => [story.placed?.orderId ?? '', story]));
  const present = new Set(orders.map(({ orderId }) => orderId));
  for (const story of stories) {
    const { placed } = story;
    const isThere = placed === undefined || present.has(placed.orderId);
    checks.that('01-acknowledged', isThere, () => 'was placed and is gone', orderIdOf(story));
  }
  for (const { orderId, status } of orders) {
    const story = wanted.get(orderId);
    checks.that(
      '09-idempotency',
      story !== undefined,
      () => 'exists, and nobody was ever told: an order was doubled',
      orderId,
    );
    const end = story === undefined ? status : COURSES[story.course];
    checks.that('02-rest', status === end, () => `is ${status} and should rest as ${end}`, orderId);
  }
};

/**
 * A kill between SES's answer and the note of it may have doubled a mail: then the row says that sending was begun again,
 * and no mail went out more often than that.
 */
const checkTries = (checks: Checks, rows: readonly MailRow[], snapshot: Snapshot): void => {
  const tries = new Map<string, number>();
  for (const { orderId, kind, attempts } of rows)
    tries.set(`${orderId}/${kind}`, (tries.get(`${orderId}/${kind}`) ?? 0) + attempts);
  for (const [id, count] of countsOf(sentMailsIn(snapshot))) {
    const tried = tries.get(id) ?? 0;
    checks.that('07-mails', count <= tried, () => `${id} went out ${count} times in ${tried} tries`, id.split('/')[0]);
  }
};

/** What only a run that knows what each order is meant to become can say; and nothing is left in a queue. */
export const checkPlans = (checks: Checks, snapshot: Snapshot, stories: readonly Story[]): void => {
  checkCourses(checks, snapshot.books, stories);
  checkTries(checks, snapshot.books.mails, snapshot);
  for (const { name, deadLetter, visible, inFlight, delayed } of snapshot.queues)
    checks.that(
      '15-bounds',
      visible + inFlight + delayed === 0,
      () =>
        `${deadLetter ? 'parked in' : 'left in'} ${name}: ${visible} visible, ${inFlight} in flight, ${delayed} delayed`,
    );
};
