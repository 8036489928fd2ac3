import { describe, expect, it } from '@jest/globals';
import { aRequest, bodyOf, pointersOf } from '@orderwire/testing/request';
import { NOW } from '../../testing/builders.ts';
import { makeService } from '../../testing/a-service.ts';

type Service = ReturnType<typeof makeService>;

const STAFF = { as: 'staff:grace' };
const TERMS = { code: 'summer 10', percent: '10', limit: 2 };
const ORDER = { items: [{ id: 'mug', count: 1 }], payment: { method: 'card', token: 'tok_ok' } };

const withCode = async (terms: object = {}): Promise<Service> => {
  const service = makeService();
  const { statusCode } = await service.createDiscount(aRequest({ ...STAFF, body: { ...TERMS, ...terms } }));
  expect(statusCode).toBe(201);
  return service;
};
const order = (service: Service, more: object = {}, headers: Readonly<Record<string, string>> = {}) =>
  service.placeOrder(aRequest({ as: 'ada', body: { ...ORDER, discountCode: 'SUMMER10', ...more }, headers }));
const listed = async (service: Service) =>
  bodyOf(await service.listDiscounts(aRequest(STAFF)))['discounts'] as readonly Record<string, unknown>[];
const usesIn = async (service: Service) => (await listed(service)).map(({ uses }) => uses);

