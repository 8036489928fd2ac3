import { type CallbackAction, type Message, messageOf, PARTNERS, type Told } from '../callback.ts';
import { overhear, signTooLittle } from './eavesdroppers.ts';
import { routeOf, sent } from './messages.ts';
import { type Answer, persistently, request, type World } from './world.ts';

/** One message, tried until it is answered; what it was answered is kept. */
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
    code: String(answer.body['code']),
    replayed: answer.headers['idempotent-replay'] === 'true',
  });
};

/** Something that a partner tells, once or several times. */
export interface News {
  readonly orderId: string;
  readonly action: CallbackAction;
  /** Asked again for a repetition that is not quite the same message. */
  readonly told: () => Told;
  /** What is part of the partner's own id of it, beside the action. */
  readonly about?: string;
  /** Without an id the second one would count as something new. */
  readonly mustHaveId?: boolean;
}

/** Tells it `after` milliseconds, perhaps several times, with an id or without, signed or by the key. */
export const tell = (world: World, { orderId, action, told, about = '', mustHaveId }: News, after: number): void => {
  const { simulator, begin } = world;
  const { random } = simulator;
  const callbackId = random.pick(['1', '2']) + action + about;
  const hasId = mustHaveId === true || random.chance(0.5);
  const isSigned = hasId && random.chance(0.5);
  const partner = random.pick(PARTNERS[action]);
  const first = told();
  const times = random.pick([1, 1, 1, 2, 2, action === 'orderShipped' ? 4 : 1]);
  for (let time = 0; time < times; time += 1) {
    const says = time === 0 || random.chance(0.6) ? first : told();
    const message = { orderId, action, partner, callbackId: hasId ? callbackId : undefined, told: says, isSigned };
    begin(async () => {
      await simulator.sleep(after + (time === 0 ? 0 : random.below(3000)));
      await call(world, message);
    });
  }
  signTooLittle(world, orderId);
};
