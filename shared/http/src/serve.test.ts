import { describe, expect, it } from '@jest/globals';
import { makeRecorder } from '@orderwire/testing/fakes';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { route } from './route.ts';
import { serve } from './serve.ts';

const aRequest = (more: object = {}, claims?: object): APIGatewayProxyEventV2 =>
  ({
    routeKey: 'POST /things',
    headers: {},
    isBase64Encoded: false,
    requestContext: { requestId: 'req-1', ...(claims && { authorizer: { jwt: { claims } } }) },
    ...more,
  }) as APIGatewayProxyEventV2;

const body = z.strictObject({ count: z.int().check(z.minimum(1), z.maximum(99)) });

const things = route({
  method: 'POST',
  paths: ['/things'],
  callers: 'anyone',
  body,
  answers: { 200: z.strictObject({ got: z.unknown() }) },
  refusals: {},
}).handledBy((deps: { readonly handle: (count: number) => unknown }, input) =>
  Promise.resolve({ status: 200, body: { got: deps.handle(input.body.count) } }),
);

const whoCalls = route({
  method: 'GET',
  paths: ['/caller'],
  callers: 'signedIn',
  right: 'orders:read',
  answers: { 200: z.strictObject({ customerId: z.string(), staff: z.boolean() }) },
  refusals: {},
}).handledBy((_deps: object, { caller }) => Promise.resolve({ status: 200, body: caller }));

const anEndpoint = (handle: (count: number) => unknown = () => undefined) => {
  const recorder = makeRecorder();
  return {
    ...recorder,
    call: serve(things, { handle }, recorder.log),
    callSignedIn: serve(whoCalls, {}, recorder.log),
  };
};

const problemOf = (answer: APIGatewayProxyStructuredResultV2) => {
  expect(answer.headers?.['content-type']).toBe('application/problem+json');
  return JSON.parse(answer.body ?? '') as { status: number; code: string; errors?: { pointer: string }[] };
};

describe('a request with a body', () => {
  it('reaches the handler when it fits', async () => {
    const { call } = anEndpoint((count) => count);
    const answer = await call(aRequest({ body: '{"count":2}' }));
    expect([answer.statusCode, answer.body]).toEqual([200, '{"got":2}']);
  });

  it('may come in base64', async () => {
    const { call } = anEndpoint((count) => count);
    const answer = await call(aRequest({ body: Buffer.from('{"count":3}').toString('base64'), isBase64Encoded: true }));
    expect(answer.body).toBe('{"got":3}');
  });

  it.each([
    ['no JSON', '{"count":', 400, 'BODY_NOT_JSON', undefined],
    ['a byte order mark', '\uFEFF{"count":1}', 400, 'BODY_NOT_JSON', undefined],
    ['nothing', '', 422, 'REQUEST_INVALID', '#'],
    ['an array', '[]', 422, 'REQUEST_INVALID', '#'],
    ['an unknown field', '{"count":1,"price":1}', 422, 'REQUEST_INVALID', '#/price'],
    ['a prototype', '{"count":1,"__proto__":{}}', 422, 'REQUEST_INVALID', '#/__proto__'],
    ['zero', '{"count":0}', 422, 'REQUEST_INVALID', '#/count'],
    ['a fraction', '{"count":1.5}', 422, 'REQUEST_INVALID', '#/count'],
    ['2^53+1', '{"count":9007199254740993}', 422, 'REQUEST_INVALID', '#/count'],
    ['1e308', '{"count":1e308}', 422, 'REQUEST_INVALID', '#/count'],
    ['more than 100 kB', JSON.stringify({ count: 'x'.repeat(100_001) }), 413, 'BODY_TOO_LARGE', undefined],
    ['a thousand levels', '['.repeat(1000) + ']'.repeat(1000), 422, 'REQUEST_INVALID', '#'],
  ])('is refused clearly when it holds %s', async (_what, text, status, code, pointer) => {
    const { call, lines } = anEndpoint();
    const answer = await call(aRequest({ body: text }));
    const problem = problemOf(answer);
    expect([answer.statusCode, problem.code, problem.errors?.[0]?.pointer]).toEqual([status, code, pointer]);
    expect(lines).toEqual([expect.objectContaining({ level: 'info' })]);
  });
});

