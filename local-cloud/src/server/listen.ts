import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface ListenOptions {
  /** Where it is this machine's own address, a request for another host is refused. */
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

const LOCAL = /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/i;
/** `bucket.localhost` is how S3 may be asked. */
const OWN_HOST = /^(?:(?:[a-z0-9.-]+\.)?localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/i;

/**
 * A web page could point its own host name at 127.0.0.1 and then send requests here. Such requests still name the
 * page's host.
 */
const isForeign = (host: string, { headers }: IncomingMessage): boolean =>
  LOCAL.test(host) && headers.host !== undefined && !OWN_HOST.test(headers.host);

const refuseForeign = (response: ServerResponse): void => {
  response.writeHead(403, { 'content-type': 'application/json' }).end('{"message":"Forbidden"}');
};

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
    // What the client still sends is read for a moment, so that it can read our answer; then the connection is closed.
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
    (request, response) => (isForeign(host, request) ? refuseForeign(response) : handler(request, response)),
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
