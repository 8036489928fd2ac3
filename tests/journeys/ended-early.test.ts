import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Customer, mailsTo } from '../../proofs/actors/customer.ts';
import { callBack, eventHappens, mailSent, webhookArrives } from '../../proofs/actors/order.ts';
import { eventOf } from '../../proofs/actors/feed.ts';
import { call } from '../../proofs/actors/platform.ts';
import { type Acts, actsIn } from './acts.ts';
import { cameBack } from './came-back.ts';
import { cancelRaces } from './cancel-races.ts';
import { heldForReview } from './held-for-review.ts';
import { SETTINGS, timePasses } from './time-passes.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let acts: Acts;
let customer: Customer;

beforeAll(async () => {
  world = await startWorld(SETTINGS, true);
  acts = actsIn(world);
  customer = await world.customer();
}, 120_000);

afterAll(() => world.stop());

const place = (item: string, count: number, who = customer, payment?: object): Promise<string> =>
  acts.place(who, item, count, payment);
const cancel = (orderId: string, token = customer.token) => acts.cancel(orderId, token);

describe('two customers and one last unit', () => {
  it('confirms one order, rejects the other as out of stock, and leaves none', async () => {
    const item = await world.item(1);
    const other = await world.customer();
    const orders = await Promise.all([place(item, 1), place(item, 1, other)]);
    for (const orderId of orders) await eventHappens(world.feed, orderId, 'OrderConfirmed', 'OrderRejected');
    await world.settled();
    const statuses = await Promise.all(orders.map(async (orderId) => (await acts.orderOf(orderId)).status));
    expect(statuses.sort()).toEqual(['confirmed', 'rejected']);
    expect(await acts.stockOf(item)).toMatchObject({ onHand: 1, reserved: 1 });
    const rejected = world.feed
      .of((await acts.orderOf(orders[0])).status === 'rejected' ? orders[0] : orders[1])
      .flatMap((happening) => eventOf(happening) ?? [])
      .find(({ meta }) => meta.type === 'OrderRejected');
    expect(rejected?.data).toMatchObject({
      reason: 'out_of_stock',
      short: [{ itemId: item, requested: 1, available: 0 }],
    });
  }, 60_000);
});

describe('a payment that is declined', () => {
  it('rejects the order, gives the stock back, and says so by mail', async () => {
    const item = await world.item(3);
    const buyer = await world.customer();
    const orderId = await place(item, 2, buyer, { method: 'card', token: 'tok_declined' });
    await eventHappens(world.feed, orderId, 'OrderRejected');
    await world.settled();
    expect(await acts.orderOf(orderId)).toMatchObject({ status: 'rejected' });
    expect(await acts.stockOf(item)).toMatchObject({ onHand: 3, reserved: 0 });
    expect(acts.eventsOf(orderId)).not.toContain('OrderConfirmed');
    const subjects = (await mailsTo(world.platform, buyer.email)).map(({ subject }) => subject).join('\n');
    expect(subjects).toContain('We cannot fulfil your order');
    expect(subjects).not.toMatch(/confirmed/i);
    expect(await world.deadLetters()).toBe(0);
  }, 60_000);
});

