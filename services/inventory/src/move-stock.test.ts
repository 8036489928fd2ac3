import { describe, expect, it } from '@jest/globals';
import { aDetail } from '@orderwire/testing/batch';
import { aRequest, bodyOf } from '@orderwire/testing/request';
import { CAUSE, type Service } from './testing/a-service.ts';
import { attentionsOf, levelsTold, tea, withTea } from './testing/tea.ts';

type Ask = Parameters<typeof aRequest>[0];

const GRACE = 'staff:grace';

const asked = async (
  service: Service,
  route: 'getStock' | 'listStock' | 'stockHistory' | 'correctStock' | 'receiveGoods',
  more: Ask = {},
) => {
  const answer = await service[route](aRequest({ path: { itemId: 'tea' }, as: GRACE, ...more }));
  return { status: answer.statusCode, headers: answer.headers ?? {}, body: bodyOf(answer) };
};

const correct = (service: Service, body: object, more: Ask = {}) =>
  asked(service, 'correctStock', { body: { reason: 'counted', ...body }, ...more });

const takeIn = (service: Service, count: number, reference?: string, key?: string) =>
  asked(service, 'receiveGoods', {
    body: { count, ...(reference !== undefined && { reference }) },
    ...(key !== undefined && { headers: { 'idempotency-key': key } }),
  });

const lowTold = async (service: Service) =>
  (await service.published())
    .filter(({ type }) => type === 'StockLow')
    .map(({ sequence, data }) => [sequence, data['available']]);

describe('PUT /stock/{itemId}', () => {
  it('says how many there are, and tells who said so and why', async () => {
    const service = await withTea(5);
    const answer = await correct(service, { onHand: 3 });
    expect([answer.status, answer.headers['etag']]).toEqual([200, '"2"']);
    expect(answer.body).toMatchObject({ onHand: 3, available: 3, version: 2 });
    const told = (await service.published()).filter(({ sequence }) => sequence === 2);
    expect(told.map(({ type, data }) => [type, data])).toEqual([
      ['StockLevelChanged', { itemId: 'tea', onHand: 3, reserved: 0, available: 3 }],
      [
        'StockCorrected',
        {
          itemId: 'tea',
          before: { onHand: 5, reserved: 0, lowAt: 0 },
          after: { onHand: 3, reserved: 0, lowAt: 0 },
          reason: 'counted',
        },
      ],
      [
        'InventoryChangedByStaff',
        {
          changes: [
            { field: 'available', before: 5, after: 3 },
            { field: 'onHand', before: 5, after: 3 },
          ],
          withheld: ['movedAt', 'movements'],
          reason: 'counted',
        },
      ],
    ]);
  });

  it('changes nothing when it is so already', async () => {
    const service = await withTea(5);
    await correct(service, { onHand: 3 });
    expect((await correct(service, { onHand: 3 })).body).toMatchObject({ onHand: 3, version: 2 });
    expect((await asked(service, 'stockHistory')).body['movements']).toHaveLength(1);
  });

  it.each([
    ['another version', '"1"', 412],
    ['this version', '"2"', 200],
    ['whatever there is', '*', 200],
  ])('asked for %s', async (_, tag, status) => {
    const service = await withTea(5);
    await correct(service, { onHand: 4 });
    expect((await correct(service, { onHand: 3 }, { headers: { 'if-match': tag } })).status).toBe(status);
  });

  it('goes below what is reserved only where that is said', async () => {
    const service = await withTea(5);
    await service.reservations.placed('ord_1', tea(4), CAUSE);
    const refused = await correct(service, { onHand: 3 });
    expect([refused.status, refused.body['code'], refused.body['reserved']]).toEqual([409, 'STOCK_BELOW_RESERVED', 4]);
    const done = await correct(service, { onHand: 3, belowReserved: true });
    expect(done.body).toMatchObject({ onHand: 3, reserved: 4, available: -1 });
    await service.reservations.placed('ord_2', tea(1), CAUSE);
    expect(service.held().find(({ orderId }) => orderId === 'ord_2')?.status).toBe('failed');
    // The threshold may be set meanwhile.
    expect((await correct(service, { lowAt: 2 })).status).toBe(200);
    await service.reservations.packedShort('ord_1', tea(1), CAUSE);
    expect(service.item('tea')).toMatchObject({ reserved: 3, available: 0 });
  });

  it('lets no more leave the house than was counted', async () => {
    const service = await withTea(5);
    await service.reservations.placed('ord_1', tea(4), CAUSE);
    await correct(service, { onHand: 3, belowReserved: true });
    await expect(service.reservations.shipped('ord_1', { parcelId: 'p1', lines: tea(4) }, CAUSE)).rejects.toThrow();
    expect(service.attentions()).toBe(1);
    expect(service.item('tea')).toMatchObject({ onHand: 3, reserved: 4 });
  });

  it.each([
    ['a customer', { as: 'ada' }, 403, 'STAFF_ONLY'],
    ['a reader', { as: 'reader:rita' }, 403, 'STAFF_ONLY'],
    ['who gives no reason', { body: { onHand: 1 } }, 422, 'REQUEST_INVALID'],
    ['who counts less than nothing', { body: { onHand: -1, reason: 'x' } }, 422, 'REQUEST_INVALID'],
    ['who means an unknown item', { path: { itemId: 'coffee' } }, 404, 'ITEM_NOT_FOUND'],
  ])('refuses %s', async (_, more: Ask, status, code) => {
    const answer = await correct(await withTea(5), { onHand: 1 }, more);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });
});

