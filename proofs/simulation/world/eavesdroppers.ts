import type { PostRequest } from '@orderwire/local-cloud/simulator/sandbox';
import { ACTIONS, type CallbackAction, type Message, PARTNERS, WORD } from '../callback.ts';
import { routeOf, type Sent, signed } from './messages.ts';
import { persistently, request } from './world.ts';
import type { Answer, World } from './world.ts';

const later = async (
  world: World,
  orderId: string,
  action: CallbackAction,
  make: () => Sent,
): Promise<Answer | undefined> => {
  const { simulator } = world;
  await simulator.sleep(simulator.random.below(120_000));
  const call = make();
  return persistently(world, () => request(world, 'orders', action, { ...routeOf(orderId, action), ...call }));
};

/** Refused by the key or by what the body says; never taken. */
const REFUSED = new Set([401, 403, 422]);

const mustBeRefused = (world: World, orderId: string, what: string, answer: Answer | undefined): void => {
  if (answer === undefined) return;
  world.checks.that(
    '14-keys',
    REFUSED.has(answer.status),
    () => `${what} is answered ${String(answer.status)} ${String(answer.body['result'])}`,
    orderId,
  );
};

/**
 * Somebody has seen a signed call and sends its headers and body again: to another order, to another action, or as it
 * was. It opens nothing but what it names.
 */
export const overhear = (world: World, { orderId, action }: Message, call: Sent): void => {
  const { random } = world.simulator;
  if (!random.chance(0.25)) return;
  const orders = [orderId, random.pick([...world.ledger.placed.keys(), orderId])] as const;
  const target = { orderId: random.pick(orders), action: random.pick([action, ...ACTIONS]) };
  const isElsewhere = target.orderId !== orderId || target.action !== action;
  world.begin(async () => {
    const answer = await later(world, target.orderId, target.action, () => call);
    if (isElsewhere)
      mustBeRefused(world, target.orderId, `"${WORD[action]}" of ${orderId}, sent to ${target.action}`, answer);
  });
};

/** Somebody sends one of our own webhooks to us: the same key has signed it. */
export const reflect = (world: World, orderId: string, { headers, body }: PostRequest): void => {
  const { random } = world.simulator;
  if (!random.chance(0.1)) return;
  const action = random.pick(ACTIONS);
  world.begin(async () => {
    const answer = await later(world, orderId, action, () => ({ headers, body }));
    mustBeRefused(world, orderId, `our own webhook, sent to ${action}`, answer);
  });
};

/** A partner whose program signs less than it must: what is bound to nothing is not taken, so that nobody copies it. */
export const signTooLittle = (world: World, orderId: string): void => {
  const { random } = world.simulator;
  if (!random.chance(0.1)) return;
  const action = random.pick(ACTIONS);
  const body = random.pick([{}, { orderId }, { action: WORD[action] }]);
  world.begin(async () => {
    const make = () => signed(world, PARTNERS[action][0], 'unbound', JSON.stringify(body));
    const answer = await later(world, orderId, action, make);
    mustBeRefused(world, orderId, `${JSON.stringify(body)}, signed and sent to ${action},`, answer);
  });
};
