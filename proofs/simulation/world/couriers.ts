import type { Line } from '../../invariants/books.ts';
import type { CallbackAction, Told } from '../callback.ts';
import { type News, tell } from './callbacks.ts';
import type { World } from './world.ts';

/** What a courier takes along at once. */
interface Parcel {
  readonly orderId: string;
  /** As the courier calls it; undefined where it has no name. */
  readonly parcelId: string | undefined;
  /** Undefined: everything that is left. */
  readonly lines: readonly Line[] | undefined;
  /** Its numbers: the first one, and what it may be corrected to. */
  readonly numbers: readonly [string, ...string[]];
}

/** Every piece goes into one of so many crates; empty ones stay here. */
const dealt = (world: World, lines: readonly Line[], crates: number): readonly (readonly Line[])[] => {
  const { random } = world.simulator;
  const counts = Array.from({ length: crates }, () => new Map<string, number>());
  for (const { itemId, count } of lines)
    for (let piece = 0; piece < count; piece += 1) {
      const crate = counts[random.below(crates)];
      crate?.set(itemId, (crate.get(itemId) ?? 0) + 1);
    }
  return counts.filter(({ size }) => size > 0).map((crate) => [...crate].map(([itemId, count]) => ({ itemId, count })));
};

const NUMBERS = ['T1', 'T1', 'T2', 'T3'] as const;

/** How an order leaves the house: mostly at once. */
const parcelsOf = (world: World, orderId: string, lines: readonly Line[]): readonly Parcel[] => {
  const { random } = world.simulator;
  const name = random.chance(0.3) ? 'A' : undefined;
  if (!random.chance(world.habits.parcels)) return [{ orderId, parcelId: name, lines: undefined, numbers: NUMBERS }];
  const crates = dealt(world, lines, 2 + random.below(2));
  return crates.map((crate, at) => ({
    orderId,
    parcelId: 'ABC'[at],
    lines: at === crates.length - 1 && random.chance(0.5) ? undefined : crate,
    numbers: [`T1${String(at)}`, `T2${String(at)}`],
  }));
};

/** How a message says which parcel it is about. */
const naming = (world: World, { parcelId, numbers }: Parcel): Told => {
  const { random } = world.simulator;
  if (parcelId !== undefined && random.chance(0.85)) return { parcelId };
  return random.chance(0.2) ? { trackingNumber: numbers[0] } : {};
};

const FAILURES = ['nobody at home', 'no such bell', 'road closed'] as const;
const RETURNS = ['refused', 'undeliverable', 'damaged', 'lost'] as const;

const noteOf = ({ simulator: { random } }: World): Told => (random.chance(0.1) ? { note: 'left at the door' } : {});

const newsOf = (
  parcel: Parcel,
  action: CallbackAction,
  about: number,
  told: () => Told,
): News & { readonly about: string } => ({
  ...{ orderId: parcel.orderId, action, told },
  about: `${parcel.parcelId ?? ''}${about > 1 ? String(about) : ''}`,
});

/** The courier picks it up, for the first time or once more. Now and then it corrects itself. */
const pickUp = (world: World, parcel: Parcel, attempt: number, after: number): void => {
  const { random } = world.simulator;
  const isCounted = attempt > 1 && random.chance(0.7);
  const told = (): Told => ({
    ...(parcel.parcelId !== undefined && { parcelId: parcel.parcelId }),
    ...(attempt === 1 && parcel.lines !== undefined && { lines: parcel.lines }),
    ...(isCounted && { attempt }),
    ...(random.chance(0.7) && { trackingNumber: random.pick(parcel.numbers) }),
    ...noteOf(world),
  });
  tell(world, newsOf(parcel, 'orderShipped', attempt, told), after);
};

const deliver = (world: World, parcel: Parcel, after: number): void => {
  const which = naming(world, parcel);
  tell(
    world,
    newsOf(parcel, 'orderDelivered', 1, () => ({ ...which, ...noteOf(world) })),
    after,
  );
};

