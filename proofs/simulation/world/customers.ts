import { LANGUAGES } from '@orderwire/kernel/languages';
import type { Random } from '@orderwire/local-cloud/simulator/random';
import { contactOf, FAR, PEOPLE, canariesOfPerson, TOKEN, TROUBLE, WRONG_VAT_ID } from './people.ts';
import { judgeCode, pickCode } from './discounts.ts';
import { followOrder } from './partners.ts';
import { sendBack } from './returns.ts';
import { trespass } from './strangers.ts';
import { faultOfItems, type Wish, wishOf } from './wishes.ts';
import { persistently, request } from './world.ts';
import type { Answer, Habits, World } from './world.ts';

/** Over how long orders come in: in a rush many want the last piece at once. */
const PLACING_MS = [1_000, 30_000];

/** A request, and what is known of it. */
interface Asked extends Pick<Wish, 'means'> {
  readonly key: string;
  readonly body: string;
  /** As it is written. */
  readonly code?: string | undefined;
  /** What the customer was shown, in minor units. */
  readonly expectedTotal?: number;
}

const cardOf = (random: Random, troubled: number): string => (random.chance(troubled) ? random.pick(TROUBLE) : TOKEN);

const bodyOf = (customerId: string, random: Random, { declined, troubled }: Habits): Omit<Asked, 'key'> => {
  const { name, street, friend, vatId, ...person } = contactOf(customerId);
  const home = { street, ...person.home };
  // A gift goes to a friend.
  const isGift = random.chance(0.3);
  const { entries, means } = wishOf(random);
  const code = pickCode(random);
  const body = JSON.stringify({
    items: entries,
    ...(code !== undefined && { discountCode: code }),
    shippingAddress: isGift ? { ...friend, ...random.pick(FAR) } : { name, ...home },
    ...(random.chance(vatId === undefined ? 0.2 : 0.7) && {
      billingAddress: {
        ...{ ...home, street: `${street} c`, company: 'Shop & Co.' },
        ...(vatId !== undefined && { vatId: random.chance(0.2) ? WRONG_VAT_ID : vatId }),
      },
    }),
    ...(random.chance(0.2) && { language: random.pick(LANGUAGES) }),
    payment: { method: 'card', token: random.chance(declined) ? 'tok_declined' : cardOf(random, troubled) },
  });
  return { body, means, code };
};

const place = (world: World, customerId: string, key: string, body: string): Promise<Answer | undefined> =>
  persistently(world, () =>
    request(world, 'orders', 'placeOrder', {
      routeKey: 'POST /orders',
      headers: { 'idempotency-key': key, 'accept-language': contactOf(customerId).accepts },
      body,
      as: customerId,
    }),
  );

/** What an answer to a placed order must be, whoever else uses the key at the same time. */
const judge = (world: World, customerId: string, { key, body, means }: Asked, answer: Answer | undefined): void => {
  const { ledger, checks } = world;
  if (body.includes(WRONG_VAT_ID)) {
    const { status = 422, body: said = { code: 'VAT_ID_INVALID' } } = answer ?? {};
    const isRefused = status === 422 && said['code'] === 'VAT_ID_INVALID';
    checks.that('10-money', isRefused, () => `a VAT id with a typing error is answered ${String(status)}`);
    return;
  }
  if (answer?.status !== 201) {
    // A key never waits: whoever comes second reads what the first one did. Any refusal is one of a good order.
    checks.that(
      '09-idempotency',
      answer === undefined,
      () => `${key} was answered ${String(answer?.status)}: ${JSON.stringify(answer?.body)}`,
    );
    return;
  }
  const orderId = String(answer.body['orderId']);
  const mine = `${customerId}/${key}`;
  const known = ledger.keys.get(mine) ?? { customerId, orders: new Set<string>() };
  ledger.keys.set(mine, known);
  known.orders.add(orderId);
  checks.that(
    '09-idempotency',
    known.orders.size === 1,
    () => `${key} made ${[...known.orders].join(' and ')}`,
    orderId,
  );
  if (ledger.placed.has(orderId)) return;
  const fault = faultOfItems(means, answer.body['charges']);
  checks.that('18-prices', fault === undefined, () => fault ?? '', orderId);
  const { total } = answer.body['totals'] as { readonly total: number };
  const lines = Object.entries(means).map(([itemId, count]) => ({ itemId, count }));
  ledger.placed.set(orderId, { orderId, customerId, key, body, lines, total });
  followOrder(world, orderId);
  followUp(world, orderId, customerId);
};

