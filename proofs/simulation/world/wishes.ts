import type { Random } from '@orderwire/local-cloud/simulator/random';
import { FAD } from './scene.ts';

/** What a customer asks for, and which items that is. */
export interface Wish {
  readonly entries: readonly object[];
  /** Item → pieces. */
  readonly means: Readonly<Record<string, number>>;
}

/** Items by their ids, and variants in each way in which they can be named. */
export const wishOf = (random: Random): Wish => {
  const tea = 1 + random.below(4);
  return random.pick([
    { entries: [{ id: 'tea', count: tea }], means: { tea } },
    {
      entries: [
        { id: 'pen', count: 2 },
        { id: 'cup', count: 1 },
      ],
      means: { pen: 2, cup: 1 },
    },
    { entries: [{ id: 'pen', count: 1 }], means: { pen: 1 } },
    { entries: [{ id: FAD, count: 1 }], means: { [FAD]: 1 } },
    { entries: [{ id: 'hat', count: 2, color: '1' }], means: { 'hat-black': 2 } },
    {
      entries: [
        { id: 'hat', count: 1, color: 'White' },
        { productId: 'hat', quantity: 1, options: { color: 'black' } },
        { id: 'hat-white', count: 1 },
      ],
      means: { 'hat-white': 2, 'hat-black': 1 },
    },
  ]);
};

/** What is wrong with the items that an order was placed for; undefined where nothing is. */
export const faultOfItems = (means: Wish['means'], charges: unknown): string | undefined => {
  const { lines = [] } = (charges ?? {}) as { readonly lines?: readonly { itemId: string; count: number }[] };
  const textOf = (pieces: readonly (readonly [string, number])[]): string =>
    pieces
      .map(([itemId, count]) => `${String(count)} ${itemId}`)
      .sort()
      .join(', ');
  const [is, should] = [textOf(lines.map(({ itemId, count }) => [itemId, count])), textOf(Object.entries(means))];
  return is === should ? undefined : `it should be ${should}, and is ${is}`;
};
