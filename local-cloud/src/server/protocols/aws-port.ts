import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { LocalEngine } from '../../engine/engine.ts';
import type { Credentials } from '../credentials.ts';
import { readBody } from '../read-body.ts';
import { answerAwsJson, isAwsJson } from './aws-json.ts';
import type { JsonOperation } from './aws-json.ts';
import { LOG_INPUTS } from './logs.ts';
import { answerLambda, isLambda, LAMBDA_LISTS } from './lambda.ts';
import type { LambdaDeps } from './lambda.ts';
import { answerQuery, isQuery } from './query.ts';
import type { QueryDeps } from './query.ts';
import { answerS3, S3_BUCKETS } from './s3.ts';
import type { S3Deps } from './s3.ts';
import { headerOf } from './wire.ts';
import type { PortAnswer, PortRequest, WireAnswer, WireRequest } from './wire.ts';

/** More than any request that the services we serve may take: DynamoDB's 16 MB, S3 objects of this platform. */
const BODY_LIMIT_BYTES = 64 * 1024 * 1024;

export interface AwsPortDeps {
  readonly credentials: Credentials;
  readonly json: JsonOperation;
  readonly query: QueryDeps;
  readonly lambda: LambdaDeps;
  readonly s3: S3Deps;
  /** Waited for before any answer. */
  readonly durable: () => Promise<void>;
}

interface Asked {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

const wireRequestOf = (request: Asked, body: Buffer, credentials: Credentials): WireRequest => {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  const rawQuery = mark < 0 ? '' : url.slice(mark + 1);
  return {
    requestId: randomUUID(),
    method: request.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: new URLSearchParams(rawQuery),
    rawQuery,
    headers: request.headers,
    body,
    caller: credentials.callerOf(headerOf(request.headers, 'authorization')),
  };
};

/**
 * A HEAD answer may already say how long the body would have been. The length comes last: behind it Node 20.20.2 takes no
 * content-disposition that is not ASCII.
 */
const withLength = (answer: WireAnswer): WireAnswer => {
  const { status, headers, body } = answer;
  if (status === 204 || status === 304) return { ...answer, body: '' };
  const { 'content-length': length = String(Buffer.byteLength(body)), ...others } = headers;
  return { ...answer, headers: { ...others, 'content-length': length } };
};

const send = (request: IncomingMessage, response: ServerResponse, { status, headers, body }: WireAnswer): void => {
  response.writeHead(status, headers);
  response.end(request.method === 'HEAD' ? undefined : body);
};

/** `service:Operation` of everything that the port answers, given what the engine does. */
export const portOperations = (ofEngine: LocalEngine['operations']): readonly string[] => [
  ...Object.entries(ofEngine).flatMap(([service, names]) => names.map((name) => `${service}:${name}`)),
  ...[...LOG_INPUTS.keys()].map((name) => `logs:${name}`),
  ...LAMBDA_LISTS.map((name) => `lambda:${name}`),
  ...S3_BUCKETS.map((name) => `s3:${name}`),
  'sts:GetCallerIdentity',
];

/** The service that a request was signed for: `sesv2` signs for `ses`, its paths are others. */
const signedFor = ({ headers }: WireRequest): string | undefined =>
  /Credential=[^/,\s]*\/[^/,\s]*\/[^/,\s]*\/([^/,\s]+)\//.exec(headerOf(headers, 'authorization') ?? '')?.[1];

/** Any path can be a bucket of S3; a signed request names the service that it means. */
const isForeign = (request: WireRequest): boolean => (signedFor(request) ?? 's3') !== 's3';

/** https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#operation-error-serialization */
const answerForeign = (request: WireRequest): WireAnswer => ({
  status: 404,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'UnknownOperationException' },
  body: JSON.stringify({
    message: `The local cloud does not implement ${signedFor(request) ?? ''}: ${request.method} ${request.path}.`,
  }),
});

/** Tells the protocols apart by what only one of them sends; whatever is left is S3. */
export const answer = (request: WireRequest, deps: AwsPortDeps): Promise<WireAnswer> | WireAnswer => {
  if (isAwsJson(request)) return answerAwsJson(request, deps.json);
  if (isQuery(request)) return answerQuery(request, deps.query);
  if (isLambda(request)) return answerLambda(request, deps.lambda);
  return isForeign(request) ? answerForeign(request) : answerS3(request, deps.s3);
};

const TOO_LARGE: WireAnswer = {
  status: 413,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'RequestEntityTooLarge' },
  body: JSON.stringify({ __type: 'RequestEntityTooLarge', message: 'The request is too large.' }),
};

/** AWS's protocols: on a port of this machine, and for functions on the ports of their threads. */
export const makeAwsPort = (deps: AwsPortDeps) => {
  const answered = async (request: Asked, body: Buffer): Promise<WireAnswer> => {
    const given = await answer(wireRequestOf(request, body, deps.credentials), deps);
    await deps.durable();
    return withLength(given);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request, BODY_LIMIT_BYTES);
    if (body.ok) send(request, response, await answered(request, body.bytes));
    else if (body.reason === 'too-large') send(request, response, withLength(TOO_LARGE));
    else response.destroy();
  };

  return {
    handle: (request: IncomingMessage, response: ServerResponse): void => {
      handle(request, response).catch(() => response.destroy());
    },
    serve: ({ path: url, body, ...request }: PortRequest): Promise<PortAnswer> => {
      const bytes =
        typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.length);
      return bytes.length > BODY_LIMIT_BYTES ? Promise.resolve(TOO_LARGE) : answered({ ...request, url }, bytes);
    },
  };
};
