import type { PostAnswer, PostRequest } from '@orderwire/local-cloud/simulator/sandbox';
import type { Line } from '../../invariants/books.ts';
import { ACTIONS, type CallbackAction, PARTNERS } from '../callback.ts';
import { partnerAt } from '../partners.ts';
import { carry, carryEarly, mixUp } from './couriers.ts';
import { reflect } from './eavesdroppers.ts';
import { wrongKeyFor } from './keys.ts';
import { routeOf } from './messages.ts';
import { pack } from './warehouses.ts';
import { persistently, request } from './world.ts';
import type { World } from './world.ts';

/** Somebody without a key that opens this: refused, and nothing happens. */
const intrude = async (world: World, orderId: string, action: CallbackAction): Promise<void> => {
  const { simulator, checks } = world;
  await simulator.sleep(simulator.random.below(120_000));
  const answer = await persistently(world, () =>
    request(world, 'orders', action, {
      ...routeOf(orderId, action),
      headers: { authorization: wrongKeyFor(world, PARTNERS[action]) },
    }),
  );
  if (answer === undefined) return;
  const isRefused = answer.status === 401 || answer.status === 403;
  checks.that('14-keys', isRefused, () => `a wrong key is answered ${String(answer.status)}: ${action}`, orderId);
};

/**
 * The partners of one order. Most wait until they were asked; an early one tells what it did before anybody asked, so
 * that "packed" may come before "placed" is settled, and "delivered" before "shipped".
 */
export const followOrder = (world: World, orderId: string): void => {
  const { random } = world.simulator;
  const ordered = world.ledger.placed.get(orderId)?.lines ?? [];
  if (random.chance(0.1)) {
    const action = random.pick(ACTIONS);
    world.begin(() => intrude(world, orderId, action));
  }
  if (random.chance(world.habits.failed / 4)) mixUp(world, orderId);
  if (!world.isEarly(orderId)) return;
  if (random.chance(0.8)) pack(world, orderId, ordered, random.below(60_000));
  carryEarly(world, orderId, ordered);
};

interface WebhookBody {
  readonly type: string;
  readonly data: { readonly orderId: string };
}

/** What the warehouse has put by for the courier: the newest that was published of it. */
const packedOf = ({ ledger }: World, orderId: string): readonly Line[] => {
  for (const { type, subject, data } of ledger.published.values())
    if (type === 'OrderPacked' && subject === orderId)
      return (data['lines'] as readonly Line[]).map(({ itemId, count }) => ({ itemId, count }));
  return ledger.placed.get(orderId)?.lines ?? [];
};

/** The partner's end of a webhook: takes it, and does what it is asked for, some time later. */
export const receiveWebhook = (world: World, asked: Set<string>, post: PostRequest): PostAnswer => {
  const { url, body } = post;
  const { type, data } = JSON.parse(body) as WebhookBody;
  const { orderId } = data;
  const { random } = world.simulator;
  const partner = partnerAt(url);
  if (partner === undefined) return { status: url.pathname.includes('/partners/') ? 204 : 404 };
  if (world.simulator.now() < (world.ledger.downUntil.get(partner) ?? 0)) return { status: random.pick([404, 502]) };
  reflect(world, orderId, post);
  const first = !asked.has(`${type}/${orderId}`);
  asked.add(`${type}/${orderId}`);
  if (!first) return { status: 204 };
  if (type === 'order.confirmed' && random.chance(world.habits.packed))
    pack(world, orderId, world.ledger.placed.get(orderId)?.lines ?? [], 1000 + random.below(30_000));
  if (type === 'order.packed') carry(world, orderId, packedOf(world, orderId));
  return { status: 204 };
};
