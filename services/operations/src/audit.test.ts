import { describe, expect, it } from '@jest/globals';
import { isAudit } from '@orderwire/events-schema/audit';
import type { Meta } from '@orderwire/events-schema/envelope';
import { allEvents } from '@orderwire/events-schema/registry';
import { aService } from './testing/a-service.ts';

const META: Meta = {
  id: 'ord_1#3#1',
  type: 'OrdersChangedByStaff',
  version: 1,
  source: 'orderwire.orders',
  subject: 'ord_1',
  sequence: 3,
  occurredAt: '2026-03-01T12:00:00.000Z',
  correlationId: 'ord_1',
  causationId: 'http/req-1',
  actor: { type: 'staff', id: 'grace' },
};
const DATA = {
  changes: [{ field: 'status', before: 'confirmed', after: 'cancelled' }],
  withheld: ['watched'],
  reason: 'Ada called.',
};
const ENTRY = {
  ...{ id: 'ord_1#3#1', at: '2026-03-01T12:00:00.000Z', actor: 'grace', service: 'orders', subject: 'ord_1' },
  cause: 'http/req-1',
  ...DATA,
};

const anAuditList = () => {
  const { subscriptions, list } = aService();
  const happens = async (change: Partial<Meta> = {}, data: object = DATA) => {
    const meta = { ...META, ...change };
    const subscription = subscriptions.find(({ definition }) => definition.type === meta.type);
    await subscription?.react({ meta, data }, { attempt: 1 });
  };
  return {
    list,
    happens,
    /** One entry for each second, of another thing each: `t1`, `t2` … */
    happened: async (count: number, change: (n: number) => Partial<Meta> = () => ({})) => {
      for (let n = 1; n <= count; n += 1) {
        const occurredAt = new Date(Date.parse(META.occurredAt) + n * 1_000).toISOString();
        await happens({ id: `t${n}#1#0`, subject: `t${n}`, occurredAt, ...change(n) });
      }
    },
    /** The subjects, page by page. */
    pages: async (query: Readonly<Record<string, string>>) => {
      const seen: (readonly string[])[] = [];
      let cursor: string | undefined;
      do {
        const page = await list({ ...query, ...(cursor !== undefined && { cursor }) });
        seen.push(page.entries.map(({ subject }) => subject));
        cursor = page.cursor;
      } while (cursor !== undefined);
      return seen;
    },
  };
};

describe('what staff did', () => {
  it('is in the list: who, when, what, before and after, and why', async () => {
    const { happens, list } = anAuditList();
    await happens();
    expect(await list()).toEqual({ status: 200, entries: [ENTRY] });
  });

  it('is one entry however often its event comes, and stays as it was', async () => {
    const { happens, list } = anAuditList();
    await happens();
    await happens({}, { ...DATA, reason: 'Another one.' });
    expect((await list()).entries).toEqual([ENTRY]);
  });

  it('is an entry for each event of whichever service', async () => {
    const { happens, list } = anAuditList();
    const audits = allEvents.filter(isAudit);
    for (const { type, source } of audits) await happens({ type, source });
    const services = (await list()).entries.map(({ service }) => service);
    expect(services.sort()).toEqual(audits.map(({ source }) => source.replace('orderwire.', '')).sort());
  });

  it('to a customer who was erased is found under the customer', async () => {
    const { happens, list } = anAuditList();
    await happens({ type: 'CustomersChangedByStaff', source: 'orderwire.customers', subject: 'erased/ada' });
    expect((await list({ subject: 'ada' })).entries).toMatchObject([{ service: 'customers', subject: 'ada' }]);
  });

  it('may be a value of any kind, before and after', async () => {
    const { happens, list } = anAuditList();
    const changes = [
      { field: 'options', before: { colour: 'red', sizes: [1, 2.5] }, after: null },
      { field: 'pictures', after: ['https://example.com/1.png'] },
      { field: 'stock', before: 0, after: false },
    ];
    await happens({}, { changes, withheld: [] });
    expect((await list()).entries).toMatchObject([{ changes }]);
  });
});

