import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { EventDefinition } from '@orderwire/events-schema/envelope';
import { isAudit } from '@orderwire/events-schema/audit';
import { allEvents } from '@orderwire/events-schema/registry';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { aService } from './testing/a-service.ts';

interface Example {
  readonly meta: { readonly subject: string; readonly occurredAt: string };
  readonly data: { readonly orderId?: string; readonly customerId?: string };
}

const exampleOf = ({ type, version }: EventDefinition): Example =>
  JSON.parse(
    readFileSync(join(__dirname, `../../../events-schema/examples/${type}.v${version}.json`), 'utf8'),
  ) as Example;

const cursorOf = (key: object): string => Buffer.from(JSON.stringify(key)).toString('base64url');

const aTimeline = () => {
  const { timelines, subscriptions, getTimeline } = aService();
  const get = (as: string, query: Readonly<Record<string, string>> = {}, id = 'ord_1') =>
    getTimeline({ as, query, path: { id } });
  const entry = (id: string, at = '2026-03-01T12:00:00.000Z') =>
    timelines.add('ord_1', {
      ...{ id, at, type: 'MailSent', source: 's' },
      actor: { type: 'system', id: 's' },
      cause: 'request-1',
      facts: {},
    });
  return { timelines, get, entry, subscriptions };
};

describe('the timeline', () => {
  it('shows what happened in the order of time, the owner’s row left out', async () => {
    const { timelines, get, entry } = aTimeline();
    await entry('b', '2026-03-01T12:00:01.000Z');
    await timelines.noteOwner('ord_1', 'ada');
    await entry('z');
    await entry('a');
    const { status, body } = await get('ada');
    expect([status, body.entries?.map(({ id }) => id), body.cursor]).toEqual([200, ['a', 'z', 'b'], undefined]);
  });

  it('shows an event that comes twice once', async () => {
    const { timelines, get, entry } = aTimeline();
    await timelines.noteOwner('ord_1', 'ada');
    await entry('a');
    await entry('a');
    expect((await get('ada')).body.entries).toHaveLength(1);
  });

  it('goes page by page', async () => {
    const { timelines, get, entry } = aTimeline();
    await timelines.noteOwner('ord_1', 'ada');
    for (const id of ['a', 'b', 'c']) await entry(id);
    const first = await get('ada', { limit: '2' });
    const second = await get('ada', { limit: '2', cursor: first.body.cursor ?? '' });
    expect([first, second].map(({ body }) => body.entries?.map(({ id }) => id))).toEqual([['a', 'b'], ['c']]);
  });

  it.each([
    ['no cursor of ours', { cursor: 'nonsense' }],
    ['a cursor of another list', { cursor: cursorOf({ itemId: 'mug' }) }],
    ['a cursor that begins nowhere', { cursor: cursorOf({ after: '' }) }],
    ['a cursor behind the end', { cursor: cursorOf({ after: 'zzz' }) }],
    ['a limit of 0', { limit: '0' }],
    ['a limit of 101', { limit: '101' }],
    ['an unknown parameter', { order: 'asc' }],
  ])('refuses %s', async (_what, query) => {
    const { timelines, get } = aTimeline();
    await timelines.noteOwner('ord_1', 'ada');
    expect(await get('ada', query)).toMatchObject({ status: 400, body: { status: 400 } });
  });

  it('is for its owner and for staff; to others there is no such order', async () => {
    const { timelines, get } = aTimeline();
    await timelines.noteOwner('ord_1', 'ada');
    expect([(await get('ada')).status, (await get('staff:grace')).status]).toEqual([200, 200]);
    const foreign = await get('eve');
    expect(foreign).toMatchObject({ status: 404, body: { code: 'ORDER_NOT_FOUND' } });
    for (const id of ['ord_2', '', 'x'.repeat(3_000)]) expect(await get('ada', {}, id)).toEqual(foreign);
  });
});

describe('every event about an order', () => {
  const types = aTimeline().subscriptions.map(({ definition }) => definition.type);

  it.each(types)('%s becomes an entry of its order', async (type) => {
    const { timelines, subscriptions } = aTimeline();
    const subscription = subscriptions.find(({ definition }) => definition.type === type)!;
    const event = exampleOf(subscription.definition);
    await subscription.react(event, { attempt: 1 });
    const { meta, data } = event;
    const orderId = data.orderId ?? meta.subject;
    expect((await timelines.list(orderId, { limit: 10 })).entries).toMatchObject([{ type, at: meta.occurredAt }]);
    expect(await timelines.ownerOf(orderId)).toBe(type === 'OrderPlaced' ? data.customerId : undefined);
  });

  it('is let through by the rule, and nothing else is', () => {
    // CloudFormation's tags (!Ref …) are read as plain text: nothing here depends on them.
    const { custom } = parse(readFileSync(join(__dirname, '../serverless.yml'), 'utf8'), { logLevel: 'silent' }) as {
      readonly custom: { readonly consumer: { readonly events: readonly string[] } };
    };
    const onTheBus = aTimeline().subscriptions.filter(({ definition }) => definition.channel === 'bus');
    expect([...custom.consumer.events].sort()).toEqual(onTheBus.map(({ definition }) => definition.type).sort());
  });

  it('is found by its definition', () => {
    const about = allEvents.filter((event) => {
      const { meta, data } = exampleOf(event);
      // The audit list has these.
      if (isAudit(event)) return false;
      return data.orderId !== undefined || meta.subject.startsWith('ord_');
    });
    expect([...types].sort()).toEqual(about.map(({ type }) => type).sort());
  });
});

describe('the timeline of an order whose customer was erased', () => {
  const meta = (type: string, sequence: number) => ({
    ...{ id: `ord_1#${sequence}#0`, type, version: 1, source: 'orderwire.orders', subject: 'ord_1', sequence },
    ...{ occurredAt: `2026-03-01T12:00:0${sequence}.000Z`, correlationId: 'ord_1', causationId: 'c' },
    actor: { type: 'customer', id: 'ada' } as const,
  });
  const cancelled = {
    meta: meta('OrderCancelled', 2),
    data: {
      ...{ orderNumber: 'JXW2-VRJV-47H2', by: 'customer', reason: 'Canary', previousStatus: 'placed', lines: [] },
    },
  };
  const erased = { meta: meta('OrderErased', 3), data: { orderNumber: 'JXW2-VRJV-47H2' } };

  it.each([
    ['before', [cancelled, erased]],
    ['after', [erased, cancelled]],
  ])('keeps no words of people’s that were told %s, and all else', async (_when, told) => {
    const { timelines, subscriptions, get } = aTimeline();
    await timelines.noteOwner('ord_1', 'ada');
    for (const event of told)
      await subscriptions.find(({ definition }) => definition.type === event.meta.type)?.react(event, { attempt: 1 });
    expect((await get('ada')).body.entries).toMatchObject([
      { type: 'OrderCancelled', facts: { by: 'customer', previousStatus: 'placed' } },
      { type: 'OrderErased', facts: {} },
    ]);
    expect(JSON.stringify(await get('ada'))).not.toContain('Canary');
  });
});
