import { describe, expect, it } from '@jest/globals';
import { aRequest, bodyOf } from '@orderwire/testing/request';
import { orderNumberOf } from '@orderwire/money/order-number';
import { headOf } from '@orderwire/kernel/ids';
import { NOW, ORDER_ID, aParcel, anOrder, anOrderThatIs } from '../../testing/builders.ts';
import { makeService } from '../../testing/a-service.ts';

const idOf = (number: number) => `ord_01KN00000000000000000000${String(number).padStart(2, '0')}`;
const ordersOf = (customerId: string, ...numbers: readonly number[]) =>
  numbers.map((number) => anOrder({ orderId: idOf(number), customerId }));

const get = (as: string, id = ORDER_ID) => {
  const service = makeService(anOrderThatIs('delivered', { held: [], seen: [] }));
  return service.getOrder(aRequest({ as, path: { id } }));
};

const withoutRequestId = ({ requestId: _, ...problem }: Readonly<Record<string, unknown>>) => problem;

describe('reading an order', () => {
  it.each(['ada', 'staff:grace'])('shows it to %s', async (as) => {
    const answer = await get(as);
    expect([answer.statusCode, bodyOf(answer)]).toMatchObject([
      200,
      { orderId: ORDER_ID, status: 'delivered', recipient: { email: 'ada@example.com' }, shipment: { attempt: 1 } },
    ]);
  });

  it('is not sent again to who has it', async () => {
    const service = makeService(anOrder());
    const ask = (as: string, tag?: string) =>
      service.getOrder(aRequest({ as, path: { id: ORDER_ID }, ...(tag && { headers: { 'if-none-match': tag } }) }));
    const tag = String((await ask('ada')).headers?.['etag']);
    expect((await ask('ada', tag)).statusCode).toBe(304);
    // Staff may see more of the same version.
    expect((await ask('staff:grace', tag)).statusCode).toBe(200);
  });

  it('shows nothing of how it is kept', async () => {
    const shown = Object.keys(bodyOf(await get('ada'))).sort();
    const expected = [
      'billing',
      'changedAt',
      'charges',
      'customerId',
      'language',
      'lines',
      'orderId',
      'orderNumber',
      'parcels',
      'placedAt',
      'recipient',
      'shipment',
      'status',
      'totals',
    ];
    expect(shown).toEqual(expected);
  });

  it('shows staff, and nobody else, what callbacks wait and what others were answered', async () => {
    const held = [{ action: 'delivered', heldAt: NOW, attempt: 2, parcelId: 'p1' }] as const;
    const seen = [
      { key: 'shipped/cb#1/2', body: 'f', result: 'duplicate', status: 'shipped' },
      { key: 'delivery_failed#p1#2', body: 'f', result: 'conflict', status: 'delivered' },
    ] as const;
    const service = makeService(anOrderThatIs('shipped', { held, seen }));
    const shownTo = async (as: string) => bodyOf(await service.getOrder(aRequest({ as, path: { id: ORDER_ID } })));
    expect(await shownTo('staff:grace')).toMatchObject({
      heldCallbacks: [{ action: 'delivered', since: new Date(NOW).toISOString(), parcelId: 'p1', attempt: 2 }],
      answeredCallbacks: [
        { action: 'shipped', callbackId: 'cb#1/2', result: 'duplicate', status: 'shipped' },
        { action: 'delivery_failed', result: 'conflict', status: 'delivered' },
      ],
    });
    expect(Object.keys(await shownTo('ada')).filter((name) => name.endsWith('Callbacks'))).toEqual([]);
  });

  it('shows what partners told, and why an order ended', async () => {
    const rejection = { reason: 'timed_out' } as const;
    const reported = { packed: { at: 0, note: 'two boxes' }, shipped: { at: 1_000 }, delivered: { at: 2_000 } };
    const parcels = [
      aParcel({ inferred: true, carrier: 'Post', trackingNumber: 'T1' }),
      aParcel({ parcelId: 'X-1', state: 'failed', nextAttemptAt: NOW, lines: [{ itemId: 'mug', count: 1 }] }),
    ];
    const cancellation = { by: 'staff' } as const;
    const service = makeService(anOrder({ rejection, reported, parcels, cancellation }));
    expect(bodyOf(await service.getOrder(aRequest({ as: 'ada', path: { id: ORDER_ID } })))).toMatchObject({
      rejection,
      cancellation,
      shipment: { attempt: 1, carrier: 'Post', trackingNumber: 'T1' },
      parcels: [
        { parcelId: 'p1', state: 'shipped', lines: [{ itemId: 'mug', count: 2 }] },
        {
          parcelId: 'X-1',
          state: 'failed',
          nextAttemptAt: '2026-03-01T12:00:00.000Z',
          lines: [{ itemId: 'mug', count: 1 }],
        },
      ],
      packed: { at: '1970-01-01T00:00:00.000Z', note: 'two boxes' },
      shipped: { at: '1970-01-01T00:00:01.000Z' },
      delivered: { at: '1970-01-01T00:00:02.000Z' },
    });
  });

  it('says the same of another customer’s order, of one that never was, and of what is no id', async () => {
    const answers = [await get('eve'), await get('ada', idOf(99)), await get('ada', 'ITEM/mug'), await get('ada', '')];
    const [first, ...others] = answers.map((answer) => [answer.statusCode, withoutRequestId(bodyOf(answer))]);
    expect(first).toEqual([404, expect.objectContaining({ code: 'ORDER_NOT_FOUND' })]);
    for (const other of others) expect(other).toEqual(first);
  });
});