/** What a customer does after the order is placed, without waiting for anything. */
const followUp = (world: World, orderId: string, customerId: string): void => {
  const { simulator } = world;
  const { random } = simulator;
  if (random.chance(world.habits.cancelled))
    world.begin(() => cancel(world, orderId, customerId, random.below(40_000)));
  if (random.chance(0.2)) world.begin(() => move(world, orderId, customerId, random.below(30_000)));
  if (random.chance(world.habits.returned)) world.begin(() => sendBack(world, orderId, customerId));
  if (random.chance(0.15)) world.begin(() => look(world, orderId, customerId, random.below(60_000)));
  if (random.chance(0.15)) world.begin(() => trespass(world, orderId, customerId, random.below(60_000)));
};

/** @param says writes why */
export const cancel = async (
  world: World,
  orderId: string,
  customerId: string,
  after: number,
  says = world.simulator.random.chance(0.5),
): Promise<void> => {
  await world.simulator.sleep(after);
  const answer = await persistently(world, () =>
    request(world, 'orders', 'cancelOrder', {
      routeKey: 'POST /orders/{id}/cancellation',
      path: { id: orderId },
      ...(says && { body: JSON.stringify({ reason: contactOf(customerId).words }) }),
      as: customerId,
    }),
  );
  if (answer?.status === 200) world.ledger.cancelled.add(orderId);
};

const move = async (world: World, orderId: string, customerId: string, after: number): Promise<void> => {
  const { random } = world.simulator;
  await world.simulator.sleep(after);
  const { name, street, home, friend } = contactOf(customerId);
  const to = random.chance(0.5) ? friend.name : name;
  const body = JSON.stringify({ name: to, street: `${street} b`, ...home });
  const answer = await persistently(world, () =>
    request(world, 'orders', 'changeAddress', {
      routeKey: 'PUT /orders/{id}/shipping-address',
      path: { id: orderId },
      body,
      as: customerId,
    }),
  );
  if (answer?.status === 200)
    world.ledger.addressed.set(orderId, [...(world.ledger.addressed.get(orderId) ?? []), `${street} b`]);
};

/** Somebody looks at an order: the owner sees it, another customer sees what is not there. */
const look = async (world: World, orderId: string, owner: string, after: number): Promise<void> => {
  const { simulator, checks } = world;
  await simulator.sleep(after);
  const as = simulator.random.pick(PEOPLE).customerId;
  const read = { routeKey: 'GET /orders/{id}', path: { id: orderId }, as };
  const answer = await persistently(world, () => request(world, 'orders', 'getOrder', read));
  if (answer === undefined) return;
  if (as === owner) {
    checks.that(
      '01-acknowledged',
      answer.status === 200,
      () => `the owner is answered ${String(answer.status)}`,
      orderId,
    );
    return;
  }
  const text = JSON.stringify(answer.body);
  const leaks = canariesOfPerson(contactOf(owner)).some((canary) => text.includes(canary));
  checks.that(
    '11-privacy',
    answer.status === 404 && !leaks,
    () => `${as} is answered ${String(answer.status)} about an order of ${owner}`,
    orderId,
  );
};

/** What the cart costs by now; the order is refused at another total. The body as it is where the cart is refused. */
const withExpectedTotal = async (world: World, asked: Asked): Promise<Asked> => {
  const { items, shippingAddress, billingAddress, discountCode } = JSON.parse(asked.body) as Record<string, object>;
  const { vatId } = (billingAddress ?? {}) as { readonly vatId?: string };
  const cart = { items, shippingAddress, discountCode, ...(vatId !== undefined && { billingAddress: { vatId } }) };
  const answer = await persistently(world, () =>
    request(world, 'orders', 'checkCart', { routeKey: 'POST /carts/check', body: JSON.stringify(cart) }),
  );
  if (answer?.status !== 200) return asked;
  const { total } = answer.body['totals'] as { readonly total: number };
  return { ...asked, expectedTotal: total, body: JSON.stringify({ ...JSON.parse(asked.body), expectedTotal: total }) };
};

