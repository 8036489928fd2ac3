import { numberOf, seedOf } from '@orderwire/local-cloud/dev/number-option';
import { NAMES } from '../proofs/crash/courses.ts';
import { proveCrashes } from '../proofs/crash/prove.ts';
import { proof } from './lib/command.ts';

const DEFAULT_KILLS = 200;
const ORDERS_PER_KILL = 4;
/** So many go every course, and some again. */
const LEAST_ORDERS = NAMES.length + 8;

const HELP = `npm run test:crash -- [--kills ${DEFAULT_KILLS}] [--orders N] [--seed S] [--memory] [--json]

Places orders over HTTP while the platform is killed (SIGKILL) at random moments and at named points. After each restart
every acknowledged write must be there; at the end, and every 20 kills, every order must rest and everything must agree.
Every course of an order must have been gone to its end.
  --kills   how often it is killed (${DEFAULT_KILLS})
  --orders  how many orders are placed (${ORDERS_PER_KILL} for each kill, and at least ${LEAST_ORDERS}: fewer do not go every course)
  --seed    the number that decides about orders and kills (a new one each time)
  --memory  the platform keeps nothing on disk: what is lost then must be found, and it ends with 1
  --json    one object on standard output, nothing else there (npm run --silent test:crash -- --json)
`;

const OPTIONS = {
  kills: { type: 'string', default: String(DEFAULT_KILLS) },
  orders: { type: 'string' },
  seed: { type: 'string' },
  memory: { type: 'boolean', default: false },
} as const;

export const main = proof(HELP, OPTIONS, ({ values, root, terminal }) => {
  const example = 'npm run test:crash -- --kills 20';
  const kills = numberOf('kills', values.kills, example);
  const orders =
    values.orders === undefined
      ? Math.max(kills * ORDERS_PER_KILL, LEAST_ORDERS)
      : numberOf('orders', values.orders, example);
  return proveCrashes({ root, kills, orders, seed: seedOf(values.seed, example), memory: values.memory }, terminal);
});
