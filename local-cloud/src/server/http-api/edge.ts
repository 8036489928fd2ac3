import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CloudModel } from '../../template/model.ts';
import type { Hub } from '../hub.ts';
import { readBody } from '../read-body.ts';
import { answerOf } from './answer.ts';
import type { Answer } from './answer.ts';
import { makeAuthorizer } from './authorizer.ts';
import type { PublicKey } from './authorizer.ts';
import { makeCors } from './cors.ts';
import { eventOf } from './event.ts';
import type { JwtContext } from './event.ts';
import { refusal } from './problem.ts';
import type { RefusalCode } from './problem.ts';
import { makeRouter } from './routes.ts';
import type { Match } from './routes.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const BODY_LIMIT_BYTES = 10 * 1024 * 1024;
const INTEGRATION_LIMIT_MS = 30_000;

/** How the call of the route's function ended, in the kinds that API Gateway distinguishes. */
export type Integration =
  | { readonly kind: 'answered'; readonly payload: unknown }
  | { readonly kind: 'failed' | 'throttled' | 'payload-too-large' };

export interface EdgeOptions {
  readonly model: Pick<CloudModel, 'accountId' | 'httpApi'>;
  readonly now: () => number;
  /** Never rejects. */
  readonly invoke: (match: Match, event: unknown) => Promise<Integration>;
  readonly keysOf: (issuer: string) => readonly PublicKey[];
  /** For the meter. */
  readonly onRequest: (match: Match, bodyBytes: number) => void;
  readonly hub: Hub;
  /** Overrides API Gateway's 30 s in tests. */
  readonly integrationLimitMs?: number;
}

interface Target {
  readonly path: string;
  readonly rawQueryString: string;
}

/** Undefined when the path cannot be decoded: an escape is malformed or not UTF-8, or a byte is not ASCII. */
const targetOf = (url: string): Target | undefined => {
  if (!/^[\x21-\x7e]*$/.test(url)) return undefined;
  const raw = url.startsWith('/') ? url : url.replace(/^[a-z]+:\/\/[^/]*/i, '');
  const mark = raw.indexOf('?');
  const path = mark < 0 ? raw : raw.slice(0, mark);
  try {
    return {
      path: path.includes('%') ? decodeURIComponent(path) : path,
      rawQueryString: mark < 0 ? '' : raw.slice(mark + 1),
    };
  } catch {
    return undefined;
  }
};

const traceId = (at: number): string =>
  `Root=1-${Math.floor(at / 1000)
    .toString(16)
    .padStart(8, '0')}-${randomBytes(12).toString('hex')}`;

/** Repeated headers follow each other, as node:http gives them. */
const send = (request: IncomingMessage, response: ServerResponse, requestId: string, answer: Answer): void => {
  const flat = answer.headers.flat();
  flat.push('apigw-requestid', requestId);
  if (answer.status !== 204 && answer.status !== 304) flat.push('content-length', String(answer.body.length));
  response.writeHead(answer.status, flat);
  response.end(request.method === 'HEAD' ? undefined : answer.body);
};

const withLimit = async (work: Promise<Integration>, limitMs: number): Promise<Integration | 'late'> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

const codeOf = (kind: 'failed' | 'throttled' | 'payload-too-large'): RefusalCode =>
  kind === 'failed' ? 'INTERNAL' : kind === 'throttled' ? 'BUSY' : 'BODY_TOO_LARGE';

/** API Gateway's HTTP API in front of the functions. */
export const makeEdge = (options: EdgeOptions) => {
  const { model, now, hub } = options;
  const route = makeRouter(model.httpApi.routes);
  const authorize = makeAuthorizer({ now, keysOf: options.keysOf });
  const cors = makeCors(model.httpApi.cors);

  const integrate = async (
    request: IncomingMessage,
    target: Target,
    match: Match,
    requestId: string,
    jwt: JwtContext | undefined,
  ): Promise<Answer | undefined> => {
    const body = await readBody(request, BODY_LIMIT_BYTES);
    if (!body.ok) return body.reason === 'aborted' ? undefined : refusal('BODY_TOO_LARGE', requestId);
    options.onRequest(match, body.bytes.length);
    const at = now();
    const { accountId, httpApi } = model;
    const source = { accountId, apiId: httpApi.id, requestId, traceId: traceId(at), at };
    const event = eventOf(request, target, match, source, body.bytes, jwt);
    const limitMs = options.integrationLimitMs ?? INTEGRATION_LIMIT_MS;
    const ended = await withLimit(options.invoke(match, event), limitMs);
    if (ended === 'late') return refusal('BUSY', requestId);
    if (ended.kind !== 'answered') return refusal(codeOf(ended.kind), requestId);
    return answerOf(ended.payload) ?? refusal('INTERNAL', requestId);
  };

  const answer = async (request: IncomingMessage, requestId: string): Promise<Answer | undefined> => {
    const target = targetOf(request.url ?? '/');
    if (!target) return refusal('ENCODING_INVALID', requestId);
    const match = route(request.method ?? 'GET', target.path);
    if (!match) return refusal('ROUTE_NOT_FOUND', requestId);
    const { authorizer } = match.route;
    if (!authorizer) return integrate(request, target, match, requestId, undefined);
    const verdict = authorize(request.headers.authorization, authorizer);
    if (verdict.ok) return integrate(request, target, match, requestId, verdict.jwt);
    const code = verdict.status === 401 ? 'UNAUTHENTICATED' : 'SCOPE_MISSING';
    return refusal(code, requestId, [['www-authenticate', verdict.challenge]]);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedAt = now();
    const requestId = randomUUID();
    const preflight = cors.preflight(request);
    const routed = preflight ? undefined : await answer(request, requestId);
    const answered = preflight ?? (routed && cors.apply(request, routed));
    if (!answered || response.destroyed) {
      response.destroy();
      return;
    }
    send(request, response, requestId, answered);
    hub.tell(() => ({
      kind: 'request',
      title: `${request.method ?? ''} ${(request.url ?? '').split('?')[0] ?? ''} → ${answered.status}`,
      detail: { method: request.method, url: request.url, status: answered.status, ms: now() - startedAt, requestId },
    }));
  };

  return (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else send(request, response, 'none', refusal('INTERNAL', 'none'));
    });
  };
};