describe('listing orders', () => {
  const list = (as: string, query: Readonly<Record<string, string>> = {}) => {
    const service = makeService(...ordersOf('ada', 1, 2, 3), ...ordersOf('eve', 4));
    return service.listOrders(aRequest({ as, query }));
  };
  const idsIn = (body: Readonly<Record<string, unknown>>) =>
    (body['orders'] as readonly { readonly orderId: string }[]).map(({ orderId }) => orderId);

  it('shows one’s own, newest first', async () => {
    expect(idsIn(bodyOf(await list('ada')))).toEqual([idOf(3), idOf(2), idOf(1)]);
  });

  it('goes on where the cursor says, and ends without one', async () => {
    const first = bodyOf(await list('ada', { limit: '2' }));
    expect(idsIn(first)).toEqual([idOf(3), idOf(2)]);
    const second = bodyOf(await list('ada', { limit: '2', cursor: String(first['cursor']) }));
    expect([idsIn(second), second['cursor']]).toEqual([[idOf(1)], undefined]);
  });

  it('shows staff their own, or those of the customer they name', async () => {
    expect(idsIn(bodyOf(await list('staff:grace')))).toEqual([]);
    expect(idsIn(bodyOf(await list('staff:grace', { customerId: 'eve' })))).toEqual([idOf(4)]);
  });

  it('refuses to show a customer those of another', async () => {
    const refused = await list('ada', { customerId: 'eve' });
    expect([refused.statusCode, bodyOf(refused)['code']]).toEqual([403, 'STAFF_ONLY']);
  });

  it('lets customers name themselves', async () => {
    expect((await list('ada', { customerId: 'ada' })).statusCode).toBe(200);
  });

  const cursor = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url');
  it.each([
    ['another customer’s cursor', { cursor: cursor({ customerId: 'eve', orderId: idOf(4) }) }, 'CURSOR_INVALID'],
    ['a cursor without an order', { cursor: cursor({ customerId: 'ada', orderId: 'item/mug' }) }, 'CURSOR_INVALID'],
    ['a cursor cut short', { cursor: cursor({ customerId: 'ada', orderId: idOf(1) }).slice(0, 20) }, 'CURSOR_INVALID'],
    ['limit 0', { limit: '0' }, 'REQUEST_INVALID'],
    ['limit 101', { limit: '101' }, 'REQUEST_INVALID'],
    ['an unknown parameter', { sort: 'price' }, 'REQUEST_INVALID'],
  ])('refuses %s', async (_what, query, code) => {
    const refused = await list('ada', query);
    expect([refused.statusCode, bodyOf(refused)['code']]).toEqual([400, code]);
  });
});

