import { describe, expect, it } from '@jest/globals';
import { aRequest, bodyOf } from '@orderwire/testing/request';
import { issued } from './domain/invoice.ts';
import { aService } from './testing/a-service.ts';
import { aDraft, addShipped, aNumberedInvoice } from './testing/builders.ts';

const cause = { correlationId: 'c', causationId: 'pay_1#2#0', actor: { type: 'system', id: 'invoice' } } as const;

/** `ord_1` has an invoice, `ord_2` a draft. */
const withInvoices = async () => {
  const service = aService();
  const { invoices, downloadInvoice, openInvoiceLink } = service;
  await addShipped(invoices);
  await invoices.takeNumber('INV-2026', 0, aNumberedInvoice());
  await invoices.markIssued(issued(aNumberedInvoice()), cause);
  await invoices.addDraft(aDraft({ orderId: 'ord_2' }));
  return {
    ...service,
    download: (id: string, as?: string) => downloadInvoice(aRequest({ path: { id }, ...(as !== undefined && { as }) })),
    open: (token: string) => openInvoiceLink(aRequest({ path: { token } })),
  };
};

const LINK = 'https://files.example/invoices/INV-2026-000001.pdf?as=attachment; filename="INV-2026-000001.pdf"';

describe('GET /orders/{id}/invoice', () => {
  it.each([
    ['the owner', 'cus_1'],
    ['staff', 'staff:cus_9'],
  ])('leads %s to the file, and no cache keeps the way', async (_who, as) => {
    const answer = await (await withInvoices()).download('ord_1', as);
    expect(answer).toEqual({ statusCode: 302, headers: { location: LINK, 'cache-control': 'no-store' } });
  });

  it.each(['', 'x'.repeat(3_000)])('looks up nothing that is no id (%#)', async (id) => {
    const { download, asked } = await withInvoices();
    const askedBefore = asked.length;
    const answer = await download(id, 'cus_1');
    expect([answer.statusCode, bodyOf(answer)['code']]).toEqual([404, 'ORDER_NOT_FOUND']);
    expect(asked).toHaveLength(askedBefore);
  });

  it('answers another customer as if there were no order, to the letter', async () => {
    const { download } = await withInvoices();
    const others = await download('ord_1', 'cus_2');
    const none = await download('ord_9', 'cus_2');
    expect(others).toEqual(none);
    expect([none.statusCode, bodyOf(none)['code']]).toEqual([404, 'ORDER_NOT_FOUND']);
  });

  it('says when there is no invoice yet', async () => {
    const answer = await (await withInvoices()).download('ord_2', 'cus_1');
    expect([answer.statusCode, bodyOf(answer)['code']]).toEqual([404, 'INVOICE_NOT_READY']);
  });

  it('asks who is there', async () => {
    expect((await (await withInvoices()).download('ord_1')).statusCode).toBe(401);
  });
});

describe('GET /invoices/{token}', () => {
  it('leads the holder of the link to the file', async () => {
    const { open, token } = await withInvoices();
    const answer = await open(await token('ord_1'));
    expect([answer.statusCode, answer.headers?.['location']]).toEqual([302, LINK]);
  });

  it.each(['bad', ''])('takes %j for no link of ours', async (token) => {
    const answer = await (await withInvoices()).open(token);
    expect([answer.statusCode, bodyOf(answer)['code']]).toEqual([401, 'LINK_INVALID']);
  });

  it('says of a link of ours that it has expired', async () => {
    const { open, token, advance } = await withInvoices();
    const old = await token('ord_1');
    advance(30 * 86_400_000);
    const answer = await open(old);
    expect([answer.statusCode, bodyOf(answer)['code']]).toEqual([410, 'LINK_EXPIRED']);
  });

  it.each([
    ['ord_9', 'ORDER_NOT_FOUND'],
    ['ord_2', 'INVOICE_NOT_READY'],
  ])('for %s is answered with 404 %s, and no token is logged', async (orderId, code) => {
    const { open, token, lines } = await withInvoices();
    const theirs = await token(orderId);
    const answer = await open(theirs);
    expect([answer.statusCode, bodyOf(answer)['code']]).toEqual([404, code]);
    expect(lines).toMatchObject([{ message: 'Refused' }]);
    expect(JSON.stringify(lines)).not.toContain(theirs);
  });
});
