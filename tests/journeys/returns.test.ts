import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Customer, mailsTo } from '../../proofs/actors/customer.ts';
import { eventOf } from '../../proofs/actors/feed.ts';
import { callBack, eventHappens, mailSent, placeOrder, webhookArrives } from '../../proofs/actors/order.ts';
import { call } from '../../proofs/actors/platform.ts';
import { startWorld, type World } from './world.ts';

interface Shown {
  readonly returnId: string;
  readonly status: string;
  readonly refunded: number;
  readonly code?: string;
  readonly until?: string;
}

let world: World;
let customer: Customer;
let mug: string;
let tea: string;

beforeAll(async () => {
  world = await startWorld();
  customer = await world.customer();
  mug = await world.item(10, { priceMinor: 1999 });
  tea = await world.item(10, { priceMinor: 450, vatClass: 'reduced' });
}, 120_000);

afterAll(async () => {
  expect(world.failures()).toEqual([]);
  expect(await world.stop()).toBe(0);
});

/** Two mugs and one packet of tea, 49.38 EUR with shipping, as far as the courier's door. */
const shipped = async (): Promise<string> => {
  const { body } = await placeOrder(world.platform, customer, [
    { id: mug, count: 2 },
    { id: tea, count: 1 },
  ]);
  const { orderId } = body;
  await eventHappens(world.feed, orderId, 'OrderConfirmed');
  await callBack(world.platform, 'orderpacked', orderId, world.keys.warehouse);
  await callBack(world.platform, 'ordershipped', orderId, world.keys.courier);
  await eventHappens(world.feed, orderId, 'PaymentCaptured');
  await world.settled();
  return orderId;
};

const delivered = async (): Promise<string> => {
  const orderId = await shipped();
  await callBack(world.platform, 'orderdelivered', orderId, world.keys.courier);
  await eventHappens(world.feed, orderId, 'OrderDelivered');
  await world.settled();
  return orderId;
};

const ask = (orderId: string, lines: unknown, { token = customer.token, headers = {} } = {}) =>
  call<Shown>(`${world.platform.apiUrl}/orders/${orderId}/returns`, { token, headers, body: { lines } });

const list = async (orderId: string, token = customer.token) =>
  (
    await call<{ returns: readonly Shown[]; returnable: readonly object[]; until?: string }>(
      `${world.platform.apiUrl}/orders/${orderId}/returns`,
      { token },
    )
  ).body;

const answer = (returnId: string, word: 'approval' | 'rejection', token = world.staffToken) =>
  call<Shown>(`${world.platform.apiUrl}/returns/${returnId}/${word}`, { token, body: {} });

const comesBack = (orderId: string, body: object) =>
  callBack(world.platform, 'orderreturned', orderId, world.keys.warehouse, body);

const dataOf = (orderId: string, type: string) =>
  world.feed.of(orderId).flatMap((happening) => {
    const event = eventOf(happening);
    return event?.meta.type === type ? [event.data] : [];
  });

const stockOf = async (item: string): Promise<unknown> =>
  (await call(`${world.platform.apiUrl}/stock/${item}`, { token: world.staffToken })).body;