describe('finding orders', () => {
  const DAY = 86_400_000;
  /** Newest first: yesterday, ten days ago … over five months. */
  const AGES = [1, 10, 40, 70, 150];
  const idAged = (days: number, one: string) => `ord_${headOf(NOW - days * DAY)}${'0'.repeat(15)}${one}`;
  const orders = AGES.map((days, place) =>
    anOrder({
      orderId: idAged(days, 'ABCDE'.charAt(place)),
      customerId: place % 2 === 0 ? 'ada' : 'german',
      status: place === 0 ? 'placed' : 'delivered',
      placedAt: NOW - days * DAY,
    }),
  );
  const IDS = orders.map(({ orderId }) => orderId);

  const find = async (query: Readonly<Record<string, string>>, as = 'staff:grace') => {
    const answer = await makeService(...orders).listOrders(aRequest({ as, query }));
    const body = bodyOf(answer);
    const found = (body['orders'] as readonly { readonly orderId: string }[] | undefined)?.map(
      ({ orderId }) => orderId,
    );
    return { status: answer.statusCode, code: body['code'], found, cursor: body['cursor'] as string | undefined };
  };

  const all = async (query: Readonly<Record<string, string>>) => {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await find({ ...query, ...(cursor !== undefined && { cursor }) });
      found.push(...(page.found ?? []));
      cursor = page.cursor;
    } while (cursor !== undefined);
    return found;
  };

  it.each(['1', '2', '3', '100'])('lists those of everybody, newest first, %s at a time', async (limit) => {
    expect(await all({ scope: 'all', limit })).toEqual(IDS);
  });

  it('keeps to a status and a span', async () => {
    expect(await all({ scope: 'all', status: 'delivered', limit: '2' })).toEqual(IDS.slice(1));
    const [from, to] = [80, 20].map((days) => new Date(NOW - days * DAY).toISOString()) as [string, string];
    expect(await all({ scope: 'all', from, to, limit: '1' })).toEqual(IDS.slice(2, 4));
    expect(await all({ customerId: 'german', from, to })).toEqual([IDS[3]]);
    expect((await find({ status: 'placed' }, 'ada')).found).toEqual([IDS[0]]);
    expect((await find({ from: '2026-02-21', status: 'delivered' }, 'german')).found).toEqual([]);
  });

  it('shows nothing of a span that ends before it begins, and takes a cursor of another span', async () => {
    const upsideDown = { from: '2026-02-01', to: '2026-01-01' };
    expect((await find({ scope: 'all', ...upsideDown })).found).toEqual([]);
    expect((await find(upsideDown, 'ada')).found).toEqual([]);
    const { cursor = '' } = await find({ scope: 'all', limit: '1' });
    expect((await find({ scope: 'all', cursor, to: '2026-01-01' })).found).toEqual([IDS[3], IDS[4]]);
    expect((await find({ scope: 'all', cursor, from: '2026-03-01' })).found).toEqual([]);
    expect((await find({ scope: 'all', from: '1990-01-01', to: '9999-12-31', limit: '1' })).found).toEqual([IDS[0]]);
  });

  it('finds one by its number, however it is typed, and by the address of its customer', async () => {
    const number = orderNumberOf(IDS[4] ?? '');
    expect((await find({ orderNumber: number.toLowerCase().replaceAll('-', ' ') })).found).toEqual([IDS[4]]);
    expect((await find({ email: 'Ada@example.com' })).found).toEqual([IDS[0], IDS[2], IDS[4]]);
    expect((await find({ email: 'nobody@example.com' })).found).toEqual([]);
  });

  it.each([
    ['all orders', { scope: 'all' }],
    ['a number', { orderNumber: orderNumberOf(IDS[0] ?? '') }],
    ['an address', { email: 'german@example.com' }],
  ])('is for staff: a customer is refused %s', async (_, query) => {
    const { status, code } = await find(query, 'ada');
    expect([status, code]).toEqual([403, 'STAFF_ONLY']);
  });

  it.each([
    ['a number with a slip', { orderNumber: '2222-2222-2223' }, 'REQUEST_INVALID'],
    ['a day that is none', { from: '2026-02-31' }, 'REQUEST_INVALID'],
    ['a time without its offset', { to: '2026-02-01T10:00:00' }, 'REQUEST_INVALID'],
    ['a status that is none', { status: 'lost' }, 'REQUEST_INVALID'],
    ['two ways to say whose', { scope: 'all', email: 'a@example.com' }, 'REQUEST_INVALID'],
  ])('refuses %s', async (_, query, code) => {
    const answer = await find(query);
    expect([answer.status, answer.code]).toEqual([400, code]);
  });

  it('does not send a list again to who has it', async () => {
    const service = makeService(...orders);
    const ask = (headers = {}) => service.listOrders(aRequest({ as: 'ada', headers }));
    const tag = String((await ask()).headers?.['etag']);
    expect((await ask({ 'if-none-match': tag })).statusCode).toBe(304);
  });
});
