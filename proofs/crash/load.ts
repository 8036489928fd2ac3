import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { invariant } from '@orderwire/kernel/invariant';
import { runStory } from './actors.ts';
import { planOf } from './courses.ts';
import type { Gate } from './gate.ts';
import type { Ledger, Story } from './ledger.ts';
import { makeCode, register, renewStaff } from './shopper.ts';

interface SampleItem {
  readonly id: string;
  readonly stock: number;
}

/** What the platform lists at its first start. */
export interface Catalogue {
  /** Item → how many there were at first. */
  readonly received: ReadonlyMap<string, number>;
  /** Of these there is enough for every order. */
  readonly plenty: readonly [string, ...string[]];
}

const PLENTY = 150;

export const readCatalogue = (root: string): Catalogue => {
  const file = join(root, 'services/catalog/sample/items.json');
  const { items } = JSON.parse(readFileSync(file, 'utf8')) as { readonly items: readonly SampleItem[] };
  const [first = '', ...others] = items.filter(({ stock }) => stock >= PLENTY).map(({ id }) => id);
  return { received: new Map(items.map(({ id, stock }) => [id, stock])), plenty: [first, ...others] };
};

export interface LoadDeps {
  readonly seed: number;
  readonly orders: number;
  readonly gate: Gate;
  readonly ledger: Ledger;
  readonly keys: { readonly warehouse: string; readonly courier: string };
  readonly catalogue: Catalogue;
  readonly onViolation: (what: string, story: Story | undefined) => void;
}

/** Who orders, and how much. */
export interface Load {
  /** Registers the first customers, signs staff in and makes a discount code. */
  readonly open: () => Promise<void>;
  /** Lets so many orders more be placed, as long as some are left; each when not too many others are under way. */
  readonly add: (count: number) => void;
}

const FIRST_SHOPPERS = 3;
const MOST_SHOPPERS = 12;
/** So many orders, then somebody new comes. */
const ORDERS_PER_NEWCOMER = 25;
const MOST_AT_ONCE = 16;

export const makeLoad = (deps: LoadDeps): Load => {
  const { seed, orders, gate, ledger, catalogue } = deps;
  let next = 0;
  let allowed = 0;
  let underWay = 0;
  let newcomers = 0;

  const join = async (): Promise<void> => {
    newcomers += 1;
    await register(deps, `robin.${seed}.${newcomers}@example.com`, `Robin Winter ${newcomers}`);
  };
  const begin = (): void => {
    const plan = planOf(seed, next, catalogue.plenty);
    const shopper = ledger.shoppers[next % ledger.shoppers.length];
    invariant(shopper, 'Orders are placed once somebody has registered.');
    const story: Story = { ...plan, index: next, shopper, log: [], done: false };
    ledger.begin(story);
    next += 1;
    underWay += 1;
    void runStory({ gate, ledger, keys: deps.keys, onViolation: deps.onViolation }, story, plan).then(() => {
      underWay -= 1;
      beginAll();
    });
    if (next % ORDERS_PER_NEWCOMER === 0 && newcomers < MOST_SHOPPERS)
      join().catch((error: unknown) => deps.onViolation(String(error), undefined));
  };
  const beginAll = (): void => {
    while (next < allowed && underWay < MOST_AT_ONCE) begin();
  };
  return {
    open: async () => {
      while (newcomers < FIRST_SHOPPERS) await join();
      await renewStaff(deps);
      await makeCode(deps);
    },
    add: (count) => {
      allowed = Math.min(orders, allowed + count);
      beginAll();
    },
  };
};