const bringBack = (world: World, parcel: Parcel, after: number): void => {
  const { random } = world.simulator;
  const told = {
    ...naming(world, parcel),
    ...(random.chance(0.85) && { reason: random.pick(RETURNS) }),
    ...(random.chance(0.2) && { condition: random.pick(['good', 'damaged'] as const) }),
  };
  tell(
    world,
    newsOf(parcel, 'orderReturned', 1, () => told),
    after,
  );
};

const fail = (world: World, parcel: Parcel, attempt: number, after: number): void => {
  const { random } = world.simulator;
  const isCounted = random.chance(0.7);
  const told = {
    ...naming(world, parcel),
    ...(isCounted && { attempt }),
    reason: random.pick(FAILURES),
    ...(random.chance(0.3) && { nextAttemptAt: new Date(world.simulator.now() + 86_400_000).toISOString() }),
  };
  // Each of two messages without an attempt and without an id tells of a failure of its own.
  const news = newsOf(parcel, 'orderDeliveryFailed', attempt, () => ({ ...told, ...noteOf(world) }));
  tell(world, { ...news, mustHaveId: !isCounted }, after);
};

/** Nobody opens: up to four times, and then it is there after all, comes back, or waits. */
const tryAgain = (world: World, parcel: Parcel, from: number): void => {
  const { random } = world.simulator;
  const failures = random.pick([1, 1, 2, 3, 4]);
  let at = from;
  for (let attempt = 1; attempt <= failures; attempt += 1) {
    at += 3_000 + random.below(15_000);
    fail(world, parcel, attempt, at);
    at += 3_000 + random.below(10_000);
    if (attempt < failures || random.chance(0.7)) pickUp(world, parcel, attempt + 1, at);
  }
  const end = random.pick(['delivered', 'delivered', 'returned', 'nothing'] as const);
  if (end === 'delivered') deliver(world, parcel, at + random.below(20_000));
  if (end === 'returned') bringBack(world, parcel, at + random.below(20_000));
};

const follow = (world: World, parcel: Parcel, from: number): void => {
  const { random } = world.simulator;
  const { failed, returned } = world.habits;
  if (random.chance(0.85)) pickUp(world, parcel, 1, from);
  if (random.chance(failed)) tryAgain(world, parcel, from);
  else if (random.chance(returned)) bringBack(world, parcel, from + random.below(40_000));
  else if (random.chance(0.75)) deliver(world, parcel, from + random.below(40_000));
};

/** The courier does what it is asked for, parcel by parcel; nothing waits for anything. @param lines what is in the house */
export const carry = (world: World, orderId: string, lines: readonly Line[]): void => {
  const { random } = world.simulator;
  let at = 1000 + random.below(20_000);
  for (const parcel of parcelsOf(world, orderId, lines)) {
    follow(world, parcel, at);
    at += random.below(15_000);
  }
};

const tellEarly = (world: World, parcel: Parcel): void => {
  const { random } = world.simulator;
  if (random.chance(0.6)) pickUp(world, parcel, 1, random.below(90_000));
  // And corrects its number before anything of it could count.
  if (random.chance(0.4)) pickUp(world, parcel, 1, random.below(20_000));
  if (random.chance(0.6)) deliver(world, parcel, random.below(120_000));
  if (random.chance(world.habits.failed)) fail(world, parcel, 1, random.below(120_000));
  if (random.chance(world.habits.returned)) bringBack(world, parcel, random.below(120_000));
};

/** What a courier tells before anybody asked it. @param lines what was ordered */
export const carryEarly = (world: World, orderId: string, lines: readonly Line[]): void => {
  for (const parcel of parcelsOf(world, orderId, lines)) tellEarly(world, parcel);
};

/** Somebody at the courier's mixes things up: a parcel that nobody sent, too much of what is there, goods that were lost. */
export const mixUp = (world: World, orderId: string): void => {
  const { random } = world.simulator;
  const parcel: Parcel = { orderId, parcelId: 'Z', lines: [{ itemId: 'pen', count: 99 }], numbers: ['T9'] };
  const act = random.pick([
    (after: number) => pickUp(world, parcel, 1, after),
    (after: number) => deliver(world, parcel, after),
    (after: number) => fail(world, parcel, 3, after),
    (after: number) => bringBack(world, { ...parcel, parcelId: undefined }, after),
  ]);
  act(random.below(150_000));
};
