import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { makeCallOwnApi } from './own-api.ts';

const serving = async (body: string, act: (url: string) => Promise<void>): Promise<void> => {
  const server = createServer(({ url, headers }, answer) => {
    answer.writeHead(404).end(body.replace('ASKED', `${url ?? ''} ${headers.authorization ?? ''}`));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await act(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
  }
};

describe('a call of our own API', () => {
  it('is made in the caller’s name, and any status is an answer', () =>
    serving('{"asked":"ASKED"}', async (url) => {
      const answer = await makeCallOwnApi(url)('/orders?limit=1', 'token');
      expect(answer).toEqual({ status: 404, body: { asked: '/orders?limit=1 Bearer token' } });
    }));

  it('fails where the answer is none', () =>
    serving('<html>', async (url) => {
      await expect(makeCallOwnApi(url)('/orders', 'token')).rejects.toThrow();
    }));
});
