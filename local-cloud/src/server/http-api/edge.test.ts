import { request as rawRequest } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { HttpApiDefinition, RouteDefinition } from '../../template/model.ts';
import { makeHub } from '../hub.ts';
import { listen } from '../listen.ts';
import type { Listener } from '../listen.ts';
import { makeEdge } from './edge.ts';
import type { EdgeOptions, Integration } from './edge.ts';
import { problemText, PROBLEM_TYPE } from './problem.ts';

type Event = Readonly<Record<string, unknown>> & { readonly requestContext: Readonly<Record<string, unknown>> };

let listener: Listener;
let seen: Event[] = [];

interface Given {
  readonly routes?: readonly Partial<RouteDefinition>[];
  readonly cors?: HttpApiDefinition['cors'];
  readonly answer?: (event: Event) => Promise<Integration> | Integration;
  readonly integrationLimitMs?: number;
}

const MALFORMED = { 400: 'MALFORMED_REQUEST', 408: 'REQUEST_TIMEOUT', 431: 'HEADERS_TOO_LARGE' } as const;

const given = async ({ routes, cors, answer, integrationLimitMs }: Given = {}): Promise<void> => {
  listener = await listen({
    host: '127.0.0.1',
    port: 0,
    maxHeaderBytes: 10_240,
    refusal: (status) => ({ contentType: PROBLEM_TYPE, body: problemText(MALFORMED[status], 'none') }),
  });
  seen = [];
  const options: EdgeOptions = {
    model: {
      accountId: '000000000000',
      httpApi: {
        id: 'api1',
        endpoint: listener.url,
        routes: (routes ?? [{}]).map((route) => ({ method: 'ANY', path: '/things/{id}', functionName: 'f', ...route })),
        ...(cors && { cors }),
      },
    },
    now: () => Date.UTC(2026, 7, 1, 12, 30, 15),
    invoke: async (_match, event) => {
      seen.push(event as Event);
      return answer ? answer(event as Event) : { kind: 'answered', payload: { statusCode: 204 } };
    },
    keysOf: () => [],
    onRequest: () => undefined,
    hub: makeHub(() => 0),
    ...(integrationLimitMs !== undefined && { integrationLimitMs }),
  };
  listener.handle(makeEdge(options));
};
const call = (path: string, init: RequestInit = {}): Promise<Response> => fetch(listener.url + path, init);

afterEach(() => listener.close(100));

describe('the event of a request', () => {
  it('has the shape of payload format 2.0', async () => {
    await given();
    await call('/things/a%20b?x=1&x=2&y=%C3%A4+z&flag', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'User-Agent': 'test/1', Cookie: 'a=1; b=2', 'X-Own': 'v' },
      body: '{"ä":1}',
    });
    const host = listener.url.slice('http://'.length);
    expect(seen[0]).toMatchObject({
      version: '2.0',
      routeKey: 'ANY /things/{id}',
      rawPath: '/things/a b',
      rawQueryString: 'x=1&x=2&y=%C3%A4+z&flag',
      cookies: ['a=1', 'b=2'],
      headers: {
        'content-type': 'application/json',
        'content-length': '8',
        'x-own': 'v',
        host,
        'x-forwarded-proto': 'http',
      },
      queryStringParameters: { x: '1,2', y: 'ä z', flag: '' },
      pathParameters: { id: 'a b' },
      body: '{"ä":1}',
      isBase64Encoded: false,
      requestContext: {
        accountId: '000000000000',
        apiId: 'api1',
        domainName: host,
        http: { method: 'POST', path: '/things/a b', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test/1' },
        routeKey: 'ANY /things/{id}',
        stage: '$default',
        time: '01/Aug/2026:12:30:15 +0000',
        timeEpoch: Date.UTC(2026, 7, 1, 12, 30, 15),
      },
    });
    expect(seen[0]!['headers']).not.toHaveProperty('cookie');
    expect(seen[0]!.requestContext).not.toHaveProperty('authorizer');
  });

  it('leaves out what the request has not', async () => {
    await given({ routes: [{ path: '/plain' }] });
    await call('/plain');
    for (const field of ['cookies', 'queryStringParameters', 'pathParameters', 'body']) {
      expect(seen[0]).not.toHaveProperty(field);
    }
  });

  it('joins a header that comes twice', async () => {
    await given();
    const headers = ['host', 'localhost', 'authorization', 'one', 'authorization', 'two', 'x-id', '1', 'x-id', '2'];
    await new Promise<void>((resolve) => {
      rawRequest(`${listener.url}/things/1`, { headers }, (response) => {
        response.resume().on('end', resolve);
      }).end();
    });
    expect(seen[0]!['headers']).toMatchObject({ authorization: 'one,two', 'x-id': '1,2' });
  });

  it.each([
    ['text/plain', 'hi', false],
    ['application/json; charset=utf-8', 'hi', false],
    ['application/xml', 'hi', false],
    ['application/problem+json', 'aGk=', true],
    ['application/x-www-form-urlencoded', 'aGk=', true],
    ['application/octet-stream', 'aGk=', true],
    ['', 'aGk=', true],
  ])('carries a body of type "%s" as %s', async (type, body, isBase64Encoded) => {
    await given();
    const headers: Record<string, string> = type === '' ? {} : { 'content-type': type };
    await call('/things/1', { method: 'POST', headers, body: Buffer.from('hi') });
    expect(seen[0]).toMatchObject({ body, isBase64Encoded });
  });

  it('carries bytes that are no text as they are, whatever their type says', async () => {
    await given();
    const body = Buffer.from('Hafenstra\xdfe', 'latin1');
    await call('/things/1', { method: 'POST', headers: { 'content-type': 'text/plain; charset=iso-8859-1' }, body });
    expect(seen[0]).toMatchObject({ body: body.toString('base64'), isBase64Encoded: true });
  });

  it('hides no escape of a query that is no UTF-8', async () => {
    await given();
    await call('/things/1?a=%DF&b=1');
    expect(seen[0]).toMatchObject({ queryStringParameters: { a: '\uFFFD', b: '1' } });
  });

  it('has a parameter and a header of any name', async () => {
    await given();
    await call('/things/1?__proto__=1&constructor=2', { headers: { constructor: 'x' } });
    expect(Object.entries(seen[0]!['queryStringParameters'] as object)).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
    ]);
    expect(seen[0]!['headers']).toMatchObject({ constructor: 'x' });
  });
});

