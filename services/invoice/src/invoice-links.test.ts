import { describe, expect, it } from '@jest/globals';
import { makeEndpoints } from '@orderwire/http/endpoint';
import { refuse } from '@orderwire/kernel/result';
import type { Links } from '@orderwire/secrets/links';
import { makeRecorder } from '@orderwire/testing/fakes';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { makeOpenInvoice } from '../application/open-invoice.ts';
import { issued } from '../domain/invoice.ts';
import { aDraft, aNumberedInvoice } from '../testing/builders.ts';
import { makeFakeInvoices } from '../testing/fakes.ts';
import { makeDownloadInvoice, makeOpenInvoiceLink } from './http.ts';

const aRequest = (pathParameters: Record<string, string>, sub?: string, groups = '[]'): APIGatewayProxyEventV2 =>
  ({
    routeKey: 'GET /',
    headers: {},
    pathParameters,
    isBase64Encoded: false,
    requestContext: {
      requestId: 'req-1',
      ...(sub !== undefined && {
        authorizer: { jwt: { claims: { sub, token_use: 'access', 'cognito:groups': groups } } },
      }),
    },
  }) as unknown as APIGatewayProxyEventV2;

const aService = () => {
  const fakes = makeFakeInvoices();
  fakes.rows.set('ord_1', issued(aNumberedInvoice()));
  fakes.rows.set('ord_2', aDraft({ orderId: 'ord_2' }));
  const recorder = makeRecorder();
  const deps = { endpoints: makeEndpoints(recorder), openInvoice: makeOpenInvoice(fakes) };
  const verify: Links['verify'] = (token) =>
    Promise.resolve(
      token.startsWith('good-')
        ? { ok: true, value: { subject: token.slice(5), claims: {} } }
        : refuse({ code: token === 'old' ? 'LINK_EXPIRED' : 'LINK_INVALID' }),
    );
  return {
    download: makeDownloadInvoice(deps),
    open: makeOpenInvoiceLink({ ...deps, links: { verify } }),
    ...recorder,
  };
};

const LINK = 'https://files.example/invoices/INV-2026-000001.pdf?as=INV-2026-000001.pdf';
const codeOf = (body: string | undefined): unknown => (JSON.parse(body ?? '{}') as { code?: unknown }).code;

describe('GET /orders/{id}/invoice', () => {
  it.each([
    ['the owner', 'cus_1', '[]'],
    ['staff', 'cus_9', '[staff]'],
  ])('leads %s to the file, and no cache keeps the way', async (_who, sub, groups) => {
    const answer = await aService().download(aRequest({ id: 'ord_1' }, sub, groups));
    expect(answer).toEqual({ statusCode: 302, headers: { location: LINK, 'cache-control': 'no-store' } });
  });

  it.each(['', 'x'.repeat(3_000)])('looks up nothing that is no id (%#)', async (id) => {
    const findNothing = (): never => {
      throw new Error('looked up');
    };
    const download = makeDownloadInvoice({ endpoints: makeEndpoints(makeRecorder()), openInvoice: findNothing });
    const { statusCode, body } = await download(aRequest({ id }, 'cus_1'));
    expect([statusCode, codeOf(String(body))]).toEqual([404, 'ORDER_NOT_FOUND']);
  });

  it('answers another customer as if there were no order, to the letter', async () => {
    const { download } = aService();
    const others = await download(aRequest({ id: 'ord_1' }, 'cus_2'));
    const none = await download(aRequest({ id: 'ord_9' }, 'cus_2'));
    expect(others).toEqual(none);
    expect([none.statusCode, codeOf(none.body)]).toEqual([404, 'ORDER_NOT_FOUND']);
  });

  it('says when there is no invoice yet', async () => {
    const answer = await aService().download(aRequest({ id: 'ord_2' }, 'cus_1'));
    expect([answer.statusCode, codeOf(answer.body)]).toEqual([404, 'INVOICE_NOT_READY']);
  });

  it('asks who is there', async () => {
    expect((await aService().download(aRequest({ id: 'ord_1' }))).statusCode).toBe(401);
  });
});

describe('GET /invoices/{token}', () => {
  it('leads the holder of the link to the file', async () => {
    const answer = await aService().open(aRequest({ token: 'good-ord_1' }));
    expect([answer.statusCode, answer.headers?.['location']]).toEqual([302, LINK]);
  });

  it.each([
    ['bad', 401, 'LINK_INVALID'],
    ['', 401, 'LINK_INVALID'],
    ['old', 410, 'LINK_EXPIRED'],
    ['good-ord_9', 404, 'ORDER_NOT_FOUND'],
    ['good-ord_2', 404, 'INVOICE_NOT_READY'],
  ])('answers %j with %i %s, and logs no token', async (token, status, code) => {
    const { open, lines } = aService();
    const answer = await open(aRequest({ token }));
    expect([answer.statusCode, codeOf(answer.body)]).toEqual([status, code]);
    if (token !== '') expect(JSON.stringify(lines)).not.toContain(`"${token}"`);
  });
});
