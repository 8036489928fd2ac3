import { describe, expect, it } from '@jest/globals';
import { aService, arrived, delivered, FIRST, ORDER, shipped } from './testing/a-service.ts';

const MUG = [{ itemId: 'mug', count: 1 }];
const TEA = [{ itemId: 'tea', count: 1 }];
const OTHERS = ['A', 'B'].map((last) => `${ORDER.slice(0, -1)}${last}`);

const idsOf = (body: Readonly<Record<string, unknown>>): readonly unknown[] =>
  (body['returns'] as readonly Readonly<Record<string, unknown>>[]).map(({ returnId }) => returnId);

/** Three orders, each with a return that was asked for a minute after the one before. */
const withThree = async () => {
  const service = aService();
  for (const order of [ORDER, ...OTHERS]) {
    await service.consume(shipped({ order }));
    await service.ask(MUG, { order });
    service.advance(60_000);
  }
  return service;
};

describe('the list of returns that nobody has answered', () => {
  it('begins with who waited longest, and shows each as its order does', async () => {
    const service = await withThree();
    const { status, body } = await service.waiting({ status: 'requested' });
    expect([status, idsOf(body), body['cursor']]).toEqual([
      200,
      [ORDER, ...OTHERS].map((order) => `ret_${order.slice('ord_'.length)}_1`),
      undefined,
    ]);
    expect((body['returns'] as readonly unknown[])[0]).toEqual(
      ((await service.list()).body['returns'] as readonly unknown[])[0],
    );
  });

  it('comes in pages of orders, without an empty one at the end', async () => {
    const service = await withThree();
    const first = await service.waiting({ limit: '2' });
    expect(idsOf(first.body)).toHaveLength(2);
    const second = await service.waiting({ limit: '2', cursor: String(first.body['cursor']) });
    expect([idsOf(second.body).length, second.body['cursor']]).toEqual([1, undefined]);
    expect(new Set([...idsOf(first.body), ...idsOf(second.body)]).size).toBe(3);
  });

  it.each(['approve', 'reject'] as const)('lacks what staff %s, and keeps the order’s next one', async (answer) => {
    const service = await withThree();
    await service.ask(TEA);
    await service[answer]();
    expect(idsOf((await service.waiting()).body)).toEqual([
      ...OTHERS.map((order) => `ret_${order.slice('ord_'.length)}_1`),
      FIRST.replace('_1', '_2'),
    ]);
    await service[answer](FIRST.replace('_1', '_2'));
    expect(idsOf((await service.waiting()).body)).not.toContain(FIRST.replace('_1', '_2'));
  });

  it('costs an order without returns nothing, nor one that was answered', async () => {
    const service = aService();
    await service.consume(shipped(), delivered());
    const attributes = () => Object.keys(service.rows()[0] ?? {}).filter((name) => name.startsWith('waits'));
    expect(attributes()).toEqual([]);
    await service.ask(MUG);
    expect(attributes()).toEqual(['waitsFor', 'waitsSince']);
    await service.approve();
    await service.consume(arrived(MUG));
    expect(attributes()).toEqual([]);
  });

  it('has none of what a rule approved at once', async () => {
    const service = aService({ RETURN_APPROVAL: 'automatic' });
    await service.consume(shipped());
    await service.ask(MUG);
    expect((await service.waiting()).body['returns']).toEqual([]);
    expect((await service.published())[0]).toMatchObject({ type: 'ReturnRequested', data: { isApproved: true } });
  });

  it.each([
    ['customers', {}, 'ada', 403, 'STAFF_ONLY'],
    ['another status', { status: 'approved' }, 'staff:grace', 400, 'REQUEST_INVALID'],
    ['what is no cursor', { cursor: 'x' }, 'staff:grace', 400, 'CURSOR_INVALID'],
    ['a cursor of another list', { cursor: 'eyJzdHVjayI6IngifQ' }, 'staff:grace', 400, 'CURSOR_INVALID'],
  ] as const)('is refused for %s', async (_what, query, as, status, code) => {
    const answer = await aService().waiting(query, as);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });
});

describe('what customers read of how goods come back', () => {
  const TEXTS = { RETURN_INSTRUCTIONS_EN: 'Wrap it. | Send it.', RETURN_INSTRUCTIONS_DE: 'Bitte einpacken.' };
  it.each([
    ['de', TEXTS, 'Bitte einpacken.'],
    ['en', TEXTS, 'Wrap it.\nSend it.'],
    ['de', { RETURN_INSTRUCTIONS_EN: 'Wrap it.' }, 'Wrap it.'],
    ['en', { RETURN_INSTRUCTIONS_DE: 'Bitte einpacken.' }, 'Bitte einpacken.'],
    ['de', {}, undefined],
  ])(
    'is in the language of the order, or in the other where there is no other text: %s, %j',
    async (language, settings, text) => {
      const service = aService(settings);
      await service.consume(shipped({ language }));
      await service.consume(delivered());
      await service.ask(MUG);
      expect((await service.approve()).body['instructions']).toBe(text);
    },
  );
});
