import { describe, expect, it } from '@jest/globals';
import { makeInvoiceLink } from './invoice-link.ts';
import { kindsFrom } from './settings.ts';

describe('the kinds that a shop switches off', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['packed', ['packed']],
    [' packed, delivered ,', ['packed', 'delivered']],
  ])('%j', (list, kinds) => {
    expect([...kindsFrom(list)]).toEqual(kinds);
  });

  it('may not be misspelt', () => {
    expect(() => kindsFrom('packed,delivred')).toThrow('There is no kind of mail called delivred');
  });
});

describe('the link to an invoice', () => {
  it.each(['https://api.example', 'https://api.example/'])('stands under %s and lives 30 days', async (apiUrl) => {
    const asked: unknown[] = [];
    const links = { sign: (link: unknown) => Promise.resolve(String(asked.push(link) && 'a.b.c')) };
    expect(await makeInvoiceLink({ links, apiUrl })('ord_1', 'p1')).toEqual({
      url: 'https://api.example/invoices/a.b.c',
      days: 30,
    });
    expect(asked).toEqual([
      { audience: 'invoice', subject: 'ord_1', expiresInSeconds: 30 * 86_400, claims: { parcelId: 'p1' } },
    ]);
  });
});
