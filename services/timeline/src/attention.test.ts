import { describe, expect, it } from '@jest/globals';
import type { DataOf, Meta } from '@orderwire/events-schema/envelope';
import type { OrderNeedsAttention } from '@orderwire/events-schema/orders';
import { PaymentNeedsAttention } from '@orderwire/events-schema/payments';
import { aService } from './testing/a-service.ts';

const meta = (change: Partial<Meta> = {}): Meta => ({
  id: 'ord_1#5#0',
  type: 'OrderNeedsAttention',
  version: 1,
  source: 'orderwire.orders',
  subject: 'ord_1',
  sequence: 5,
  occurredAt: '2026-03-01T12:00:00.000Z',
  correlationId: 'ord_1',
  causationId: 'callback/delivered#1',
  actor: { type: 'partner', id: 'courier' },
  ...change,
});

const DATA: DataOf<typeof OrderNeedsAttention> = {
  code: 'CALLBACK_CONFLICTS',
  detail: '"delivered" was reported, but the order is cancelled.',
  orderId: 'ord_1',
};

const ENTRY = {
  id: 'ord_1.5.0',
  state: 'open',
  ...DATA,
  type: 'OrderNeedsAttention',
  source: 'orderwire.orders',
  raisedAt: '2026-03-01T12:00:00.000Z',
};

const STAFF = 'staff:grace';

const cursor = (key: object): string => Buffer.from(JSON.stringify(key)).toString('base64url');

const anAttentionList = () => {
  const { subscriptions, listAttention, closeAttention, ...service } = aService();
  return {
    ...service,
    happens: async (change: Partial<Meta> = {}, data: DataOf<typeof OrderNeedsAttention> = DATA) => {
      const event = { meta: meta(change), data };
      const subscription = subscriptions.find(({ definition }) => definition.type === event.meta.type);
      await subscription?.react(event, { attempt: 1 });
    },
    get: (query: Readonly<Record<string, string>> = {}, as: string | undefined = STAFF) =>
      listAttention({ query, ...(as !== '' && { as }) }),
    close: (id: string, body: unknown = { note: 'Called them.' }, as: string | undefined = STAFF) =>
      closeAttention({
        path: { id },
        ...(typeof body === 'string' ? { text: body } : { body }),
        ...(as !== '' && { as }),
      }),
  };
};