/** Whether the price has changed since the customer was shown it: then both are said. */
const isRepriced = ({ checks }: World, { expectedTotal }: Asked, answer: Answer | undefined): boolean => {
  if (expectedTotal === undefined || answer === undefined) return false;
  const { total } = (answer.body['totals'] ?? {}) as { readonly total?: number };
  const isChanged = answer.status === 409 && answer.body['code'] === 'PRICE_CHANGED';
  checks.that(
    '18-prices',
    isChanged ? total !== expectedTotal : answer.status !== 201 || total === expectedTotal,
    () => `who expects ${String(expectedTotal)} is answered ${String(answer.status)} and ${String(total)}`,
  );
  return isChanged;
};

/** Whether an item was retired before it could be ordered. */
const isGone = ({ ledger }: World, { means }: Asked, answer: Answer | undefined): boolean =>
  answer?.status === 422 &&
  answer.body['code'] === 'ITEM_NOT_FOUND' &&
  Object.keys(means).some((itemId) => ledger.shelf.retiring.has(itemId));

/** The same without a field, under another key. */
const without = ({ key, body, means, code }: Asked, field: string): Asked => {
  const kept = Object.entries(JSON.parse(body) as object).filter(([name]) => name !== field);
  return { key: `${key}-${field}`, body: JSON.stringify(Object.fromEntries(kept)), means, code };
};

/** Whose code is refused orders without it, and who is shown a new price takes that. */
const order = async (world: World, customerId: string, asked: Asked): Promise<void> => {
  const { key, body, means, code } = asked;
  const answer = await place(world, customerId, key, body);
  // Who was erased orders nothing: only that may be the reason.
  if (answer?.body['code'] === 'PROFILE_MISSING' && world.ledger.leaving.has(customerId)) return;
  if (isGone(world, asked, answer)) return;
  if (isRepriced(world, asked, answer)) {
    await order(world, customerId, without(asked, 'expectedTotal'));
    return;
  }
  const isRefused =
    code !== undefined && answer !== undefined && judgeCode(world, code, answer, Object.keys(means).some(isHat));
  if (!isRefused) {
    judge(world, customerId, asked, answer);
    return;
  }
  await order(world, customerId, { ...without(without(asked, 'expectedTotal'), 'discountCode'), code: undefined });
};

const isHat = (itemId: string): boolean => itemId.startsWith('hat');

/** Orders are placed over half a minute; some twice at once with one key, some keys are used again for something else. */
export const beginCustomers = (world: World, orders: number): void => {
  const { simulator, begin, checks } = world;
  const { random } = simulator;
  const placingMs = random.pick(PLACING_MS);
  for (let index = 0; index < orders; index += 1) {
    const { customerId } = PEOPLE[index % PEOPLE.length] as (typeof PEOPLE)[number];
    // Two customers use one key now and then: keys are each customer's own.
    const key = `key-${String(Math.floor(index / 2))}`;
    const asked = { ...bodyOf(customerId, random, world.habits), key };
    const { body } = asked;
    const after = random.below(placingMs);
    const twice = random.chance(0.3);
    // Of two requests with one key the second must have the same body.
    const showsTotal = random.chance(0.4) && !twice;
    for (let time = twice ? 2 : 1; time > 0; time -= 1) {
      begin(async () => {
        await simulator.sleep(after);
        await order(world, customerId, showsTotal ? await withExpectedTotal(world, asked) : asked);
      });
    }
    if (random.chance(0.1)) {
      begin(async () => {
        await simulator.sleep(after + 30_000);
        if (!world.ledger.keys.has(`${customerId}/${key}`)) return;
        const other = JSON.stringify({ ...(JSON.parse(body) as object), items: [{ id: 'pen', count: 9 }] });
        const answer = await place(world, customerId, key, other);
        if (answer === undefined) return;
        checks.that(
          '09-idempotency',
          answer.status === 422,
          () => `${key} with another body is answered ${String(answer.status)}`,
        );
      });
    }
  }
};