describe('the answer of a function', () => {
  it('reaches the client with its cookies and bytes', async () => {
    const payload = {
      statusCode: 200,
      headers: { 'Content-Type': 'application/pdf' },
      cookies: ['a=1', 'b=2'],
      body: Buffer.from([0, 255]).toString('base64'),
      isBase64Encoded: true,
    };
    await given({ answer: () => ({ kind: 'answered', payload }) });
    const response = await call('/things/1');
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255]);
  });

  it('to HEAD has no body', async () => {
    await given({ answer: () => ({ kind: 'answered', payload: 'hello' }) });
    const response = await call('/things/1', { method: 'HEAD' });
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '5', '']);
  });
});

describe("the gateway's own refusals", () => {
  it.each([
    ['an unknown path', '/nowhere', {}, undefined, 404, 'ROUTE_NOT_FOUND', 'Not Found'],
    ['a path that cannot be decoded', '/things/%E0%A4%A', {}, undefined, 400, 'ENCODING_INVALID', 'Bad Request'],
    ['a missing token', '/closed', {}, undefined, 401, 'UNAUTHENTICATED', 'Unauthorized'],
    ['a function that fails', '/things/1', {}, 'failed', 500, 'INTERNAL', 'Internal Server Error'],
    ['a function that is throttled', '/things/1', {}, 'throttled', 503, 'BUSY', 'Service Unavailable'],
    [
      'a body beyond what Lambda takes',
      '/things/1',
      {},
      'payload-too-large',
      413,
      'BODY_TOO_LARGE',
      'Request Entity Too Large',
    ],
  ] as const)('name %s', async (_what, path, init, kind, status, code, message) => {
    const authorizer = { issuer: 'http://i', audience: [], scopes: [] };
    await given({
      routes: [{}, { path: '/closed', authorizer }],
      ...(kind && { answer: () => ({ kind }) }),
    });
    const response = await call(path, init);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ type: 'about:blank', title: message, status, code, message });
    if (status === 401) expect(response.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('answer 503 when the function takes longer than the integration may', async () => {
    await given({ answer: () => new Promise(() => undefined), integrationLimitMs: 5 });
    expect((await call('/things/1')).status).toBe(503);
  });

  it('answer 413 to 12 MB in a way that the client can read', async () => {
    await given();
    const response = await call('/things/1', { method: 'POST', body: Buffer.alloc(12 * 1024 * 1024) });
    expect([response.status, await response.json()]).toMatchObject([413, { code: 'BODY_TOO_LARGE' }]);
    expect(seen).toEqual([]);
  });

  it('answer 500 when a function answers what is no answer', async () => {
    await given({ answer: () => ({ kind: 'answered', payload: { statusCode: 200, body: {} } }) });
    expect((await call('/things/1')).status).toBe(500);
  });
});

describe('what is hardly HTTP', () => {
  const raw = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(listener.url).port), '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });

  it('is refused and the connection ends', async () => {
    await given();
    expect(await raw('NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*"code":"MALFORMED_REQUEST"/s);
  });

  it('because its path holds bare bytes, is refused', async () => {
    await given();
    expect(await raw('GET /things/\xfc HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(seen).toEqual([]);
  });

  it('because of its headers is 431', async () => {
    await given();
    const answer = await raw(`GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 .*"code":"HEADERS_TOO_LARGE"/s);
  });

  it('because the upload breaks off hurts nobody', async () => {
    await given();
    const socket = connect(Number(new URL(listener.url).port), '127.0.0.1');
    await new Promise<void>((resolve) => {
      socket.write('POST /things/1 HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc', () => {
        socket.destroy();
        resolve();
      });
    });
    expect((await call('/things/1')).status).toBe(204);
    expect(seen).toHaveLength(1);
  });
});

describe('CORS', () => {
  const cors = {
    allowOrigins: ['https://shop.example'],
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['authorization'],
    exposeHeaders: ['x-count'],
    maxAgeSeconds: 600,
  };
  const preflight = (origin: string) =>
    call('/things/1', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });

  it('is answered by the gateway for an allowed origin', async () => {
    await given({ cors });
    const response = await preflight('https://shop.example');
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': 'https://shop.example',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'authorization',
      'access-control-max-age': '600',
    });
    expect(seen).toEqual([]);
  });

  it('grants another origin nothing', async () => {
    await given({ cors });
    const response = await preflight('https://evil.example');
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([204, null]);
  });

  it("replaces the function's own headers", async () => {
    const payload = { statusCode: 200, headers: { 'access-control-allow-origin': '*' }, body: 'x' };
    await given({ cors, answer: () => ({ kind: 'answered', payload }) });
    const response = await call('/things/1', { headers: { origin: 'https://shop.example' } });
    expect(response.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(response.headers.get('access-control-expose-headers')).toBe('x-count');
  });

  it('that is not configured leaves preflights to the routes', async () => {
    await given();
    await preflight('https://shop.example');
    expect(seen).toHaveLength(1);
  });
});
