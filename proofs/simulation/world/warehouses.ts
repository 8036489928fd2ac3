import type { Line } from '../../invariants/books.ts';
import type { Told } from '../callback.ts';
import { tell } from './callbacks.ts';
import type { World } from './world.ts';

/** Of each item a part, of some none. */
const someOf = ({ simulator: { random } }: World, lines: readonly Line[]): readonly Line[] =>
  lines.map(({ itemId, count }) => ({ itemId, count: random.below(count + 1) })).filter(({ count }) => count > 0);

const onePieceMore = ([first, ...others]: readonly Line[]): readonly Line[] =>
  first === undefined ? others : [{ ...first, count: first.count + 1 }, ...others];

const noteOf = ({ simulator: { random } }: World): Told => (random.chance(0.1) ? { note: 'in the red crate' } : {});

/** What was found of an order, where the warehouse says so. */
const pickedOf = (world: World, ordered: readonly Line[]): (() => Told) => {
  const { random } = world.simulator;
  if (!random.chance(world.habits.short)) return () => noteOf(world);
  const kind = random.pick(['some', 'some', 'some', 'all', 'nothing', 'again'] as const);
  const lines = kind === 'nothing' ? [] : kind === 'all' ? ordered : someOf(world, ordered);
  // Counted again each time: the first count is what counts.
  return () => ({ ...noteOf(world), lines: kind === 'again' ? someOf(world, ordered) : lines });
};

/** The warehouse packs what it is asked for: all, some, nothing; now and then it has counted more than was ordered. */
export const pack = (world: World, orderId: string, ordered: readonly Line[], after: number): void => {
  const { random } = world.simulator;
  if (random.chance(world.habits.short / 4))
    tell(
      world,
      { orderId, action: 'orderPacked', told: () => ({ lines: onePieceMore(ordered) }), about: 'more' },
      after,
    );
  tell(world, { orderId, action: 'orderPacked', told: pickedOf(world, ordered) }, after + random.below(3_000));
};