describe('a discount code', () => {
  it('is made by staff, and shown to them with its uses', async () => {
    const service = await withCode({
      category: 'Kitchen',
      from: '2026-01-01T00:00:00Z',
      until: '2027-01-01T00:00:00+01:00',
    });
    await order(service);
    expect(await listed(service)).toEqual([
      {
        ...{ code: 'SUMMER10', percent: '10', category: 'Kitchen', limit: 2, uses: 1 },
        ...{
          from: '2026-01-01T00:00:00.000Z',
          until: '2026-12-31T23:00:00.000Z',
          createdAt: new Date(NOW).toISOString(),
        },
      },
    ]);
  });

  it('may be an amount in a currency', async () => {
    const service = await withCode({ percent: undefined, amount: '2.50', currency: 'EUR' });
    expect(await listed(service)).toMatchObject([{ amount: '2.50', amountMinor: 250, currency: 'EUR', limit: 2 }]);
    const { charges } = bodyOf(await order(service)) as { charges: object };
    expect(charges).toMatchObject({ discount: 250, lines: [{ net: 750, discount: 250 }], total: 1_476 });
  });

  it('is one of each name', async () => {
    const service = await withCode();
    const again = await service.createDiscount(aRequest({ ...STAFF, body: { ...TERMS, percent: 50 } }));
    expect([again.statusCode, bodyOf(again)['code']]).toEqual([409, 'DISCOUNT_EXISTS']);
    expect(await listed(service)).toMatchObject([{ percent: '10' }]);
  });

  it.each([
    ['neither percent nor amount', { percent: undefined }, '#/percent'],
    ['both', { amount: '1', currency: 'EUR' }, '#/percent'],
    ['0 %', { percent: 0 }, '#/percent'],
    ['101 %', { percent: '101' }, '#/percent'],
    ['a percentage of four decimals', { percent: '1.2345' }, '#/percent'],
    ['a currency beside a percentage', { currency: 'EUR' }, '#/currency'],
    ['an amount without currency', { percent: undefined, amount: '1' }, '#/currency'],
    ['an amount of half a cent', { percent: undefined, amount: '0.005', currency: 'EUR' }, '#/amount'],
    ['an amount of nothing', { percent: undefined, amount: 0, currency: 'EUR' }, '#/amount'],
    ['a currency that is none', { percent: undefined, amount: '1', currency: 'EUD' }, '#/currency'],
    ['a code with a slash', { code: 'A/B' }, '#/code'],
    ['a code of one letter', { code: 'A' }, '#/code'],
    ['an end before its beginning', { from: '2026-02-01T00:00:00Z', until: '2026-01-01T00:00:00Z' }, '#/until'],
    ['a time without offset', { from: '2026-02-01T00:00:00' }, '#/from'],
    ['a limit of 0', { limit: 0 }, '#/limit'],
    ['a limit of a half', { limit: 0.5 }, '#/limit'],
    ['a field that nobody knows', { stackable: true }, '#/stackable'],
  ])('is not made of %s', async (_what, more, pointer) => {
    const service = makeService();
    const refused = await service.createDiscount(aRequest({ ...STAFF, body: { ...TERMS, ...more } }));
    expect([refused.statusCode, pointersOf(refused)]).toEqual([422, [pointer]]);
    expect(await listed(service)).toEqual([]);
  });

  it('is not the business of customers', async () => {
    const service = await withCode();
    const asked = aRequest({ as: 'ada', body: TERMS, path: { code: 'SUMMER10' } });
    for (const call of [service.createDiscount, service.listDiscounts, service.closeDiscount])
      expect((await call(asked)).statusCode).toBe(403);
  });

  it('is closed for ever, by whatever spelling, once or twice', async () => {
    const service = await withCode();
    const close = () => service.closeDiscount(aRequest({ ...STAFF, path: { code: 'Summer 10' } }));
    const first = bodyOf(await close());
    expect(first).toMatchObject({ code: 'SUMMER10', closedAt: new Date(NOW).toISOString() });
    expect(bodyOf(await close())).toEqual(first);
    expect(bodyOf(await order(service))['code']).toBe('DISCOUNT_CLOSED');
  });

  it.each(['GHOST', 'a/b', 'x'.repeat(3_000)])('that is not there cannot be closed (%#)', async (code) => {
    const refused = await makeService().closeDiscount(aRequest({ ...STAFF, path: { code } }));
    expect([refused.statusCode, bodyOf(refused)['code']]).toEqual([404, 'DISCOUNT_NOT_FOUND']);
  });

  it('is listed page by page', async () => {
    const service = makeService();
    for (const code of ['B2', 'A1', 'C3'])
      await service.createDiscount(aRequest({ ...STAFF, body: { ...TERMS, code } }));
    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: '2', ...(cursor !== undefined && { cursor }) };
      const page = bodyOf(await service.listDiscounts(aRequest({ ...STAFF, query })));
      seen.push((page['discounts'] as readonly { code: string }[]).map(({ code }) => code));
      cursor = page['cursor'] as string | undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual([['A1', 'B2'], ['C3']]);
  });

  it.each(['nonsense', Buffer.from('{"code":"\\n"}').toString('base64url')])(
    'list begins nowhere else: %s',
    async (cursor) => {
      const refused = await makeService().listDiscounts(aRequest({ ...STAFF, query: { cursor } }));
      expect([refused.statusCode, bodyOf(refused)['code']]).toEqual([400, 'CURSOR_INVALID']);
    },
  );
});

