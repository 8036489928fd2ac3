import { PEOPLE } from './people.ts';
import { FAD, itemsFor } from './scene.ts';
import { persistently, request } from './world.ts';
import type { Answer, Request, World } from './world.ts';

const STAFF = ['staff-1', 'staff-2'] as const;

const ask = (world: World, service: string, key: string, asked: Request): Promise<Answer | undefined> =>
  persistently(world, () => request(world, service, key, { ...asked, isStaff: true }));

const faultOf = (what: string, answer: Answer) => () =>
  `${what} is answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`;

interface Level {
  readonly onHand: number;
  readonly reserved: number;
  readonly version: number;
}

/** Goods come in. Two people may take in the same delivery at once, and each repeats what was not answered. */
const takeIn = async (world: World, itemId: string, reference: string): Promise<void> => {
  const { simulator, ledger, checks, begin } = world;
  const count = 1 + simulator.random.below(5);
  ledger.shelf.receipts.set(reference, { itemId, count, isAcknowledged: false });
  const takers = simulator.random.chance(0.5) ? STAFF : STAFF.slice(0, 1);
  const take = async (as: string): Promise<void> => {
    const answer = await ask(world, 'inventory', 'receiveGoods', {
      routeKey: 'POST /stock/{itemId}/receipts',
      path: { itemId },
      body: JSON.stringify({ count, reference }),
      as,
    });
    if (answer === undefined) return;
    const { before, after } = answer.body as { readonly before?: Level; readonly after?: Level };
    const added = (after?.onHand ?? NaN) - (before?.onHand ?? NaN);
    checks.that(
      '06-stock',
      answer.status === 201 && added === count,
      faultOf(`a delivery of ${String(count)}`, answer),
    );
    ledger.shelf.receipts.set(reference, { itemId, count, isAcknowledged: true });
  };
  for (const as of takers) begin(() => take(as));
  await Promise.resolve();
};

/** Somebody counts, and mostly says of which version. */
const count = async (world: World, itemId: string): Promise<void> => {
  const { simulator, ledger, checks } = world;
  const { random } = simulator;
  const path = { itemId };
  const [as] = STAFF;
  const read = await ask(world, 'inventory', 'getStock', { routeKey: 'GET /stock/{itemId}', path, as });
  if (read?.status !== 200) return;
  const level = read.body as unknown as Level;
  // Counting takes a while: customers go on. Now and then less is counted than orders have reserved.
  await simulator.sleep(random.below(4_000));
  const isTooFew = level.reserved > 0 && random.chance(0.4);
  const onHand = isTooFew ? level.reserved - 1 : Math.max(0, level.onHand + random.pick([-3, -2, -1, 1, 2]));
  const isTied = random.chance(0.7);
  const answer = await ask(world, 'inventory', 'correctStock', {
    routeKey: 'PUT /stock/{itemId}',
    path,
    ...(isTied && { headers: { 'if-match': read.headers['etag'] ?? '' } }),
    body: JSON.stringify({ onHand, reason: 'Counted.', ...(random.chance(0.4) && { lowAt: random.below(8) }) }),
    as,
  });
  if (answer === undefined) return;
  const { status, body } = answer;
  const isDone = status === 200 && body['onHand'] === onHand;
  const isStale = status === 412 && isTied;
  const isBelow = status === 409 && body['code'] === 'STOCK_BELOW_RESERVED' && Number(body['reserved']) > onHand;
  checks.that('06-stock', isDone || isStale || isBelow, faultOf(`a count of ${String(onHand)} ${itemId}`, answer));
  if (isDone && isTied && onHand !== level.onHand)
    ledger.shelf.corrections.push({ itemId, version: level.version + 1, onHand });
};

/** A client of another shop sends the stock with the item. */
const state = async (world: World, id: string): Promise<void> => {
  const { simulator, checks } = world;
  const stock = 5 + simulator.random.below(20);
  const [as] = STAFF;
  const answer = await ask(world, 'catalog', 'changeItem', {
    routeKey: 'PUT /items/{id}',
    path: { id },
    body: JSON.stringify({ stock }),
    as,
  });
  if (answer !== undefined) checks.that('06-stock', answer.status === 200, faultOf(`a stock sent with ${id}`, answer));
};

/** One item goes out of the range while it is ordered. */
const retire = async (world: World): Promise<void> => {
  const { ledger, checks } = world;
  const [as] = STAFF;
  ledger.shelf.retiring.add(FAD);
  const answer = await ask(world, 'catalog', 'retireItem', { routeKey: 'DELETE /items/{id}', path: { id: FAD }, as });
  if (answer === undefined) return;
  checks.that('18-prices', answer.status === 204, faultOf(`the retirement of ${FAD}`, answer));
  ledger.shelf.retired.add(FAD);
};

/** People at the shelf, while customers order. */
export const beginShelf = (world: World, orders: number, withinMs: number): void => {
  const { simulator, habits } = world;
  const { random } = simulator;
  const items = itemsFor(orders).filter(({ id }) => id !== FAD);
  const begin = (act: () => Promise<void>): void => {
    const after = random.below(withinMs);
    world.begin(async () => {
      await simulator.sleep(after);
      await act();
    });
  };
  for (let times = 1; times <= habits.shelved; times += 1) {
    const { id } = random.pick(items);
    begin(
      random.pick([() => takeIn(world, id, `LS-${String(times)}`), () => count(world, id), () => state(world, id)]),
    );
  }
  if (habits.retires) begin(() => retire(world));
};

/** When all is told to everybody, nobody can order what is out of the range. */
export const orderRetired = (world: World): void => {
  const { ledger, checks } = world;
  const customer = PEOPLE.find((person) => !ledger.leaving.has(person.customerId));
  if (customer === undefined) return;
  const { customerId, street, home } = customer;
  for (const id of ledger.shelf.retired)
    world.begin(async () => {
      const body = { items: [{ id, count: 1 }], shippingAddress: { street, ...home } };
      const answer = await persistently(world, () =>
        request(world, 'orders', 'placeOrder', {
          routeKey: 'POST /orders',
          body: JSON.stringify(body),
          as: customerId,
        }),
      );
      const isRefused = answer?.status === 422 && answer.body['code'] === 'ITEM_NOT_FOUND';
      checks.that(
        '18-prices',
        isRefused,
        () => `${id} is retired, and ordering it is answered ${String(answer?.status)}`,
      );
    });
};
