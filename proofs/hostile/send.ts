import { connect } from 'node:net';
import type { Parts } from '@orderwire/local-cloud/server/testing/hostile/envelopes';

/** How a request ended: the status of its answer, or how it came to none. */
export type Ended = { readonly status: number } | { readonly status: 'refused' | 'dropped' | 'hung' };

/** Longer than API Gateway waits for a function, and than a queue is polled. */
const LIMIT_MS = 40_000;

const bytesOf = (port: number, { method, path, headers, body }: Parts): Buffer => {
  const has = (name: string): boolean => headers.some(([one]) => one === name);
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...(has('host') ? [] : [`host: 127.0.0.1:${port}`]),
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(body.length > 0 || method === 'POST' || method === 'PUT' ? [`content-length: ${body.length}`] : []),
    'connection: close',
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
};

/** Of the last head: one of 1xx only announces it. */
const statusIn = (text: string): number | undefined => {
  const heads = [...text.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));
  return heads.find((status) => status >= 200);
};

/** Sends it as it is, over a socket of its own: no client library puts anything right on the way. Never rejects. */
export const send = (port: number, parts: Parts): Promise<Ended> =>
  new Promise((resolve) => {
    let text = '';
    let code: string | undefined;
    const socket = connect(port, '127.0.0.1', () => socket.write(bytesOf(port, parts)));
    socket.setEncoding('latin1');
    const limit = setTimeout(() => {
      code = 'hung';
      socket.destroy();
    }, LIMIT_MS);
    socket.on('data', (chunk: string) => {
      if (text.length < 65_536) text += chunk;
    });
    socket.on('error', (error: NodeJS.ErrnoException) => (code = error.code));
    socket.on('close', () => {
      clearTimeout(limit);
      const status = statusIn(text);
      if (status !== undefined) resolve({ status });
      else resolve({ status: code === 'hung' ? 'hung' : code === 'ECONNREFUSED' ? 'refused' : 'dropped' });
    });
  });

/** An answer that no input may get, or none. */
export const isWrong = ({ status }: Ended): boolean => typeof status !== 'number' || status >= 500;