describe('an order with a discount code', () => {
  it('costs less, says why, and holds a use of it', async () => {
    const service = await withCode();
    const placed = bodyOf(await order(service, { discountCode: ' summer 10 ' }));
    expect(placed).toMatchObject({ discountCode: 'SUMMER10', charges: { discount: 100, lines: [{ net: 900 }] } });
    const shown = bodyOf(await service.getOrder(aRequest({ as: 'ada', path: { id: String(placed['orderId']) } })));
    expect(shown).toMatchObject({ discountCode: 'SUMMER10', charges: placed['charges'] });
    expect(service.written[0]?.events[0]?.data).toMatchObject({ discountCode: 'SUMMER10', charges: { discount: 100 } });
    expect(await usesIn(service)).toEqual([1]);
  });

  it.each([
    ['nobody made', 'GHOST', {}, 'DISCOUNT_NOT_FOUND'],
    ['can be no code', 'a/b', {}, 'DISCOUNT_NOT_FOUND'],
    ['has not begun', undefined, { from: '2027-01-01T00:00:00Z' }, 'DISCOUNT_NOT_STARTED'],
    ['has expired', undefined, { until: '2026-01-01T00:00:00Z' }, 'DISCOUNT_EXPIRED'],
    ['is for other goods', undefined, { category: 'phones' }, 'DISCOUNT_NOT_APPLICABLE'],
    [
      'is in another currency',
      undefined,
      { percent: undefined, amount: 1, currency: 'USD' },
      'DISCOUNT_NOT_APPLICABLE',
    ],
    ['takes less than a cent off', undefined, { percent: '0.001' }, 'DISCOUNT_NOT_APPLICABLE'],
  ])('that %s is refused, and nothing is written', async (_what, discountCode, terms, code) => {
    const service = await withCode(terms);
    const refused = await order(service, discountCode === undefined ? {} : { discountCode });
    expect([refused.statusCode, bodyOf(refused)['code'], pointersOf(refused)]).toEqual([422, code, ['#/discountCode']]);
    expect(service.written).toEqual([]);
    expect(await usesIn(service)).toEqual([0]);
  });

  it('is refused once the code is used up', async () => {
    const service = await withCode();
    const statuses = [await order(service), await order(service), await order(service)];
    expect(statuses.map(({ statusCode }) => statusCode)).toEqual([201, 201, 422]);
    expect(bodyOf(statuses[2] ?? statuses[0]!)['code']).toBe('DISCOUNT_USED_UP');
    expect(await usesIn(service)).toEqual([2]);
  });

  it.each([
    ['the last use', { limit: 1 }, (service: Service) => order(service), 'DISCOUNT_USED_UP'],
    [
      'its end',
      {},
      (service: Service) => service.closeDiscount(aRequest({ ...STAFF, path: { code: 'SUMMER10' } })),
      'DISCOUNT_CLOSED',
    ],
  ])('is refused when somebody was faster with %s', async (_what, terms, rival, code) => {
    const service = await withCode(terms);
    service.beforeNextWrite(() => rival(service));
    const late = await order(service);
    expect([late.statusCode, bodyOf(late)['code']]).toEqual([422, code]);
  });

  it('uses it once, however often its request is repeated', async () => {
    const service = await withCode();
    const headers = { 'idempotency-key': 'k-1' };
    const [first, again] = [await order(service, {}, headers), await order(service, {}, headers)];
    expect([again.statusCode, again.body]).toEqual([201, first.body]);
    expect(await usesIn(service)).toEqual([1]);
  });

  it('uses it once when its request comes twice at once, also with the last use', async () => {
    const service = await withCode({ limit: 1 });
    const headers = { 'idempotency-key': 'k-1' };
    let winner: unknown;
    service.beforeNextWrite(async () => {
      winner = (await order(service, {}, headers)).body;
    });
    const loser = await order(service, {}, headers);
    expect([loser.statusCode, loser.body]).toEqual([201, winner]);
    expect(await usesIn(service)).toEqual([1]);
  });

  it('gives it back when it is cancelled: once, and somebody else may have it', async () => {
    const service = await withCode({ limit: 1 });
    const { orderId } = bodyOf(await order(service));
    const cancel = () => service.cancelOrder(aRequest({ as: 'ada', path: { id: String(orderId) } }));
    await cancel();
    await cancel();
    expect(await usesIn(service)).toEqual([0]);
    expect((await order(service)).statusCode).toBe(201);
    expect(await usesIn(service)).toEqual([1]);
  });

  it('keeps it when a rival’s write was faster than the cancellation', async () => {
    const service = await withCode();
    const { orderId } = bodyOf(await order(service));
    service.beforeNextWrite(() => service.cancelOrder(aRequest({ as: 'ada', path: { id: String(orderId) } })));
    const cancelled = await service.cancelOrder(aRequest({ as: 'ada', path: { id: String(orderId) } }));
    expect([cancelled.statusCode, await usesIn(service)]).toEqual([200, [0]]);
  });
});