describe('what needs attention', () => {
  it('is in the list, in its order’s timeline, in the log and in a metric', async () => {
    const { happens, get, timelines, lines, counts } = anAttentionList();
    await happens();
    expect((await get()).body).toEqual({ entries: [ENTRY] });
    const { entries } = await timelines.list('ord_1', { limit: 10 });
    expect(entries).toMatchObject([{ type: 'OrderNeedsAttention', facts: { code: 'CALLBACK_CONFLICTS' } }]);
    const attributes = {
      attentionId: 'ord_1.5.0',
      code: 'CALLBACK_CONFLICTS',
      orderId: 'ord_1',
      source: 'orderwire.orders',
    };
    expect(lines).toEqual([{ level: 'warn', message: 'Something needs attention', attributes }]);
    expect(counts.get('AttentionRaised')).toBe(1);
  });

  it('is one entry, however often its event comes', async () => {
    const { happens, get } = anAttentionList();
    for (let times = 0; times < 3; times += 1) await happens();
    expect((await get()).body.entries).toHaveLength(1);
  });

  it('is an entry for each event: two of one write, and two of one order', async () => {
    const { happens, get } = anAttentionList();
    for (const id of ['ord_1#5#0', 'ord_1#5#1', 'ord_1#6#0']) await happens({ id });
    expect((await get()).body.entries.map(({ id }) => id)).toEqual(['ord_1.6.0', 'ord_1.5.1', 'ord_1.5.0']);
  });

  it('need not be about an order', async () => {
    const { happens, get, timelines } = anAttentionList();
    const { orderId: _, ...data } = DATA;
    const { type, source } = PaymentNeedsAttention;
    await happens({ type, source, subject: 'attention/payments/X/1', id: 'attention/payments/X/1#1#0' }, data);
    expect((await get()).body.entries).toMatchObject([{ id: 'attention~payments~X~1.1.0', type }]);
    expect((await get()).body.entries[0]).not.toHaveProperty('orderId');
    expect((await timelines.list('ord_1', { limit: 10 })).entries).toEqual([]);
  });

  it('is shown newest first, page by page, and each page goes on where the one before ended', async () => {
    const { happens, get } = anAttentionList();
    for (const second of [3, 1, 5, 2, 4])
      await happens({ id: `ord_${second}#1#0`, occurredAt: `2026-03-01T12:00:0${second}.000Z` });
    const seen: string[][] = [];
    let cursor: string | undefined;
    do {
      const { body } = await get({ limit: '2', ...(cursor !== undefined && { cursor }) });
      seen.push(body.entries.map(({ id }) => id));
      cursor = body.cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual([['ord_5.1.0', 'ord_4.1.0'], ['ord_3.1.0', 'ord_2.1.0'], ['ord_1.1.0']]);
  });

  it.each([
    ['no cursor of ours', { cursor: 'nonsense' }],
    [
      'a cursor of the other list',
      { cursor: cursor({ state: 'closed', after: '2026-03-01T12:00:00.000Z#ord_1.5.0' }) },
    ],
    ['a cursor that begins nowhere', { cursor: cursor({ state: 'open', after: '' }) }],
    ['a cursor to another row', { cursor: cursor({ state: 'open', after: '2026-03-01T12:00:00.000Z#ord_1/owner' }) }],
    ['a state that there is not', { state: 'lost' }],
    ['a limit of 101', { limit: '101' }],
    ['an unknown parameter', { order: 'asc' }],
  ])('is not listed for %s', async (_what, query) => {
    expect(await anAttentionList().get(query)).toMatchObject({ status: 400 });
  });

  it.each([
    ['a customer', 'ada', 403, 'STAFF_ONLY'],
    ['nobody', '', 401, 'UNAUTHENTICATED'],
  ])('is not for %s, neither to see nor to close', async (_who, as, status, code) => {
    const { happens, get, close } = anAttentionList();
    await happens();
    for (const answer of [await get({}, as), await close('ord_1.5.0', { note: 'x' }, as), await close('', 'x', as)])
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect((await get()).body.entries).toEqual([ENTRY]);
  });
});

describe('closing it', () => {
  const closing = { note: 'Called them.', by: { type: 'staff', id: 'grace' }, at: '2026-03-01T12:00:00.000Z' };

  it('keeps who, when and the note, and takes it out of the list of the open ones', async () => {
    const { happens, get, close } = anAttentionList();
    await happens();
    const closed = { ...ENTRY, state: 'closed', closing };
    expect(await close('ord_1.5.0')).toEqual({ status: 200, body: closed });
    expect((await get()).body).toEqual({ entries: [] });
    expect((await get({ state: 'closed' })).body).toEqual({ entries: [closed] });
  });

  it('stays so when the event comes again, and nobody is called once more', async () => {
    const { happens, get, close, lines, counts } = anAttentionList();
    await happens();
    await close('ord_1.5.0');
    await happens();
    expect((await get()).body.entries).toEqual([]);
    expect((await get({ state: 'closed' })).body.entries).toMatchObject([{ closing }]);
    expect([lines.length, counts.get('AttentionRaised')]).toEqual([1, 1]);
  });

  it('calls again for what is still open: whoever crashed before it called comes back', async () => {
    const { happens, counts } = anAttentionList();
    await happens();
    await happens();
    expect(counts.get('AttentionRaised')).toBe(2);
  });

  it('again, by the same person in the same words, is the first answer', async () => {
    const { happens, close, advance } = anAttentionList();
    await happens();
    const first = await close('ord_1.5.0');
    advance(60_000);
    expect(await close('ord_1.5.0')).toEqual(first);
  });

  it.each([
    ['by somebody else', 'staff:linus', { note: 'Called them.' }],
    ['with another note', STAFF, { note: 'Refunded.' }],
  ])('again %s is refused with what was said first, which stays', async (_what, as, body) => {
    const { happens, get, close } = anAttentionList();
    await happens();
    await close('ord_1.5.0');
    expect(await close('ord_1.5.0', body, as)).toMatchObject({
      status: 409,
      body: { code: 'ATTENTION_CLOSED', closing },
    });
    expect((await get({ state: 'closed' })).body.entries).toMatchObject([{ closing }]);
  });

  it('at the same time has one winner', async () => {
    const { happens, close } = anAttentionList();
    await happens();
    const both = await Promise.all([close('ord_1.5.0'), close('ord_1.5.0', { note: 'Me first.' }, 'staff:linus')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it.each(['ord_1.6.0', '', 'x'.repeat(3_000), '../owner', 'ord_1#5#0'])('%p is 404: there is none', async (id) => {
    const { happens, close } = anAttentionList();
    await happens();
    expect(await close(id)).toMatchObject({ status: 404, body: { code: 'ATTENTION_NOT_FOUND' } });
  });

  it.each([
    ['without a note', {}],
    ['with blanks', { note: ' \n ' }],
    ['with a note of 1,001 characters', { note: 'x'.repeat(1_001) }],
    ['with half a surrogate pair', '{"note":"\\ud800"}'],
    ['with a NUL', { note: 'a\u0000b' }],
    ['with more than that', { note: 'x', state: 'open' }],
  ])('%s is refused, and it stays open', async (_what, body) => {
    const { happens, get, close } = anAttentionList();
    await happens();
    expect(await close('ord_1.5.0', body)).toMatchObject({ status: 422 });
    expect((await get()).body.entries).toEqual([ENTRY]);
  });

  it('takes a note of several lines in any script', async () => {
    const { happens, close } = anAttentionList();
    await happens();
    const note = 'Rang them,\nnobody there.\n明日もう一度 🙂';
    expect((await close('ord_1.5.0', { note })).body.closing?.note).toBe(note);
  });
});
