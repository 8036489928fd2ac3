import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ADDRESS } from '../../proofs/actors/address.ts';
import { type Customer, mailsTo } from '../../proofs/actors/customer.ts';
import { call, type Response } from '../../proofs/actors/platform.ts';
import { sharedWorld } from './shared-world.ts';
import type { World } from './world.ts';

interface Answer {
  readonly orderId: string;
  readonly code?: string;
  readonly choices?: readonly { readonly values: readonly string[] }[];
  readonly discountCode?: string;
  readonly charges: {
    readonly discount: number;
    readonly lines: readonly { readonly itemId: string; readonly count: number }[];
  };
}

let world: World;
let customer: Customer;

beforeAll(async () => {
  world = await sharedWorld();
  customer = await world.customer();
  // The last of the sample's items is known when this one is.
  await world.item(1);
}, 120_000);

const order = (items: readonly object[], discountCode?: string): Promise<Response<Answer>> =>
  call<Answer>(`${world.platform.apiUrl}/orders`, {
    token: customer.token,
    headers: { 'idempotency-key': randomUUID() },
    body: { items, shippingAddress: ADDRESS, ...(discountCode !== undefined && { discountCode }) },
  });

const asStaff = <T>(path: string, body?: object): Promise<Response<T>> =>
  call<T>(`${world.platform.apiUrl}${path}`, { token: world.staffToken, ...(body && { method: 'POST', body }) });

const usesOf = async (code: string): Promise<number | undefined> => {
  const { body } = await asStaff<{ discounts: readonly { code: string; uses: number }[] }>('/discounts');
  return body.discounts.find((one) => one.code === code)?.uses;
};

describe('the sample catalogue', () => {
  it('has smart phones of a known brand, found by each filter alone and together', async () => {
    for (const query of ['category=phone', 'type=smart', 'brand=apple', 'category=phone&type=smart&brand=apple']) {
      const { body } = await call<{ items: readonly { id: string; name: string; title: string }[] }>(
        `${world.platform.apiUrl}/items?${query}`,
      );
      const phone = body.items.find(({ id }) => id === 'iphone-17-black-256');
      expect([query, phone?.name]).toEqual([query, phone?.title ?? 'a phone']);
    }
  });
});

describe('a product with variants', () => {
  it('is ordered by the place or the name of a colour, and becomes one line an item', async () => {
    const { status, body } = await order([
      { id: 'galaxy-s25', count: 2, color: '1' },
      { id: 'galaxy-s25', count: 1, color: 'Mint' },
      { id: 'galaxy-s25-black-128', count: 1 },
    ]);
    expect(status).toBe(201);
    expect(body.charges.lines).toMatchObject([
      { itemId: 'galaxy-s25-black-128', count: 3 },
      { itemId: 'galaxy-s25-mint-128', count: 1 },
    ]);
  });

  it.each([
    ['a colour that it does not have', { color: 'pink' }, 'OPTION_UNKNOWN', ['black', 'lavender', 'white']],
    ['a colour alone, where storage tells', { color: 'black' }, 'OPTION_MISSING', ['256 GB', '512 GB']],
    ['no option', {}, 'OPTION_MISSING', ['black', 'lavender', 'white']],
  ])('is not ordered with %s', async (_what, more, code, values) => {
    const { status, body } = await order([{ id: 'iphone-17', count: 1, ...more }]);
    expect([status, body.code, body.choices?.map((one) => one.values)]).toEqual([422, code, [values]]);
  });
});

describe('a discount code', () => {
  it('is on the order, in the mail, and counted', async () => {
    await asStaff('/discounts', { code: 'MUGS 5', amount: '5.00', currency: 'EUR', category: 'cups' });
    const { status, body } = await order([{ id: 'mug-stoneware', count: 2, color: 'sea green' }], 'mugs5');
    expect([status, body.discountCode, body.charges.discount]).toEqual([201, 'MUGS5', 500]);
    await world.settled();
    const [mail] = await mailsTo(world.platform, customer.email);
    const texts = (await mailsTo(world.platform, customer.email)).map(({ text }) => text).join('\n');
    expect(mail).toBeDefined();
    expect(texts).toMatch(/^Discount MUGS5 {2,}-5\.00 EUR$/m);
    expect(texts).not.toContain('7.20');
    expect(await usesOf('MUGS5')).toBe(1);
  });

  it('is held by no more orders than it may be, however many want it at once, and is free again after a cancellation', async () => {
    await asStaff('/discounts', { code: 'THREE', percent: '10', limit: 3 });
    const wished = () => order([{ id: 'mug-stoneware-sand', count: 1 }], 'three');
    const answers = await Promise.all(Array.from({ length: 12 }, wished));
    const placed = answers.filter(({ status }) => status === 201);
    expect([placed.length, await usesOf('THREE')]).toEqual([3, 3]);
    expect(new Set(answers.filter(({ status }) => status !== 201).map(({ body }) => body.code))).toEqual(
      new Set(['DISCOUNT_USED_UP']),
    );
    const [first] = placed;
    await call(`${world.platform.apiUrl}/orders/${String(first?.body.orderId)}/cancellation`, {
      ...{ method: 'POST', token: customer.token, body: {} },
    });
    expect(await usesOf('THREE')).toBe(2);
    expect((await wished()).status).toBe(201);
  });

  it('is closed by staff, and by nobody else', async () => {
    await asStaff('/discounts', { code: 'OVER', percent: 5 });
    const closing = `${world.platform.apiUrl}/discounts/over/closing`;
    expect((await call(closing, { method: 'POST', token: customer.token, body: {} })).status).toBe(403);
    expect((await asStaff('/discounts/over/closing', {})).status).toBe(200);
    expect((await order([{ id: 'mug-stoneware-sand', count: 1 }], 'OVER')).body.code).toBe('DISCOUNT_CLOSED');
  });
});

it('nothing failed on the way', async () => {
  await world.settled();
  expect([world.failures(), await world.deadLetters()]).toEqual([[], 0]);
});
