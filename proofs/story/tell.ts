import { ARROWS, follow, nameOf as nameOfArrow } from './arrows.ts';
import { CELLS, nameOf as nameOfCell, reach } from './cells.ts';
import type { Stage } from './stage.ts';
import { liveWhole, type Whole } from './whole.ts';

interface Reached {
  readonly of: number;
  readonly reached: number;
  readonly missing: readonly string[];
}

export interface Story extends Whole {
  readonly cells: Reached;
  readonly arrows: Reached;
  /** What went otherwise than it should, of cells and arrows. */
  readonly faults: readonly string[];
}

interface Wanted {
  readonly name: string;
  readonly faults: () => Promise<readonly string[]>;
}

/** A platform takes several orders at once; more would only wait for its processor. */
const AT_ONCE = 6;

const tryAll = async (wanted: readonly Wanted[], onReached: (name: string) => void) => {
  const left = [...wanted];
  const missing: string[] = [];
  const faults: string[] = [];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) {
      const { name } = next;
      const found = await next.faults().catch((error: unknown) => [`${name}: ${String(error)}`]);
      faults.push(...found);
      if (found.length > 0) missing.push(name);
      else onReached(name);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { reached: { of: wanted.length, reached: wanted.length - missing.length, missing }, faults };
};

/** The order did not get to its end. */
const cutShort = (error: unknown): Whole => ({
  orderId: '',
  timeline: [],
  money: { ordered: 0, captured: 0, refunded: 0, kept: 0 },
  ledger: { captured: 0, refunded: 0 },
  differences: [`the whole order: ${String(error)}`],
});

/**
 * Reaches every cell of the callback table and every arrow of the state machine over HTTP, each with an order of its own,
 * and lives one order through nearly all of it.
 */
export const tellStory = async (stage: Stage, onReached: (name: string) => void): Promise<Story> => {
  const whole = await liveWhole(stage).catch(cutShort);
  const cells = await tryAll(
    CELLS.map((cell) => ({ name: nameOfCell(cell), faults: () => reach(stage, cell) })),
    onReached,
  );
  const arrows = await tryAll(
    ARROWS.map((arrow) => ({ name: nameOfArrow(arrow), faults: () => follow(stage, arrow) })),
    onReached,
  );
  return { ...whole, cells: cells.reached, arrows: arrows.reached, faults: [...cells.faults, ...arrows.faults] };
};

export const holds = ({ cells, arrows, faults, differences, timeline }: Story): boolean =>
  [cells, arrows].every(({ of, reached }) => of > 0 && reached === of) &&
  faults.length === 0 &&
  differences.length === 0 &&
  timeline.length > 0;
