import { cancel } from './customers.ts';
import { PEOPLE } from './people.ts';
import { persistently, request, type World } from './world.ts';

/** Orders come in over half a minute, and most of them end within two. */
const LEAVES_WITHIN_MS = 120_000;

/** Twice at once, now and then: somebody presses the button again. */
const leave = async (world: World, customerId: string): Promise<void> => {
  const { ledger, checks, simulator, begin } = world;
  ledger.leaving.set(customerId, ledger.leaving.get(customerId) ?? false);
  const answer = await persistently(world, () =>
    request(world, 'customers', 'eraseCustomer', {
      routeKey: 'DELETE /customers/{id}',
      path: { id: customerId },
      as: customerId,
    }),
  );
  if (answer === undefined) return;
  const { status } = answer;
  checks.that('23-erasure', status === 200 || status === 202, () => `who leaves is answered ${String(status)}`);
  if (status !== 200 && status !== 202) return;
  ledger.leaving.set(customerId, true);
  // The token still counts for a while: who leaves gives up what has not gone out, and says why.
  for (const { orderId, customerId: owner } of ledger.placed.values())
    if (owner === customerId && simulator.random.chance(0.5))
      begin(() => cancel(world, orderId, customerId, simulator.random.below(40_000), true));
};

/** In some runs a customer is erased while orders are placed, packed, brought and sent back. */
export const beginLeavers = (world: World): void => {
  const { simulator, begin } = world;
  const { random } = simulator;
  const leaver = PEOPLE.at(-1);
  if (leaver === undefined || !random.chance(world.habits.leaving)) return;
  const after = random.below(LEAVES_WITHIN_MS);
  for (let time = random.chance(0.2) ? 2 : 1; time > 0; time -= 1)
    begin(async () => {
      await simulator.sleep(after);
      await leave(world, leaver.customerId);
    });
};