describe('cancelling', () => {
  it('before it is packed gives back stock and money and stops the warehouse; twice is once', async () => {
    const item = await world.item(3);
    const orderId = await place(item, 1);
    await webhookArrives(world.feed, orderId, 'warehouse');
    expect((await cancel(orderId)).status).toBe(200);
    expect((await cancel(orderId)).status).toBe(200);
    await eventHappens(world.feed, orderId, 'PaymentVoided');
    await eventHappens(world.feed, orderId, 'StockReleased');
    await mailSent(world.feed, orderId, 'cancelled');
    await world.settled();
    expect(acts.eventsOf(orderId).filter((type) => type === 'OrderCancelled')).toHaveLength(1);
    expect(await acts.stockOf(item)).toMatchObject({ onHand: 3, reserved: 0 });
    const { body } = await call<{ body: { type: string; data: { orderId: string } } }[]>(
      `${world.platform.awsUrl}/_local/partners/warehouse/webhooks.json`,
    );
    const told = body.filter((webhook) => webhook.body.data.orderId === orderId).map((webhook) => webhook.body.type);
    expect(told).toEqual(['order.confirmed', 'order.cancelled']);
    const packed = await callBack(world.platform, 'orderpacked', orderId, world.keys.warehouse);
    expect([packed.status, packed.body]).toMatchObject([409, { result: 'stop', instruction: 'do_not_ship' }]);
  }, 60_000);

  it('is refused once the courier has it, with the offer of a return', async () => {
    const item = await world.item(3);
    const orderId = await place(item, 1);
    await eventHappens(world.feed, orderId, 'OrderConfirmed');
    await callBack(world.platform, 'orderpacked', orderId, world.keys.warehouse);
    await callBack(world.platform, 'ordershipped', orderId, world.keys.courier);
    const refused = await cancel(orderId);
    expect([refused.status, refused.body.code, refused.body.offer]).toEqual([409, 'ORDER_ALREADY_SHIPPED', 'return']);
    expect(await acts.orderOf(orderId)).toMatchObject({ status: 'shipped' });
  }, 60_000);

  it('is not for another customer, to whom the order does not exist', async () => {
    const orderId = await place(await world.item(1), 1);
    const other = await world.customer();
    expect((await cancel(orderId, other.token)).status).toBe(404);
    await world.settled();
    expect(acts.eventsOf(orderId)).not.toContain('OrderCancelled');
  }, 60_000);
});

interface Attention {
  readonly id: string;
  readonly orderId: string;
  readonly code: string;
  readonly state: string;
  readonly closing?: { readonly note: string; readonly by: { readonly type: string }; readonly at: string };
}

describe('a cancelled order that is delivered anyway', () => {
  const list = async (orderId: string, state: 'open' | 'closed'): Promise<readonly Attention[]> => {
    const url = `${world.platform.apiUrl}/ops/attention?limit=100&state=${state}`;
    const { body } = await call<{ entries: readonly Attention[] }>(url, { token: world.staffToken });
    return body.entries.filter((entry) => entry.orderId === orderId);
  };

  const close = (id: string, note: string, token = world.staffToken) =>
    call<Attention & { code: string }>(`${world.platform.apiUrl}/ops/attention/${id}/closing`, {
      token,
      body: { note },
    });

  /** What the function that keeps the list has logged and counted. */
  const logged = async (text: string): Promise<readonly string[]> => {
    const url = `${world.platform.awsUrl}/_local/logs.json?function=orderwire-timeline-local-consume`;
    const { body } = await call<{ text: string }[]>(url);
    return body.map((line) => line.text).filter((line) => line.includes(text));
  };

  it('is a conflict to the courier, and something that staff have to look at until one of them has', async () => {
    const orderId = await place(await world.item(3), 1);
    await eventHappens(world.feed, orderId, 'OrderConfirmed');
    await cancel(orderId);
    await eventHappens(world.feed, orderId, 'PaymentVoided');
    const told = await callBack(world.platform, 'orderdelivered', orderId, world.keys.courier);
    expect([told.status, told.body]).toMatchObject([409, { result: 'conflict', status: 'cancelled' }]);
    await eventHappens(world.feed, orderId, 'OrderNeedsAttention');
    await world.settled();

    const [entry, ...others] = await list(orderId, 'open');
    expect([entry, others]).toMatchObject([{ code: 'CALLBACK_CONFLICTS', state: 'open' }, []]);
    const id = entry?.id ?? '';
    expect(await logged(id)).toMatchObject([expect.stringContaining('Something needs attention')]);
    expect(await logged('"AttentionRaised":1')).not.toHaveLength(0);

    expect((await close(id, 'Nothing to see.', customer.token)).status).toBe(403);
    const closed = await close(id, 'The courier fetches it back.');
    expect([closed.status, closed.body]).toMatchObject([
      200,
      { state: 'closed', closing: { note: 'The courier fetches it back.', by: { type: 'staff' } } },
    ]);
    expect((await close(id, 'Somebody else was here.')).body).toMatchObject({
      code: 'ATTENTION_CLOSED',
      closing: closed.body.closing,
    });
    expect(await list(orderId, 'open')).toEqual([]);
    expect(await list(orderId, 'closed')).toEqual([closed.body]);
  }, 60_000);
});

cancelRaces(() => world);
cameBack(() => world);
heldForReview(() => world);
// Last: it puts the clock forward.
timePasses(() => world);
