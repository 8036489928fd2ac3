import type { Charges } from '@orderwire/money/charges';
import { NOTHING, partOf, type Taken, together } from '@orderwire/money/parts';

/** A whole and its parts in the order in which they were taken. */
export interface Divided {
  readonly whole: Charges;
  readonly parts: readonly Charges[];
}

const isEmpty = ({ counts, shipping }: Taken): boolean => shipping === 0 && [...counts.values()].every((n) => n === 0);

/** Cuts a whole into at most `most` parts, by dice; the last takes what is left. */
export const divide = (whole: Charges, roll: () => number, most: number): Divided => {
  const parts: Charges[] = [];
  let taken = NOTHING;
  for (let round = 1; round <= most; round += 1) {
    const open = { shipping: whole.shipping - taken.shipping, lines: whole.lines };
    const left = (itemId: string, count: number): number => count - (taken.counts.get(itemId) ?? 0);
    const some = (amount: number): number => (round === most ? amount : roll() % (amount + 1));
    const wanted: Taken = {
      counts: new Map(open.lines.map(({ itemId, count }) => [itemId, some(left(itemId, count))])),
      // Mostly all of it goes with one part.
      shipping: roll() % 3 === 0 ? some(open.shipping) : round === most || roll() % 2 === 0 ? open.shipping : 0,
    };
    if (isEmpty(wanted)) continue;
    parts.push(partOf(whole, taken, wanted));
    taken = together(taken, wanted);
  }
  return { whole, parts };
};

/** Whole numbers one after the other, and again from the first. */
export const rollOf = (dice: readonly number[]): (() => number) => {
  let at = 0;
  return () => dice[at++ % dice.length] ?? 0;
};
