import { describe, expect, it } from '@jest/globals';
import { aDetail } from '@orderwire/testing/batch';
import { pointersOf } from '@orderwire/testing/request';
import { aService, delivered, FIRST, goods, ORDER, returned, shipped } from './testing/a-service.ts';

const DAY_MS = 24 * 60 * 60_000;
const MUG = [{ itemId: 'mug', count: 1 }];
const ALL = [{ itemId: 'tea', count: 2 }, ...MUG];

const withParcel = async (settings = {}) => {
  const service = aService(settings);
  await service.consume(shipped());
  return service;
};

describe('asking for a return', () => {
  it('may be done as soon as the goods are out', async () => {
    const service = await withParcel();
    const { status, body, headers } = await service.ask(MUG);
    expect([status, headers['location']]).toEqual([201, `/orders/${ORDER}/returns`]);
    expect(body).toMatchObject({
      ...{ returnId: FIRST, orderId: ORDER, status: 'requested', refunded: 0 },
      lines: [{ itemId: 'mug', count: 1, title: 'Mug' }],
    });
    expect(await service.published()).toMatchObject([
      { id: `${FIRST}#2#0`, type: 'ReturnRequested', data: { customerId: 'ada', lines: [{ title: 'Mug' }] } },
    ]);
  });

  it('keeps what a customer said out of the audit list, and takes into it what staff say in the address', async () => {
    const service = await withParcel();
    const body = { lines: [{ itemId: 'tea', count: 1 }], reason: 'It made me ill.' };
    const asStaff = { as: 'staff:grace', path: { id: ORDER }, body };
    const whyInRow = () => (JSON.parse(service.rows()[0]?.['outbox']?.S ?? '') as { readonly reason?: string }).reason;
    expect([(await service.call('requestReturn', asStaff)).status, whyInRow()]).toEqual([201, undefined]);
    await service.call('requestReturn', { ...asStaff, query: { reason: 'They called.' } });
    expect(whyInRow()).toBe('They called.');
  });

  it('adds equal lines up', async () => {
    const { body } = await (
      await withParcel()
    ).ask([
      { itemId: 'tea', count: 1 },
      { itemId: 'tea', count: 1 },
    ]);
    expect(body['lines']).toEqual([{ itemId: 'tea', count: 2, title: 'Tea' }]);
  });

  it('may be done for the rest, but not twice for a piece', async () => {
    const service = await withParcel();
    await service.ask([{ itemId: 'tea', count: 1 }]);
    const { status, body, answer } = await service.ask([{ itemId: 'tea', count: 2 }]);
    expect([status, body['code'], pointersOf(answer)]).toEqual([422, 'MORE_THAN_SHIPPED', ['#/lines/0/count']]);
    expect((await service.ask([{ itemId: 'tea', count: 1 }, ...MUG])).status).toBe(201);
    expect((await service.ask(MUG)).body['code']).toBe('NOTHING_TO_RETURN');
  });

  it('may be done again after a rejection', async () => {
    const service = await withParcel();
    await service.ask(ALL);
    await service.reject();
    expect((await service.ask(ALL)).status).toBe(201);
  });

  it('may be done 20 times', async () => {
    const service = await withParcel();
    for (let position = 1; position <= 20; position += 1) {
      expect((await service.ask(MUG)).status).toBe(201);
      await service.reject(`${FIRST.slice(0, -1)}${position}`);
    }
    expect((await service.ask(MUG)).body['code']).toBe('TOO_MANY_RETURNS');
  });

  it('is not for what came back by itself', async () => {
    const service = await withParcel();
    await service.consume(shipped({ parcelId: 'p2', position: 2, lines: goods({ mug: 1 }) }), returned('p2'));
    expect((await service.ask([{ itemId: 'mug', count: 2 }])).body['code']).toBe('MORE_THAN_SHIPPED');
    await service.consume(returned('p1', 'OrderReturned'));
    expect((await service.ask(MUG)).body['code']).toBe('NOTHING_TO_RETURN');
  });

  it('names each line that has a fault', async () => {
    const { status, answer } = await (await withParcel()).ask([{ itemId: 'book', count: 1 }, ...MUG, ...MUG]);
    expect([status, pointersOf(answer)]).toEqual([422, ['#/lines/0/itemId', '#/lines/1/count', '#/lines/2/count']]);
  });

  it.each([
    [{ lines: [] }, ['#/lines']],
    [{}, ['#/lines']],
    [undefined, ['#']],
    [{ lines: [{ itemId: 'tea', count: 0 }] }, ['#/lines/0/count']],
    [{ lines: [{ itemId: 'tea', count: 1.5 }] }, ['#/lines/0/count']],
    [{ lines: [{ itemId: 'tea', count: 100 }] }, ['#/lines/0/count']],
    [{ lines: [{ itemId: '', count: 1 }] }, ['#/lines/0/itemId']],
    [{ lines: [{ itemId: 'tea', count: 1, price: 1 }] }, ['#/lines/0/price']],
    [{ lines: MUG, reason: 'a\u0000b' }, ['#/reason']],
    [{ lines: MUG, reason: 'x'.repeat(201) }, ['#/reason']],
    [{ lines: MUG, status: 'approved' }, ['#/status']],
    [{ lines: Array.from({ length: 41 }, () => ({ itemId: 'tea', count: 1 })) }, ['#/lines']],
  ])('is refused where the body is %j', async (body, pointers) => {
    const service = await withParcel();
    const before = service.rows();
    const { status, answer } = await service.call('requestReturn', { as: 'ada', path: { id: ORDER }, body });
    expect([status, pointersOf(answer)]).toEqual([422, pointers]);
    expect(service.rows()).toEqual(before);
  });
});

