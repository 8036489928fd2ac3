import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeHttpPost } from './http-post.ts';

const servers: Server[] = [];

const listen = async (answer: RequestListener): Promise<URL> => {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new URL(`http://localhost:${(server.address() as AddressInfo).port}/hook?x=1`);
};

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const read = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

const post = makeHttpPost({ timeoutMs: 5_000, allowLocal: true });
const headers = { 'content-type': 'application/json', 'webhook-id': 'whk_1' };

describe('posting to a partner', () => {
  it('sends exactly these bytes with their length and headers', async () => {
    const seen: unknown[] = [];
    const url = await listen((request, response) => {
      void read(request).then((body) => {
        seen.push(request.method, request.url, body, request.headers['content-length'], request.headers['webhook-id']);
        response.writeHead(204).end();
      });
    });
    expect(await post({ url, headers, body: '{"name":"Zoë"}' })).toEqual({ status: 204 });
    expect(seen).toEqual(['POST', '/hook?x=1', '{"name":"Zoë"}', '15', 'whk_1']);
  });

  it('does not follow a redirect', async () => {
    let requests = 0;
    const url = await listen((_request, response) => {
      requests += 1;
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(await post({ url, headers, body: '{}' })).toEqual({ status: 307 });
    expect(requests).toBe(1);
  });

  it('hands on how long the partner wants quiet', async () => {
    const url = await listen((_request, response) => response.writeHead(429, { 'retry-after': '7' }).end());
    expect(await post({ url, headers, body: '{}' })).toEqual({ status: 429, retryAfter: '7' });
  });

  it('does not wait for a body that never ends', async () => {
    let closed: () => void;
    const hungUp = new Promise<void>((resolve) => (closed = resolve));
    const url = await listen((_request, response) => {
      response.writeHead(200);
      const more = (): void => {
        if (response.write('x'.repeat(65_536))) setImmediate(more);
      };
      response.on('drain', more).on('close', () => closed());
      more();
    });
    expect(await post({ url, headers, body: '{}' })).toEqual({ status: 200 });
    await hungUp;
  });

  it('gives up on a partner that never answers', async () => {
    const url = await listen(() => undefined);
    const impatient = makeHttpPost({ timeoutMs: 50, allowLocal: true });
    await expect(impatient({ url, headers, body: '{}' })).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('says which way a partner could not be reached', async () => {
    const url = new URL('http://127.0.0.1:1/');
    await expect(post({ url, headers, body: '{}' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('connects to no private address behind a public name', async () => {
    let requests = 0;
    const url = await listen((_request, response) => {
      requests += 1;
      response.end();
    });
    const guarded = makeHttpPost({ timeoutMs: 5_000, allowLocal: false });
    await expect(guarded({ url, headers, body: '{}' })).rejects.toMatchObject({ code: 'EPRIVATE' });
    expect(requests).toBe(0);
  });
});