describe('goods that a customer sends back', () => {
  it('are refunded piece by piece, shipping with the last, and are on the shelf again', async () => {
    const orderId = await delivered();
    const before = (await stockOf(mug)) as { readonly onHand: number };
    const { body: asked } = await ask(orderId, [{ itemId: mug, count: 2 }]);
    expect(asked).toMatchObject({ status: 'requested', refunded: 0 });
    expect((await answer(asked.returnId, 'approval')).body.status).toBe('approved');
    await webhookArrives(world.feed, orderId, 'warehouse');
    await mailSent(world.feed, orderId, 'return_approved');
    await world.settled();

    const one = await comesBack(orderId, { returnId: asked.returnId, lines: [{ itemId: mug, count: 1 }] });
    expect([one.status, one.body]).toMatchObject([200, { result: 'applied', status: 'delivered' }]);
    await eventHappens(world.feed, orderId, 'CreditNoteIssued');
    await world.settled();
    expect((await list(orderId)).returns).toMatchObject([{ status: 'approved', refunded: 1999 }]);

    expect((await comesBack(orderId, { returnId: asked.returnId })).body.result).toBe('applied');
    const { body: rest } = await ask(orderId, [{ itemId: tea, count: 1 }]);
    await answer(rest.returnId, 'approval');
    await world.settled();
    const damaged = await comesBack(orderId, { returnId: rest.returnId, condition: 'damaged' });
    expect(damaged.body.result).toBe('applied');
    await world.settled();

    const refunds = dataOf(orderId, 'PaymentRefunded').map(({ amount }) => amount);
    expect(refunds).toEqual([1999, 1999, 450 + 490]);
    expect((await list(orderId)).returns).toMatchObject([
      { status: 'received', refunded: 3998 },
      { status: 'received', refunded: 940 },
    ]);
    expect(await stockOf(mug)).toMatchObject({ onHand: before.onHand + 2 });
    const mails = await mailsTo(world.platform, customer.email);
    const about = mails.filter(({ subject }) => subject.startsWith('Your money for order'));
    expect(about).toHaveLength(3);
    // What came back is named, and what it cost.
    for (const { text } of about) expect(text).toMatch(/1 × Test item \d+ +(19\.99|4\.50) EUR/);
    expect(await world.deadLetters()).toBe(0);
  }, 90_000);

  it('may be asked for on their way, and are refunded once the courier has delivered them', async () => {
    const orderId = await shipped();
    const cancelled = await call<{ detail: string; offer: string }>(
      `${world.platform.apiUrl}/orders/${orderId}/cancellation`,
      { token: customer.token, body: {} },
    );
    // The offer names a route, and the route works.
    expect([cancelled.status, cancelled.body.offer]).toEqual([409, 'return']);
    expect(cancelled.body.detail).toContain(`POST /orders/${orderId}/returns`);
    const { status, body: asked } = await ask(orderId, [{ itemId: tea, count: 1 }]);
    expect(status).toBe(201);
    await answer(asked.returnId, 'approval');
    await eventHappens(world.feed, orderId, 'ReturnApproved');
    await world.settled();
    expect((await comesBack(orderId, { returnId: asked.returnId })).status).toBe(202);
    await callBack(world.platform, 'orderdelivered', orderId, world.keys.courier);
    await eventHappens(world.feed, orderId, 'PaymentRefunded');
    await world.settled();
    expect(dataOf(orderId, 'PaymentRefunded')).toMatchObject([{ amount: 450, returnId: asked.returnId }]);
    expect(await world.deadLetters()).toBe(0);
  }, 60_000);

  it('are turned down by staff with a mail, and may be asked for again', async () => {
    const orderId = await delivered();
    const waiting = async (): Promise<readonly string[]> => {
      const url = `${world.platform.apiUrl}/returns?status=requested&limit=100`;
      const { body } = await call<{ returns: readonly Shown[] }>(url, { token: world.staffToken });
      return body.returns.map(({ returnId }) => returnId);
    };
    const { body: asked } = await ask(orderId, [{ itemId: tea, count: 1 }]);
    await mailSent(world.feed, orderId, 'return_requested');
    expect(await waiting()).toContain(asked.returnId);
    expect((await answer(asked.returnId, 'rejection')).body.status).toBe('rejected');
    expect((await answer(asked.returnId, 'approval')).body.code).toBe('RETURN_REJECTED');
    await mailSent(world.feed, orderId, 'return_rejected');
    expect(await waiting()).not.toContain(asked.returnId);
    expect((await ask(orderId, [{ itemId: tea, count: 1 }])).status).toBe(201);
  }, 60_000);
});

describe('what a stranger would try', () => {
  it('changes nothing', async () => {
    const orderId = await delivered();
    const stranger = await world.customer();
    const lines = [{ itemId: mug, count: 1 }];
    const none = orderId.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    const theirs = await ask(orderId, lines, { token: stranger.token });
    const unknown = await ask(none, lines);
    expect([theirs.status, unknown.status]).toEqual([404, 404]);
    expect({ ...theirs.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
    expect((await list(orderId, stranger.token)).returns).toBeUndefined();

    for (const wrong of [[], [{ itemId: mug, count: 0 }], [{ itemId: mug }], 'all', [{ itemId: mug, count: 3 }]])
      expect((await ask(orderId, wrong)).status).toBe(422);
    expect((await ask(orderId, lines, { token: 'no-token' })).status).toBe(401);

    const headers = { 'idempotency-key': 'once' };
    const [first, again] = [await ask(orderId, lines, { headers }), await ask(orderId, lines, { headers })];
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
    expect((await ask(orderId, [{ itemId: tea, count: 1 }], { headers })).body.code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect((await answer(first.body.returnId, 'approval', customer.token)).status).toBe(403);
    expect((await answer(first.body.returnId.replace('_1', '_2'), 'approval')).status).toBe(404);

    await answer(first.body.returnId, 'approval');
    await world.settled();
    const tooMany = await comesBack(orderId, { returnId: first.body.returnId, lines: [{ itemId: mug, count: 2 }] });
    expect([tooMany.status, tooMany.body]).toMatchObject([422, { code: 'MORE_THAN_LEFT' }]);
    expect((await list(orderId)).returns).toMatchObject([{ status: 'approved', refunded: 0 }]);
    expect(dataOf(orderId, 'PaymentRefunded')).toEqual([]);
  }, 60_000);
});