describe('an order whose customer was erased', () => {
  it('keeps no word of a return that is approved, not even in the events of the write, while goods have to come', async () => {
    const service = await withParcel({ RETURN_APPROVAL: 'automatic' });
    const ask = () =>
      service.call('requestReturn', {
        ...{ as: 'staff:grace', path: { id: ORDER } },
        body: { lines: [{ itemId: 'tea', count: 1 }], reason: 'Canary broke it' },
      });
    expect((await ask()).status).toBe(201);
    await service.consume(aDetail('OrderErased', 'orderwire.orders', ORDER, { orderNumber: 'JXW2-VRJV-47H2' }, 7));
    expect(JSON.stringify(service.rows())).not.toContain('Canary');
    expect((await ask()).status).toBe(201);
    expect(JSON.stringify(service.rows())).not.toContain('Canary');
    expect((await service.list('staff:grace')).body['returns']).toMatchObject([
      { status: 'approved', lines: [{ itemId: 'tea', count: 1 }] },
      { status: 'approved', lines: [{ itemId: 'tea', count: 1 }] },
    ]);
  });
});

describe('an order that is not the caller’s', () => {
  const NOT_THERE = {
    code: 'ORDER_NOT_FOUND',
    detail: 'There is no such order, or nothing of it has left the house yet.',
  };

  it.each(['requestReturn', 'listReturns'] as const)('is not there for %s, in the same words as none', async (name) => {
    const service = await withParcel();
    const ask = (as: string, id: string) => service.call(name, { as, path: { id }, body: { lines: MUG } });
    const answers = [
      await ask('bob', ORDER),
      await ask('ada', ORDER.replace('M', 'N')),
      await ask('ada', 'ord_1'),
      await ask('staff:grace', ORDER.replace('M', 'N')),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    for (const { body } of answers) expect(body).toMatchObject(NOT_THERE);
  });

  it('is there for staff', async () => {
    const service = await withParcel();
    expect((await service.ask(MUG, { as: 'staff:grace' })).status).toBe(201);
    expect((await service.list('staff:grace')).body['returns']).toHaveLength(1);
  });

  it('is not there while nobody knows whose it is', async () => {
    const service = aService();
    await service.consume(delivered());
    expect([(await service.ask(MUG)).status, (await service.list('staff:grace')).status]).toEqual([404, 404]);
  });
});

describe('the time for a return', () => {
  const askAfter = async (days: number, ...events: readonly ReturnType<typeof delivered>[]) => {
    const service = await withParcel();
    await service.consume(...events);
    // It is 10 o'clock in Berlin on the day after the delivery.
    service.advance((days - 1) * DAY_MS);
    const { status, body } = await service.ask(MUG);
    return { status, code: body['code'], until: body['until'], shown: (await service.list()).body['until'] };
  };

  it('is the whole of the last day, in the shop’s place', async () => {
    expect(await askAfter(30, delivered())).toEqual({ status: 201, shown: '2026-03-31' });
    expect(await askAfter(30.59, delivered())).toMatchObject({ status: 409, code: 'RETURN_TOO_LATE' });
    expect(await askAfter(31, delivered())).toEqual({
      ...{ status: 409, code: 'RETURN_TOO_LATE', until: '2026-03-31', shown: '2026-03-31' },
    });
  });

  it('does not begin while something is under way', async () => {
    expect(await askAfter(100, delivered('p1', 'ParcelDelivered'))).toEqual({ status: 201 });
  });
});

describe('an Idempotency-Key', () => {
  const headers = { 'idempotency-key': 'k-1' };

  it('asks for one return, and is answered the same, whatever has become of it', async () => {
    const service = await withParcel();
    const first = await service.ask(MUG, { headers });
    await service.approve();
    const again = await service.ask(MUG, { headers });
    expect([again.status, again.headers['idempotent-replay'], again.body]).toEqual([201, 'true', first.body]);
    expect((await service.list()).body['returns']).toHaveLength(1);
  });

  it('is answered the same where the shop approved at once', async () => {
    const service = await withParcel({ RETURN_APPROVAL: 'automatic', RETURN_INSTRUCTIONS_EN: 'Wrap it. | Send it.' });
    const first = await service.ask(MUG, { headers });
    expect(first.body).toMatchObject({ status: 'approved', instructions: 'Wrap it.\nSend it.' });
    expect((await service.ask(MUG, { headers })).body).toEqual(first.body);
  });

  it('is refused for another body', async () => {
    const service = await withParcel();
    await service.ask(MUG, { headers });
    const { status, body } = await service.ask([{ itemId: 'tea', count: 1 }], { headers });
    expect([status, body['code']]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  it('is the caller’s own', async () => {
    const service = await withParcel();
    await service.ask(MUG, { headers });
    expect((await service.ask([{ itemId: 'tea', count: 1 }], { as: 'staff:grace', headers })).status).toBe(201);
  });
});

describe('what staff answer', () => {
  it('is told with all that the customer needs', async () => {
    const service = await withParcel({
      RETURN_LABEL_URL: 'https://labels.test/{returnId}',
      RETURN_INSTRUCTIONS_EN: 'Wrap it.',
    });
    await service.ask(MUG);
    const { status, body } = await service.approve();
    expect([status, body['status'], body['labelUrl']]).toEqual([200, 'approved', `https://labels.test/${FIRST}`]);
    expect((await service.published())[1]).toMatchObject({
      type: 'ReturnApproved',
      data: { lines: MUG, instructions: 'Wrap it.', labelUrl: `https://labels.test/${FIRST}` },
    });
  });

  it('is the same however often it is said', async () => {
    const service = await withParcel();
    await service.ask(MUG);
    const bodies = [await service.approve(), await service.approve()].map(({ body }) => body);
    expect(bodies[0]).toEqual(bodies[1]);
    expect((await service.published()).map(({ type }) => type)).toEqual([
      ...['ReturnRequested', 'ReturnApproved', 'ReturnsChangedByStaff'],
    ]);
  });

  it('is not taken back', async () => {
    const service = await withParcel();
    await service.ask(MUG);
    await service.ask([{ itemId: 'tea', count: 1 }]);
    const second = `${FIRST.slice(0, -1)}2`;
    await service.approve();
    const rejected = await service.reject(second, { reason: 'Opened.' });
    expect(rejected.body).toMatchObject({ status: 'rejected', rejection: 'Opened.' });
    expect([(await service.reject()).body['code'], (await service.approve(second)).body['code']]).toEqual([
      'RETURN_APPROVED',
      'RETURN_REJECTED',
    ]);
  });

  it.each(['approveReturn', 'rejectReturn'] as const)('is for staff: %s', async (name) => {
    const service = await withParcel();
    await service.ask(MUG);
    const code = async (request: object) => (await service.call(name, request)).body['code'];
    expect(await code({ as: 'ada', path: { id: FIRST } })).toBe('STAFF_ONLY');
    expect(await code({ path: { id: FIRST } })).toBe('UNAUTHENTICATED');
    for (const id of [`${FIRST}1`, `${FIRST.slice(0, -1)}0`, 'ret_1', '', ORDER, FIRST.replace('M_', 'N_')])
      expect(await code({ as: 'staff:grace', path: { id } })).toBe('RETURN_NOT_FOUND');
  });
});