describe('the audit list', () => {
  it('is shown newest first, page by page', async () => {
    const { happened, pages } = anAuditList();
    await happened(5);
    expect(await pages({ limit: '2' })).toEqual([['t5', 't4'], ['t3', 't2'], ['t1']]);
  });

  it.each([
    ['a person', { actor: 'linus' }, ['t4', 't2']],
    ['a thing', { subject: 't3' }, ['t3']],
    ['a service', { service: 'catalog' }, ['t3']],
    ['a person and a service', { actor: 'grace', service: 'catalog' }, ['t3']],
    ['a person and a thing that is not theirs', { actor: 'grace', subject: 't2' }, []],
    ['a time on', { from: '2026-03-01T12:00:04Z' }, ['t5', 't4']],
    ['before a time', { to: '2026-03-01T13:00:02+01:00' }, ['t1']],
    ['a span and a person', { from: '2026-03-01T12:00:03Z', to: '2026-03-01T12:00:05Z', actor: 'linus' }, ['t4']],
  ])('can be narrowed to %s', async (_what, query, subjects) => {
    const { happened, pages } = anAuditList();
    await happened(5, (n) => ({
      actor: { type: 'staff', id: n % 2 === 0 ? 'linus' : 'grace' },
      ...(n === 3 && { type: 'CatalogChangedByStaff', source: 'orderwire.catalog' }),
    }));
    expect((await pages({ ...query, limit: '1' })).flat()).toEqual(subjects);
  });

  it('gives a cursor rather than look at more than a thousand entries at once', async () => {
    const { happened, list, pages } = anAuditList();
    await happened(1_001, (n) => (n === 1 ? { type: 'CatalogChangedByStaff', source: 'orderwire.catalog' } : {}));
    const query = { actor: 'grace', service: 'catalog' };
    const { entries, cursor } = await list(query);
    expect([entries, typeof cursor]).toEqual([[], 'string']);
    expect(await pages(query)).toEqual([[], ['t1']]);
  });

  it('takes a cursor for the list that it was given out for, and for no other', async () => {
    const { happened, list } = anAuditList();
    await happened(2);
    const { cursor = '' } = await list({ limit: '1' });
    for (const other of [{ actor: 'grace' }, { service: 'orders' }, { from: '2026-03-01T12:00:00Z' }])
      expect(await list({ ...other, cursor })).toMatchObject({ status: 400, code: 'CURSOR_INVALID' });
    expect((await list({ cursor })).entries).toMatchObject([{ subject: 't1' }]);
  });

  const forged = (key: object): string => Buffer.from(JSON.stringify(key)).toString('base64url');
  const ALL = JSON.stringify(['', '', '', '', '']);

  it.each([
    ['no cursor of ours', { cursor: 'nonsense' }],
    ['a cursor that begins nowhere', { cursor: forged({ service: 'orders', place: '', of: ALL }) }],
    [
      'a cursor to an entry before the span',
      {
        from: '2026-03-01T12:00:01Z',
        cursor: forged({
          ...{ service: 'orders', place: '2026-03-01T12:00:00.000Z#a' },
          of: JSON.stringify(['', '', '', '2026-03-01T12:00:01.000Z', '']),
        }),
      },
    ],
    ['a time without its offset', { from: '2026-03-01T12:00:00' }],
    ['a limit of 101', { limit: '101' }],
    ['an unknown parameter', { order: 'asc' }],
  ])('is not shown for %s', async (_what, query) => {
    expect(await anAuditList().list(query)).toMatchObject({ status: 400 });
  });

  it.each([
    ['a customer', 'ada', 403, 'STAFF_ONLY'],
    ['nobody', '', 401, 'UNAUTHENTICATED'],
  ])('is not for %s', async (_who, as, status, code) => {
    expect(await anAuditList().list({}, as)).toMatchObject({ status, code });
  });
});