describe('POST /stock/{itemId}/receipts', () => {
  it('adds what came in, and tells of it', async () => {
    const service = await withTea(0);
    const answer = await takeIn(service, 12, 'LS-1');
    expect([answer.status, answer.body]).toMatchObject([
      201,
      { number: 1, kind: 'received', reference: 'LS-1', after: { onHand: 12 }, by: { type: 'staff', id: 'grace' } },
    ]);
    expect(await levelsTold(service)).toEqual([
      [1, 0],
      [2, 12],
    ]);
    expect((await service.published()).at(-2)).toMatchObject({
      type: 'GoodsReceived',
      data: { itemId: 'tea', count: 12, onHand: 12, reference: 'LS-1' },
    });
  });

  it.each([
    ['reference', 'LS-1', undefined],
    ['Idempotency-Key', undefined, 'k-1'],
  ])('counts what has the same %s once', async (_, reference, key) => {
    const service = await withTea(0);
    const first = await takeIn(service, 12, reference, key);
    await takeIn(service, 5, 'another');
    const second = await takeIn(service, 12, reference, key);
    expect([second.status, second.body]).toEqual([201, first.body]);
    expect(second.headers['idempotent-replay']).toBe('true');
    expect(service.item('tea')).toMatchObject({ onHand: 17, movements: 2 });
    const other = await takeIn(service, 13, reference, key);
    expect([other.status, other.body['code']]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  it('counts two deliveries of one reference where each has a key', async () => {
    const service = await withTea(0);
    await takeIn(service, 1, 'LS-1', 'first');
    await takeIn(service, 2, 'LS-1', 'second');
    expect(service.item('tea')?.onHand).toBe(3);
  });

  it('counts once what comes twice at once', async () => {
    const service = await withTea(0);
    const answers = await Promise.all([takeIn(service, 7, 'LS-1'), takeIn(service, 7, 'LS-1')]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(service.item('tea')?.onHand).toBe(7);
  });

  it('wants a name for the delivery', async () => {
    const answer = await takeIn(await withTea(0), 7);
    expect([answer.status, answer.body['code']]).toEqual([422, 'RECEIPT_UNNAMED']);
  });
});

describe('GET /stock/{itemId}/history', () => {
  it('is read page by page, newest first', async () => {
    const service = await withTea(0);
    for (let count = 1; count <= 5; count += 1) await takeIn(service, count, `LS-${count}`);
    const numbers: unknown[][] = [];
    let cursor: string | undefined;
    do {
      const { body } = await asked(service, 'stockHistory', { query: { limit: '2', ...(cursor && { cursor }) } });
      numbers.push((body['movements'] as { number: number }[]).map(({ number }) => number));
      cursor = body['cursor'] as string | undefined;
    } while (cursor !== undefined);
    expect(numbers).toEqual([[5, 4], [3, 2], [1]]);
  });

  it('is empty for an item that nobody has touched, and opens by its own cursors only', async () => {
    const service = await withTea(5);
    expect((await asked(service, 'stockHistory')).body).toEqual({ movements: [] });
    const answer = await asked(service, 'stockHistory', { query: { cursor: 'nonsense' } });
    expect(answer.body['code']).toBe('CURSOR_INVALID');
  });
});

describe('an item of which little is left', () => {
  const listed = async (service: Service) =>
    ((await asked(service, 'listStock', { query: { low: 'true' } })).body['items'] as { itemId: string }[]).map(
      ({ itemId }) => itemId,
    );

  it('is told of once when it comes to its threshold, and listed until there is more', async () => {
    const service = await withTea(10);
    await correct(service, { lowAt: 5 });
    await service.reservations.placed('ord_1', tea(4), CAUSE);
    expect(await lowTold(service)).toEqual([]);
    await service.reservations.placed('ord_2', tea(1), CAUSE);
    await service.reservations.placed('ord_3', tea(2), CAUSE);
    expect(await lowTold(service)).toEqual([[4, 5]]);
    expect(await listed(service)).toEqual(['tea']);
    await takeIn(service, 1, 'LS-1');
    expect(await listed(service)).toEqual(['tea']);
    await takeIn(service, 2, 'LS-2');
    expect(await listed(service)).toEqual([]);
    await service.reservations.placed('ord_4', tea(2), CAUSE);
    expect(await lowTold(service)).toHaveLength(2);
  });

  it('is one that has sold out, where nobody set a threshold', async () => {
    const service = await withTea(2);
    await service.reservations.placed('ord_1', tea(2), CAUSE);
    expect(await lowTold(service)).toEqual([[2, 0]]);
    expect(await listed(service)).toEqual(['tea']);
    await service.reservations.endedEarly('ord_1', CAUSE);
    expect(await listed(service)).toEqual([]);
  });

  it('is told of by whichever sale takes it there, of many at once', async () => {
    const service = await withTea(30);
    await correct(service, { lowAt: 10 });
    await Promise.all(
      Array.from({ length: 25 }, (_, index) => service.reservations.placed(`ord_${index}`, tea(1), CAUSE)),
    );
    expect(service.item('tea')?.available).toBe(5);
    expect((await lowTold(service)).map(([, available]) => available)).toEqual([10]);
  });

  it('becomes low when its threshold is raised', async () => {
    const service = await withTea(10);
    await correct(service, { lowAt: 20 });
    expect(await lowTold(service)).toEqual([[2, 10]]);
    await correct(service, { lowAt: 0 });
    expect(await listed(service)).toEqual([]);
  });
});

describe('stock that a client sends with the item', () => {
  const updated = (sequence: number, stock?: number, occurredAt = '2026-03-01T12:00:00.000Z') => {
    const detail = aDetail('ItemUpdated', 'orderwire.catalog', 'tea', {
      ...{ itemId: 'tea', title: 'Tea', category: 'tea', priceMinor: 100, vatClass: 'reduced', currency: 'EUR' },
      ...{ changed: [], stock },
    });
    return {
      ...detail,
      meta: { ...detail.meta, sequence, occurredAt, actor: { type: 'staff', id: 'grace' } as const },
    };
  };
  const told = async (service: Service, ...details: readonly ReturnType<typeof updated>[]) => {
    const subscription = service.subscriptions.find(({ definition }) => definition.type === 'ItemUpdated');
    for (const detail of details) await subscription?.react(detail, { attempt: 1 });
  };

  it('is to be had from then on, beside what is reserved', async () => {
    const service = await withTea(5);
    await service.reservations.placed('ord_1', tea(2), CAUSE);
    await told(service, updated(2, 7));
    expect(service.item('tea')).toMatchObject({ onHand: 9, reserved: 2, available: 7 });
    const { body } = await asked(service, 'stockHistory');
    expect(body['movements']).toMatchObject([{ kind: 'corrected', by: { type: 'staff', id: 'grace' } }]);
  });

  it('counts once, by the newest version of the item, in whichever order they come', async () => {
    const service = await withTea(5);
    await told(service, updated(3, 7), updated(2, 1), updated(3, 7), updated(4));
    expect(service.item('tea')).toMatchObject({ onHand: 7, movements: 1, statedVersion: 3 });
    expect(service.attentions()).toBe(0);
  });

  it.each([
    ['goods came in', 25, (service: Service) => takeIn(service, 20, 'LS-1')],
    ['somebody counted', 100, (service: Service) => correct(service, { onHand: 100 })],
  ])('changes nothing when it comes after %s, and a person is told, once', async (_, onHand, act) => {
    const service = await withTea(5);
    service.advance(60_000);
    await act(service);
    await told(service, updated(2, 7), updated(2, 7));
    expect(service.item('tea')).toMatchObject({ onHand, available: onHand, movements: 1 });
    expect(await attentionsOf(service)).toMatchObject([
      {
        subject: 'attention/inventory/STATED_STOCK_LATE/tea/2',
        data: { code: 'STATED_STOCK_LATE', detail: expect.stringContaining('stock of 7') },
      },
    ]);
    const ofStaff = (await service.published()).filter(({ type }) => type === 'InventoryChangedByStaff');
    expect(ofStaff.map(({ subject }) => subject)).toEqual(['stock/tea']);
    await told(service, updated(3, 7, '2026-03-01T12:01:00.001Z'));
    expect(service.item('tea')).toMatchObject({ onHand: 7, statedVersion: 3 });
  });

  it('counts after somebody has set a threshold, or sent another stock', async () => {
    const service = await withTea(5);
    service.advance(60_000);
    await correct(service, { lowAt: 3 });
    await told(service, updated(2, 7), updated(3, 9));
    expect(service.item('tea')).toMatchObject({ onHand: 9, statedVersion: 3 });
    expect(service.attentions()).toBe(0);
  });
});
