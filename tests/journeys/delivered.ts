import { beforeAll, describe, expect, it } from '@jest/globals';
import { orderNumberOf } from '@orderwire/money/order-number';
import { type Customer, type Mail, mailsTo } from '../../proofs/actors/customer.ts';
import { eventOf } from '../../proofs/actors/feed.ts';
import { ADDRESS } from '../../proofs/actors/address.ts';
import { call } from '../../proofs/actors/platform.ts';
import { downloadInvoice, type Journey, MAIL_KINDS, makeJourney, problemsOf } from '../../proofs/actors/journey.ts';
import { sharedWorld } from './shared-world.ts';
import type { World } from './world.ts';

let world: World;
let customer: Customer;
let journey: Journey;
let items: readonly [string, string];

beforeAll(async () => {
  world = await sharedWorld();
  customer = await world.customer();
  items = [await world.item(10, { priceMinor: 1999 }), await world.item(5, { priceMinor: 450, vatClass: 'reduced' })];
  journey = await makeJourney(world)(customer, [
    { id: items[0], count: 2 },
    { id: items[1], count: 1 },
  ]);
  await world.settled();
}, 120_000);

describe('an order that is placed, packed, shipped and delivered', () => {
  it('is delivered, paid, invoiced and mailed, all in agreement', async () => {
    expect(await problemsOf(world.platform, customer, journey)).toEqual([]);
  });

  it('costs its lines, the shipping and their tax', () => {
    expect(journey.placed.totals).toEqual({ items: 4448, tax: 709 + 33, shipping: 490, total: 4938, currency: 'EUR' });
    // Prices include tax. Shipping is shared out by what the goods are worth, and taxed with them.
    expect(journey.placed.charges.taxes).toEqual([
      { category: 'S', rate: 19_000, taxable: 3998 + 440 - 709, tax: 709 },
      { category: 'S', rate: 7_000, taxable: 450 + 50 - 33, tax: 33 },
    ]);
  });

  it('publishes each event once, with versions that rise without a gap', () => {
    const events = world.feed.of(journey.orderId).flatMap((happening) => eventOf(happening) ?? []);
    const ids = events.map(({ meta }) => meta.id);
    expect(new Set(ids).size).toBe(ids.length);
    const own = events.filter(({ meta }) => meta.subject === journey.orderId).map(({ meta }) => meta.type);
    expect(own).toEqual(['OrderPlaced', 'OrderConfirmed', 'OrderPacked', 'OrderShipped', 'OrderDelivered']);
  });

  it('tells each partner once, signed', async () => {
    for (const [partner, type] of [
      ['warehouse', 'order.confirmed'],
      ['courier', 'order.packed'],
    ] as const) {
      const { body } = await call<{ verified: boolean; body: { type: string; data: { orderId: string } } }[]>(
        `${world.platform.awsUrl}/_local/partners/${partner}/webhooks.json`,
      );
      const about = body.filter((webhook) => webhook.body.data.orderId === journey.orderId);
      expect(about.map((webhook) => [webhook.verified, webhook.body.type])).toEqual([[true, type]]);
    }
  });

  it('books its stock out', async () => {
    for (const [item, onHand] of [
      [items[0], 8],
      [items[1], 4],
    ] as const) {
      const { body } = await call(`${world.platform.apiUrl}/stock/${item}`, { token: world.staffToken });
      expect(body).toMatchObject({ onHand, reserved: 0 });
    }
  });

  it('has an invoice that its owner opens from the order and from the mail', async () => {
    const pdf = Buffer.from(await downloadInvoice(world.platform, customer, journey.orderId));
    expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    expect(pdf.subarray(-6).toString('latin1')).toContain('%%EOF');
  });

  it('mails its owner once per step, in text and HTML', async () => {
    const mails: readonly Mail[] = await mailsTo(world.platform, customer.email);
    const aboutOrder = mails.filter(({ text = '' }) => !/\b\d{6}\b.*code|code.*\b\d{6}\b/.test(text));
    expect(aboutOrder).toHaveLength(MAIL_KINDS.length);
    for (const mail of aboutOrder) expect([Boolean(mail.text), Boolean(mail.html)]).toEqual([true, true]);
    for (const { subject } of aboutOrder) expect(subject).toContain(orderNumberOf(journey.orderId));
  });

  it('mails what it costs, line by line: placed, confirmed and invoiced alike', async () => {
    const mails = await mailsTo(world.platform, customer.email);
    const bills = mails.map(({ text = '' }) =>
      [...text.matchAll(/ {2}([\d.]+) EUR$/gm)].map(([, amount]) => Number(amount?.replace('.', ''))),
    );
    const cost = [2 * 1999, 450, 490, 4938];
    expect(bills.filter((amounts) => amounts.length > 0)).toEqual([cost, cost, cost]);
  });

  it('says in its mails where the goods go', async () => {
    const mails = await mailsTo(world.platform, customer.email);
    const naming = mails.filter(({ text = '' }) =>
      text.includes(`Delivery address:\n${ADDRESS.name}\n${ADDRESS.street}`),
    );
    expect(naming.map(({ subject }) => subject.split(' ').at(-1)).sort()).toEqual(
      ['confirmed', 'delivered', 'packed', orderNumberOf(journey.orderId), 'way'].sort(),
    );
  });

  it('shows a timeline without personal data, to the owner and to staff', async () => {
    const url = `${world.platform.apiUrl}/orders/${journey.orderId}/timeline`;
    const own = await call(url, { token: customer.token });
    const staff = await call(url, { token: world.staffToken });
    expect(staff.body).toEqual(own.body);
    expect(JSON.stringify(own.body)).not.toMatch(/example\.com|Hafenstra|Robin|tok_/);
  });

  it('leaves no failure and no dead letter', async () => {
    expect(world.failures()).toEqual([]);
    expect(await world.deadLetters()).toBe(0);
  });

  it('is unknown to another customer, as an order that does not exist', async () => {
    const other = await world.customer();
    for (const path of ['', '/timeline', '/invoice']) {
      const ask = async (id: string) => {
        const { status, body } = await call<{ requestId?: string }>(`${world.platform.apiUrl}/orders/${id}${path}`, {
          token: other.token,
        });
        return { status, body: { ...body, requestId: undefined } };
      };
      const foreign = await ask(journey.orderId);
      expect(foreign.status).toBe(404);
      expect(foreign).toEqual(await ask('ord_00000000000000000000000000'));
    }
  });

  it('writes no personal data, token or key into a log', async () => {
    const { body } = await call(`${world.platform.awsUrl}/_local/logs.json`);
    const logs = JSON.stringify(body);
    for (const secret of [
      customer.email,
      customer.name,
      customer.token,
      world.keys.warehouse,
      world.keys.courier,
      'Hafenstra',
      'tok_',
    ])
      expect(logs).not.toContain(secret);
  });
});