describe('a signed-in caller', () => {
  it('is known by the subject of the access token, and is staff by its group', async () => {
    const { callSignedIn } = anEndpoint();
    const claims = { sub: 'cus-1', token_use: 'access', 'cognito:groups': '[other staff]' };
    expect((await callSignedIn(aRequest({}, claims))).body).toBe('{"customerId":"cus-1","staff":true}');
  });

  it.each([
    ['no authorizer', undefined],
    ['an id token', { sub: 'cus-1', token_use: 'id' }],
    ['no subject', { token_use: 'access' }],
  ])('is refused with %s', async (_what, claims) => {
    const { callSignedIn } = anEndpoint();
    expect(problemOf(await callSignedIn(aRequest({}, claims))).status).toBe(401);
  });

  it.each(['[staff]', '[reader guests]', '[a,b support [c]]'])(
    'is staff with the right of a member of %s',
    async (groups) => {
      const { callSignedIn } = anEndpoint();
      const claims = { sub: 'cus-1', token_use: 'access', 'cognito:groups': groups };
      expect((await callSignedIn(aRequest({}, claims))).body).toContain('"staff":true');
    },
  );

  it.each([
    ['contains the word', '[staffing]'],
    ['has a comma in its name', '[guests,staff]'],
    ['has a comma before the word', '[guests, staff,x]'],
    ['has brackets in its name', '[[staff]]'],
    ['is written in capitals', '[Staff]'],
    ['is parted by a tab', '[guests\tstaff]'],
    ['stands in no list', 'staff'],
    ['stands in half a list', '[staff'],
    ['stands in another kind of list', ['staff']],
    ['stands in a list of JSON', '["staff"]'],
    ['has no name', '[]'],
    ['is no group of ours', '[constructor]'],
  ])('is no staff by a group that %s: %s', async (_what, groups) => {
    const { callSignedIn } = anEndpoint();
    const claims = { sub: 'cus-1', token_use: 'access', 'cognito:groups': groups };
    expect((await callSignedIn(aRequest({}, claims))).body).toContain('"staff":false');
  });
});

describe('a handler that throws', () => {
  it.each([
    ['Error', 500, 'INTERNAL'],
    ['ThrottlingException', 503, 'BUSY'],
    ['ContentionError', 503, 'BUSY'],
    ['TransactionCanceledException', 503, 'BUSY'],
  ])('is answered without its words: %s', async (name, status, code) => {
    const { call, lines } = anEndpoint(() => {
      throw Object.assign(new Error('the table is called secret'), { name });
    });
    const answer = await call(aRequest({ body: '{"count":2}' }));
    expect([answer.statusCode, problemOf(answer).code]).toEqual([status, code]);
    expect(answer.body).not.toContain('secret');
    expect(lines).toEqual([expect.objectContaining({ level: 'error' })]);
  });
});

describe('why staff write', () => {
  const write = route({
    method: 'PUT',
    paths: ['/things/{id}'],
    callers: 'signedIn',
    right: 'catalogue:write',
    query: z.strictObject({ dry: z.optional(z.string()) }),
    answers: { 200: z.strictObject({ reason: z.optional(z.string()) }) },
    refusals: {},
  }).handledBy((_deps: object, { caller: { reason } }) =>
    Promise.resolve({ status: 200, body: reason === undefined ? {} : { reason } }),
  );
  const put = async (reason: string | undefined, group: string, more: object = {}) => {
    const { log, lines } = makeRecorder();
    const claims = { sub: 'grace', token_use: 'access', 'cognito:groups': `[${group}]` };
    const queryStringParameters = { ...(reason !== undefined && { reason }), ...more };
    const answer = await serve(write, {}, log)(aRequest({ queryStringParameters }, claims));
    return { status: answer.statusCode, body: JSON.parse(answer.body ?? '') as unknown, lines };
  };

  it('reaches the handler with the caller, of any route', async () => {
    expect(await put(' The customer called. ', 'staff')).toMatchObject({
      status: 200,
      body: { reason: 'The customer called.' },
    });
  });

  it('need not be said', async () => {
    expect(await put(undefined, 'staff')).toMatchObject({ status: 200, body: {} });
  });

  it('has 500 characters at most that can be read, and is not logged', async () => {
    for (const reason of ['x'.repeat(501), ' ', 'a\u0000b']) {
      const { status, body, lines } = await put(reason, 'staff');
      expect([status, body]).toMatchObject([400, { code: 'REQUEST_INVALID', errors: [{ pointer: 'reason' }] }]);
      expect(Object.keys(lines[0]?.attributes ?? {})).toEqual(['route', 'status', 'code', 'requestId']);
    }
  });

  it('is nothing that anybody else says', async () => {
    expect(await put('x', 'guests')).toMatchObject({ status: 200, body: {} });
    expect(await put('x'.repeat(501), 'guests')).toMatchObject({ status: 200, body: {} });
  });

  it('hides no fault of the query', async () => {
    expect(await put('x', 'staff', { wet: '1' })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: 'wet' }] },
    });
  });
});
