import { saysOf } from '../ledger.ts';
import { entryOf, FAD, type ItemForSale, itemsFor } from './scene.ts';
import type { World } from './world.ts';

interface Report {
  readonly refused: number;
  readonly entries: readonly { readonly result: string }[];
}

const TRIES = 25;

/** Imports an item, again and again until it is answered: whoever imports the same twice changes nothing. */
const say = async (world: World, entry: ReturnType<typeof entryOf>): Promise<void> => {
  const { simulator, names, ledger, checks } = world;
  const said = { itemId: entry.id, says: saysOf(entry), from: simulator.now(), until: Infinity, isAcknowledged: false };
  ledger.imports.push(said);
  for (let left = TRIES; left > 0 && !said.isAcknowledged; left -= 1) {
    const ended = await simulator.call(names.fn('catalog', 'importItems'), { items: [entry] });
    if (ended.kind === 'answered') {
      said.isAcknowledged = true;
      const { refused, entries } = ended.payload as Report;
      checks.that(
        '18-prices',
        refused === 0 && entries.length === 1,
        () => `the import answered ${JSON.stringify(entries)}`,
      );
    } else await simulator.sleep(500 + simulator.random.below(1_500));
  }
  said.until = simulator.now();
};

const changed = ({ simulator }: World, item: ItemForSale, times: number): ReturnType<typeof entryOf> => ({
  ...entryOf({ ...item, price: item.price + times * 10 }),
  title: `The ${item.id}, at its price number ${String(times)}`,
  vatClass: simulator.random.pick(['reduced', 'standard']),
});

/** Prices change while customers order, now and then one price at two tills at once. */
export const beginShopkeepers = (world: World, orders: number, withinMs: number): void => {
  const { simulator, habits } = world;
  const { random } = simulator;
  for (let times = 1; times <= habits.repriced; times += 1) {
    // An import of what was retired would list it again.
    const item = random.pick(itemsFor(orders).filter(({ id }) => id !== FAD));
    const after = random.below(withinMs);
    const rivals = random.chance(0.3) ? [times, times + 100] : [times];
    for (const rival of rivals)
      world.begin(async () => {
        await simulator.sleep(after);
        await say(world, changed(world, item, rival));
      });
  }
};
