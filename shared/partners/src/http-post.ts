import { lookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { isPrivateAddress } from './webhook-target.ts';

export interface HttpRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What matters of an answer. Its body is never read. */
export interface HttpAnswer {
  readonly status: number;
  /** The `retry-after` header as it came. */
  readonly retryAfter?: string;
}

/** Posts once, follows no redirect. @throws an error with Node's `code` when no answer came (in time) */
export type HttpPost = (request: HttpRequest) => Promise<HttpAnswer>;

/** Refuses names that resolve to a private address, at the moment of connecting: no later answer of DNS can differ. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses;
    if (error) callback(error, []);
    else if (!first || addresses.some(({ address }) => isPrivateAddress(address)))
      callback(Object.assign(new Error('The host resolves to a private address.'), { code: 'EPRIVATE' }), []);
    else if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

/**
 * An `HttpPost` on Node's own client. The connection is closed as soon as the status is known: an endless body costs
 * nothing, and nothing that a partner says can reach a log.
 * @param timeoutMs from the first packet to the status line, name resolution included
 */
export const makeHttpPost =
  (options: { readonly timeoutMs: number; readonly allowLocal: boolean }): HttpPost =>
  ({ url, headers, body }) =>
    new Promise((resolve, reject) => {
      const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
      const sent = request(url, {
        method: 'POST',
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        agent: false,
        signal: AbortSignal.timeout(options.timeoutMs),
        ...(!options.allowLocal && { lookup: publicLookup }),
      });
      sent.on('response', (response) => {
        const retryAfter = response.headers['retry-after'];
        response.destroy();
        resolve({ status: response.statusCode ?? 0, ...(retryAfter !== undefined && { retryAfter }) });
      });
      sent.on('error', reject);
      sent.end(body);
    });
