import type { PostAnswer, PostRequest } from '@orderwire/local-cloud/simulator/sandbox';
import { ACTIONS, type CallbackAction, type Message, messageOf, PARTNER, type Told } from '../callback.ts';
import { partnerAt } from '../partners.ts';
import { overhear, reflect, signTooLittle } from './eavesdroppers.ts';
import { wrongKeyFor } from './keys.ts';
import { routeOf, sent } from './messages.ts';
import { persistently, request } from './world.ts';
import type { Answer, World } from './world.ts';

const call = async (world: World, message: Message): Promise<void> => {
  const { orderId, action } = message;
  const { ledger, checks, names } = world;
  if (message.callbackId !== undefined) {
    const key = messageOf(message);
    ledger.told.set(key, (ledger.told.get(key) ?? new Set()).add(JSON.stringify(message.told)));
  }
  const answer = await persistently(world, async (): Promise<Answer> => {
    const made = sent(world, message);
    if (message.isSigned) overhear(world, message, made);
    return request(world, 'orders', action, { ...routeOf(orderId, action), ...made });
  });
  if (answer === undefined) return;
  // A signature is as old as the clock says that looks at it.
  const isUntimely = message.isSigned && answer.status === 401 && ledger.skewed.has(names.fn('orders', action));
  if (isUntimely) return;
  checks.that(
    '14-keys',
    answer.status !== 401 && answer.status !== 403,
    () => `a valid key was refused: ${action}`,
    orderId,
  );
  ledger.callbacks.push({
    ...message,
    status: answer.status,
    result: String(answer.body['result']),
    replayed: answer.headers['idempotent-replay'] === 'true',
  });
};

/** Now and then the courier corrects itself, or another message has the same id. */
const toldOf = ({ simulator: { random } }: World, action: CallbackAction): Told => ({
  ...(action === 'orderShipped' && random.chance(0.7) && { trackingNumber: random.pick(['T1', 'T1', 'T2', 'T3']) }),
  ...(random.chance(0.1) && { note: 'left at the door' }),
});

const tell = (world: World, orderId: string, action: CallbackAction, after: number): void => {
  const { simulator, begin } = world;
  const { random } = simulator;
  const callbackId = random.pick(['1', '2']) + action;
  const hasId = random.chance(0.5);
  const isSigned = hasId && random.chance(0.5);
  const first = toldOf(world, action);
  const times = random.pick([1, 1, 1, 2, 2, action === 'orderShipped' ? 4 : 1]);
  for (let time = 0; time < times; time += 1) {
    const told = time === 0 || random.chance(0.6) ? first : toldOf(world, action);
    const message = { orderId, action, callbackId: hasId ? callbackId : undefined, told, isSigned };
    begin(async () => {
      await simulator.sleep(after + (time === 0 ? 0 : random.below(3000)));
      await call(world, message);
    });
  }
  signTooLittle(world, orderId);
};

/** Somebody without a key that opens this: refused, and nothing happens. */
const intrude = async (world: World, orderId: string, action: CallbackAction): Promise<void> => {
  const { simulator, checks } = world;
  await simulator.sleep(simulator.random.below(120_000));
  const answer = await persistently(world, () =>
    request(world, 'orders', action, {
      ...routeOf(orderId, action),
      headers: { authorization: wrongKeyFor(world, PARTNER[action]) },
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
  // And corrects its number before anything of it could count.
  if (random.chance(0.4)) tell(world, orderId, 'orderShipped', random.below(20_000));
  if (random.chance(0.6)) tell(world, orderId, 'orderDelivered', random.below(120_000));
};

interface WebhookBody {
  readonly type: string;
  readonly data: { readonly orderId: string };
}

/** The partner's end of a webhook: takes it, and does what it is asked for, some time later. */
export const receiveWebhook = (world: World, asked: Set<string>, post: PostRequest): PostAnswer => {
  const { url, body } = post;
  const { type, data } = JSON.parse(body) as WebhookBody;
  const { random } = world.simulator;
  const partner = partnerAt(url);
  if (partner === undefined) return { status: url.pathname.includes('/partners/') ? 204 : 404 };
  if (world.simulator.now() < (world.ledger.downUntil.get(partner) ?? 0)) return { status: random.pick([404, 502]) };
  reflect(world, data.orderId, post);
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
  return { status: 204 };
};
