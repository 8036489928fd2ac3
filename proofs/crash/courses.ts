import type { Wish } from '../actors/order.ts';
import { makeRandom, type Random, seedOf } from './random.ts';

/** How an order is meant to go, and where it then rests. */
export const COURSES = {
  deliver: 'delivered',
  /** The courier reports the delivery and never the pick-up. */
  'deliver-unannounced': 'delivered',
  /** The courier's pick-up comes before the warehouse says packed: it is held. */
  'deliver-early': 'delivered',
  /** Nobody is at home, and at the second attempt somebody is. */
  'fail-once': 'delivered',
  /** Nobody takes it: money and goods go back. */
  refuse: 'returned',
  'fail-and-return': 'returned',
  /** It goes in two parcels, and both arrive. */
  'two-parcels': 'delivered',
  /** Of two parcels one arrives, and nobody takes the other. */
  'one-parcel-back': 'delivered',
  /** The customer sends all of it back: staff agree, it comes in, and money goes back. */
  'send-back': 'delivered',
  'cancel-at-once': 'cancelled',
  'cancel-confirmed': 'cancelled',
  'cancel-packed': 'cancelled',
  decline: 'rejected',
  'sell-out': 'rejected',
  /** The warehouse never answers: the order visibly waits. */
  'wait-confirmed': 'confirmed',
  'wait-packed': 'packed',
} as const;

export type Course = keyof typeof COURSES;

const WEIGHTS: Readonly<Record<Course, number>> = {
  deliver: 36,
  'deliver-unannounced': 8,
  'deliver-early': 10,
  'fail-once': 6,
  refuse: 6,
  'fail-and-return': 4,
  'two-parcels': 6,
  'one-parcel-back': 4,
  'send-back': 6,
  'cancel-at-once': 10,
  'cancel-confirmed': 8,
  'cancel-packed': 6,
  decline: 8,
  'sell-out': 6,
  'wait-confirmed': 4,
  'wait-packed': 4,
};

/** What one order is about, by its seed alone. */
export interface Plan {
  readonly course: Course;
  readonly wishes: readonly Wish[];
  readonly key: string;
  /** Each message goes out a second time although the first was answered. */
  readonly insistent: boolean;
  /** The callbacks carry ids, so that a second one gets the first answer. */
  readonly withIds: boolean;
  /** Those with ids are signed, and do not show the key. */
  readonly signs: boolean;
  /** The customer gives another address before anybody can have packed. */
  readonly moves: boolean;
  /** With a discount code. */
  readonly saves: boolean;
}

/** In two parcels. */
const PARTED: ReadonlySet<Course> = new Set(['two-parcels', 'one-parcel-back']);

/** What is rejected may be so before another address arrives, and what waits or is cancelled has no need of one. */
const MOVING: ReadonlySet<Course> = new Set([
  'deliver',
  'refuse',
  'deliver-unannounced',
  'deliver-early',
  'wait-confirmed',
]);

export const NAMES = Object.keys(COURSES) as readonly Course[];

/** The first orders go each course once, whatever the seed; it decides in which order. */
const firstCourses = (seed: number): readonly Course[] => {
  const random = makeRandom(seed);
  return NAMES.map((course) => ({ course, at: random.next() }))
    .sort((one, other) => one.at - other.at)
    .map(({ course }) => course);
};

const courseOf = (random: Random): Course => {
  let left = random.next() * Object.values(WEIGHTS).reduce((sum, weight) => sum + weight, 0);
  for (const [course, weight] of Object.entries(WEIGHTS) as [Course, number][]) {
    left -= weight;
    if (left < 0) return course;
  }
  return 'deliver';
};

/** The one item of the sample catalogue of which there are three. */
const SCARCE = { id: 'limited-sampler', count: 4 } as const;

/** @param items ids of which there is plenty */
export const planOf = (seed: number, index: number, items: readonly [string, ...string[]]): Plan => {
  const random = makeRandom(seedOf(seed, index));
  const drawn = courseOf(random);
  const course = firstCourses(seed)[index] ?? drawn;
  const ids = new Set(Array.from({ length: random.between(1, 3) }, () => random.pick(items)));
  // There is a piece for each of two parcels.
  const least = PARTED.has(course) ? 2 : 1;
  const wishes = [...ids].map((id) => ({ id, count: random.between(least, 2) }));
  return {
    course,
    wishes: course === 'sell-out' ? [...wishes, SCARCE] : wishes,
    key: `crash-${seed}-${index}`,
    insistent: random.chance(0.25),
    withIds: random.chance(0.7),
    moves: random.chance(0.25) && MOVING.has(course),
    signs: random.chance(0.5),
    saves: random.chance(0.3),
  };
};

/** The code of those who save. */
export const CODE = { code: 'CRASH10', percent: '10' } as const;

/** What is sent with an order beside its items, at each try the same. */
export const sentWith = ({ key, course, saves }: Pick<Plan, 'key' | 'course' | 'saves'>) => ({
  idempotencyKey: key,
  ...(course === 'decline' && { payment: { method: 'card', token: 'tok_declined' } }),
  ...(saves && { discountCode: CODE.code }),
});
