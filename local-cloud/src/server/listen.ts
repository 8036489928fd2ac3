import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface ListenOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly maxHeaderBytes: number;
  /** The body of an answer to what is no HTTP, or has too many headers. */
  readonly refusal: (status: 400 | 408 | 431) => { readonly contentType: string; readonly body: string };
}

/** A port that is open at once and answers 503 until it has a handler: the template needs to know the URL first. */
export interface Listener {
  readonly url: string;
  handle(handler: Handler): void;
  /** Takes no new connection, waits at most `graceMs` for requests under way, then ends every socket. */
  close(graceMs: number): Promise<void>;
}

const REASONS = { 400: 'Bad Request', 408: 'Request Timeout', 431: 'Request Header Fields Too Large' } as const;

const statusOf = (code: string | undefined): 400 | 408 | 431 =>
  code === 'HPE_HEADER_OVERFLOW' ? 431 : code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;

const refuseMalformed = (server: Server, refusal: ListenOptions['refusal']): void => {
  server.on('clientError', (error: Error & { code?: string }, socket: Socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    const status = statusOf(error.code);
    const { contentType, body } = refusal(status);
    socket.end(
      `HTTP/1.1 ${status} ${REASONS[status]}\r\ncontent-type: ${contentType}\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
    // What the client still sends is read for a moment, so that it can read our answer, and then dropped.
    socket.resume();
    setTimeout(() => socket.destroy(), 1_000).unref();
  });
};

export const listen = async ({ host, port, maxHeaderBytes, refusal }: ListenOptions): Promise<Listener> => {
  let handler: Handler = (_request, response) => {
    response.writeHead(503, { 'content-type': 'text/plain', 'retry-after': '1' }).end('Starting.\n');
  };
  const server = createServer(
    { maxHeaderSize: maxHeaderBytes, keepAliveTimeout: 30_000, requestTimeout: 60_000, noDelay: true },
    (request, response) => handler(request, response),
  );
  refuseMalformed(server, refusal);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    handle: (next) => {
      handler = next;
    },
    close: (graceMs) =>
      new Promise((resolve) => {
        const limit = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(limit);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
};
