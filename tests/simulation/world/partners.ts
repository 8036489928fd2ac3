import type { PostAnswer, PostRequest } from '@orderwire/local-cloud/simulator/sandbox';
import { keyOf, wrongKeyFor } from './keys.ts';
import { persistently, request } from './world.ts';
import type { Answer, World } from './world.ts';

export type CallbackAction = 'orderPacked' | 'orderShipped' | 'orderDelivered';

/** What a partner told and was answered. */
export interface Callback {
  readonly orderId: string;
  readonly action: CallbackAction;
  readonly status: number;
  readonly result: string;
  readonly replayed: boolean;
  /** The partner’s own id of the message, where it has one. */
  readonly callbackId: string | undefined;
  readonly body: string | undefined;
}

const ACTIONS: readonly CallbackAction[] = ['orderPacked', 'orderShipped', 'orderDelivered'];

const PARTNER = { orderPacked: 'warehouse', orderShipped: 'courier', orderDelivered: 'courier' } as const;

/** What makes two callbacks the same message, where the partner gives them an id. */
export const messageOf = ({ orderId, action, callbackId = '' }: Pick<Callback, 'orderId' | 'action' | 'callbackId'>) =>
  `${orderId}/${action}/${callbackId}`;

const call = async (world: World, orderId: string, action: CallbackAction, body: string | undefined): Promise<void> => {
  const partner = PARTNER[action];
  const { ledger, checks } = world;
  const callbackId = body === undefined ? undefined : (JSON.parse(body) as { callbackId: string }).callbackId;
  if (body !== undefined) {
    const message = messageOf({ orderId, action, callbackId });
    ledger.told.set(message, (ledger.told.get(message) ?? new Set()).add(body));
  }
  const answer = await persistently(world, async (): Promise<Answer> => {
    const key = keyOf(world, partner);
    return request(world, 'orders', action, {
      routeKey: `POST /${action.toLowerCase()}/{orderId}`,
      headers: { authorization: key },
      path: { orderId },
      ...(body !== undefined && { body }),
    });
  });
  if (answer === undefined) return;
  checks.that(
    '14-keys',
    answer.status !== 401 && answer.status !== 403,
    () => `a valid key was refused: ${action}`,
    orderId,
  );
  ledger.callbacks.push({
    orderId,
    action,
    status: answer.status,
    result: String(answer.body['result']),
    replayed: answer.headers['idempotent-replay'] === 'true',
    callbackId,
    body,
  });
};

const tell = (world: World, orderId: string, action: CallbackAction, after: number): void => {
  const { simulator, begin } = world;
  const { random } = simulator;
  const callbackId = random.pick(['1', '2']) + action;
  const hasId = random.chance(0.5);
  const times = random.chance(0.3) ? 2 : 1;
  for (let time = 0; time < times; time += 1) {
    // Now and then another message has the same id.
    const note = random.chance(0.1) ? { note: 'left at the door' } : {};
    const body = hasId ? JSON.stringify({ callbackId, ...note }) : undefined;
    begin(async () => {
      await simulator.sleep(after + (time === 0 ? 0 : random.below(3000)));
      await call(world, orderId, action, body);
    });
  }
};

/** Somebody without a key that opens this: refused, and nothing happens. */
const intrude = async (world: World, orderId: string, action: CallbackAction): Promise<void> => {
  const { simulator, checks } = world;
  await simulator.sleep(simulator.random.below(120_000));
  const answer = await persistently(world, () =>
    request(world, 'orders', action, {
      routeKey: `POST /${action.toLowerCase()}/{orderId}`,
      headers: { authorization: wrongKeyFor(world, PARTNER[action]) },
      path: { orderId },
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
  if (random.chance(0.1)) {
    const action = random.pick(ACTIONS);
    world.begin(() => intrude(world, orderId, action));
  }
  if (!world.isEarly(orderId)) return;
  if (random.chance(0.8)) tell(world, orderId, 'orderPacked', random.below(60_000));
  if (random.chance(0.6)) tell(world, orderId, 'orderShipped', random.below(90_000));
  if (random.chance(0.6)) tell(world, orderId, 'orderDelivered', random.below(120_000));
};

interface WebhookBody {
  readonly type: string;
  readonly data: { readonly orderId: string };
}

/** The partner's end of a webhook: takes it, and does what it is asked for, some time later. */
export const receiveWebhook = (world: World, asked: Set<string>, { url, body }: PostRequest): PostAnswer => {
  const { type, data } = JSON.parse(body) as WebhookBody;
  const { random } = world.simulator;
  const partner = url.pathname.includes('courier') ? 'courier' : 'warehouse';
  if (world.simulator.now() < (world.ledger.downUntil.get(partner) ?? 0)) return { status: random.pick([404, 502]) };
  const first = !asked.has(`${type}/${data.orderId}`);
  asked.add(`${type}/${data.orderId}`);
  if (!first) return { status: 204 };
  if (type === 'order.confirmed' && random.chance(world.habits.packed))
    tell(world, data.orderId, 'orderPacked', 1000 + random.below(30_000));
  if (type === 'order.packed') {
    const pickUp = 1000 + random.below(20_000);
    if (random.chance(0.85)) tell(world, data.orderId, 'orderShipped', pickUp);
    if (random.chance(0.75)) tell(world, data.orderId, 'orderDelivered', pickUp + random.below(40_000));
  }
  if (!url.pathname.includes('courier') && !url.pathname.includes('warehouse')) return { status: 404 };
  return { status: 204 };
};
