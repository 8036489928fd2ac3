import { describe, expect, it } from '@jest/globals';
import { mailsTo } from '../../proofs/actors/customer.ts';
import { eventOf } from '../../proofs/actors/feed.ts';
import { ADDRESS } from '../../proofs/actors/address.ts';
import { callBack, changeAddress, mailSent, webhookArrives } from '../../proofs/actors/order.ts';
import { call } from '../../proofs/actors/platform.ts';
import { downloadInvoice } from '../../proofs/actors/journey.ts';
import { sharedWorld } from './shared-world.ts';
import { openShop } from './world.ts';

const ELSEWHERE = { street: 'Kaistraße 7', city: 'Bremen', postalCode: '28195', country: 'DE' } as const;
const { name: NAME, ...PLACED_AT } = ADDRESS;

const shop = openShop(100, sharedWorld);

const change = (orderId: string, address: object = ELSEWHERE, token = shop.customer.token) =>
  changeAddress(shop.world.platform, token, orderId, address);

const packed = (orderId: string) => callBack(shop.world.platform, 'orderpacked', orderId, shop.world.keys.warehouse);

const transitionsOf = (orderId: string): readonly string[] =>
  shop.world.feed
    .of(orderId)
    .flatMap((happening) => eventOf(happening) ?? [])
    .filter(({ meta }) => meta.subject === orderId)
    .map(({ meta }) => meta.type);

/** Where a partner was told that an order's goods go. */
const toldTo = async (partner: 'warehouse' | 'courier', orderId: string): Promise<readonly unknown[]> => {
  const { body } = await call<{ body: { data: { orderId: string; recipient?: unknown } } }[]>(
    `${shop.world.platform.awsUrl}/_local/partners/${partner}/webhooks.json`,
  );
  return body.filter((webhook) => webhook.body.data.orderId === orderId).map((webhook) => webhook.body.data.recipient);
};

describe('an order that is to go elsewhere', () => {
  it('goes there: the courier is told the new address, and only that', async () => {
    const orderId = await shop.confirmedOrder();
    const changed = await change(orderId);
    expect([changed.status, changed.body]).toMatchObject([
      200,
      { orderId, status: 'confirmed', recipient: { name: NAME, email: shop.customer.email, address: ELSEWHERE } },
    ]);
    expect((await packed(orderId)).body).toMatchObject({ result: 'applied' });
    await webhookArrives(shop.world.feed, orderId, 'courier');
    await shop.world.settled();
    expect(await toldTo('courier', orderId)).toEqual([{ name: NAME, address: ELSEWHERE }]);
    expect(await toldTo('warehouse', orderId)).toEqual([undefined]);
    expect(transitionsOf(orderId)).toEqual(['OrderPlaced', 'OrderConfirmed', 'OrderAddressChanged', 'OrderPacked']);
  }, 60_000);

  it('shows on its timeline that the address changed and who did it, not where to', async () => {
    const orderId = await shop.confirmedOrder();
    expect((await change(orderId, ELSEWHERE, shop.world.staffToken)).status).toBe(200);
    await shop.world.settled();
    const { body } = await call<{ entries: { type: string; actor: { type: string }; facts: object }[] }>(
      `${shop.world.platform.apiUrl}/orders/${orderId}/timeline`,
      { token: shop.customer.token },
    );
    const entries = body.entries.filter(({ type }) => type === 'OrderAddressChanged');
    expect(entries).toMatchObject([{ actor: { type: 'staff' }, facts: {} }]);
    expect(JSON.stringify(body)).not.toMatch(/Kaistra|Bremen/);
  }, 60_000);

  it('is invoiced to who buys, as it was placed', async () => {
    const orderId = await shop.confirmedOrder();
    await change(orderId, { ...ELSEWHERE, name: 'Somebody Else' });
    await packed(orderId);
    await callBack(shop.world.platform, 'ordershipped', orderId, shop.world.keys.courier);
    await mailSent(shop.world.feed, orderId, 'invoice');
    const pdf = Buffer.from(await downloadInvoice(shop.world.platform, shop.customer, orderId)).toString('latin1');
    const drawn = (text: string) => pdf.includes(Buffer.from(text, 'latin1').toString('hex'));
    expect([drawn(shop.customer.name), drawn(PLACED_AT.street)]).toEqual([true, true]);
    expect([NAME, 'Somebody Else', ELSEWHERE.street].filter(drawn)).toEqual([]);
  }, 60_000);

  it('is mailed about to its owner and to nobody else; once it is packed, mails say where it goes', async () => {
    const orderId = await shop.confirmedOrder();
    await change(orderId, { ...ELSEWHERE, name: 'Somebody Else' });
    await packed(orderId);
    await mailSent(shop.world.feed, orderId, 'packed');
    await shop.world.settled();
    const mails = (await mailsTo(shop.world.platform, shop.customer.email)).filter(({ text = '' }) =>
      text.includes(orderId),
    );
    const [last, ...before] = mails;
    expect(last?.text).toContain(`Delivery address:\nSomebody Else\n${ELSEWHERE.street}`);
    for (const { text = '' } of before) expect(text).not.toContain('Somebody Else');
    for (const { text = '' } of mails) expect(text).not.toContain('Hello Somebody Else');
  }, 60_000);
});

describe('the same address again', () => {
  it('changes nothing, also when the parcel is packed by then', async () => {
    const orderId = await shop.confirmedOrder();
    const answers = [await change(orderId), await change(orderId)];
    await packed(orderId);
    answers.push(await change(orderId));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.map(({ body }) => body.recipient)).toEqual(answers.map(() => answers[0]?.body.recipient));
    await shop.world.settled();
    expect(transitionsOf(orderId).filter((type) => type === 'OrderAddressChanged')).toHaveLength(1);
  }, 60_000);
});

describe('a parcel that is packed', () => {
  it('goes where it is addressed: the change is refused with the offer to cancel', async () => {
    const orderId = await shop.confirmedOrder();
    await packed(orderId);
    const refused = await change(orderId);
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { code: 'ORDER_ALREADY_PACKED', offer: 'cancellation' },
    ]);
    await shop.world.settled();
    expect(transitionsOf(orderId)).toEqual(['OrderPlaced', 'OrderConfirmed', 'OrderPacked']);
  }, 60_000);

  it('while the address changes has one address, whoever wins', async () => {
    for (let round = 0; round < 5; round += 1) {
      const orderId = await shop.confirmedOrder();
      const [changed, report] = await Promise.all([change(orderId), packed(orderId)]);
      expect(report.body).toMatchObject({ result: 'applied', status: 'packed' });
      expect([200, 409]).toContain(changed.status);
      await webhookArrives(shop.world.feed, orderId, 'courier');
      await shop.world.settled();
      const address = changed.status === 200 ? ELSEWHERE : PLACED_AT;
      expect(await toldTo('courier', orderId)).toEqual([{ name: NAME, address }]);
      const { body } = await call(`${shop.world.platform.apiUrl}/orders/${orderId}`, { token: shop.customer.token });
      expect(body).toMatchObject({ recipient: { address } });
    }
  }, 120_000);
});

describe('the whole of it', () => {
  it('yields no 5xx, no dead letter and no address in a log', async () => {
    expect(shop.world.failures()).toEqual([]);
    expect(await shop.world.deadLetters()).toBe(0);
    const { body } = await call(`${shop.world.platform.awsUrl}/_local/logs.json`);
    expect(JSON.stringify(body)).not.toMatch(/Kaistra|Hafenstra|Somebody Else/);
  });
});
