import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { Match } from './routes.ts';

export interface EventSource {
  readonly accountId: string;
  readonly apiId: string;
  readonly requestId: string;
  readonly traceId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface JwtContext {
  readonly claims: Readonly<Record<string, string>>;
  readonly scopes: readonly string[] | null;
}

/**
 * Content types whose body arrives as text; any other, also a missing one and form data, arrives in base64. AWS does not
 * document the list; it was measured and reported at https://github.com/ministackorg/ministack/pull/766.
 */
const TEXT = /^(text\/|application\/(json|xml|javascript)\s*(;|$))/i;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => String(value).padStart(2, '0');

/** `12/Mar/2020:19:03:58 +0000`. */
const logTime = (at: number): string => {
  const date = new Date(at);
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()] ?? ''}/${date.getUTCFullYear()}`;
  return `${day}:${date.toISOString().slice(11, 19)} +0000`;
};

/** Repeated ones joined by comma. Every name becomes a member of the object, even `__proto__`. */
const joined = (pairs: Iterable<readonly [name: string, value: string]>): Record<string, string> => {
  const values = new Map<string, string>();
  for (const [name, value] of pairs) {
    const before = values.get(name);
    values.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(values);
};

/** Lower-cased names; cookies apart, as the event has a field for them. */
const headersOf = ({ rawHeaders }: IncomingMessage): { headers: Record<string, string>; cookies: string[] } => {
  const cookies: string[] = [];
  const pairs: [string, string][] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    if (name === 'cookie') cookies.push(...value.split(';').map((cookie) => cookie.trim()));
    else pairs.push([name, value]);
  }
  return { headers: joined(pairs), cookies };
};

/** Decoded. Bytes that are not UTF-8 become a replacement character, which the functions refuse. */
const queryOf = (rawQueryString: string): Record<string, string> | undefined =>
  rawQueryString === '' ? undefined : joined(new URLSearchParams(rawQueryString));

/**
 * AWS does not document what it does with a text type whose bytes are not UTF-8, and we know of no measurement. It may
 * send text with replacement characters, or base64. Here it is base64, so that nothing is lost. The functions refuse
 * both.
 */
const bodyOf = (bytes: Buffer, contentType: string | undefined, encoding: string | undefined) => {
  if (bytes.length === 0) return { isBase64Encoded: false };
  const text = contentType !== undefined && TEXT.test(contentType) && encoding === undefined && isUtf8(bytes);
  return { body: bytes.toString(text ? 'utf8' : 'base64'), isBase64Encoded: !text };
};

/**
 * The event of payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 * @param path decoded, as API Gateway hands it over in spite of the field's name `rawPath`.
 */
export const eventOf = (
  request: IncomingMessage,
  target: { readonly path: string; readonly rawQueryString: string },
  match: Match,
  source: EventSource,
  body: Buffer,
  jwt: JwtContext | undefined,
) => {
  const { headers, cookies } = headersOf(request);
  const sourceIp = (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '');
  const domainName = headers['host'] ?? '';
  const query = queryOf(target.rawQueryString);
  return {
    version: '2.0',
    routeKey: match.routeKey,
    rawPath: target.path,
    rawQueryString: target.rawQueryString,
    ...(cookies.length > 0 && { cookies }),
    headers: {
      ...headers,
      'content-length': String(body.length),
      'x-amzn-trace-id': source.traceId,
      'x-forwarded-for': headers['x-forwarded-for'] ? `${headers['x-forwarded-for']}, ${sourceIp}` : sourceIp,
      'x-forwarded-port': domainName.split(':')[1] ?? '80',
      'x-forwarded-proto': 'http',
    },
    ...(query && { queryStringParameters: query }),
    requestContext: {
      accountId: source.accountId,
      apiId: source.apiId,
      ...(jwt && { authorizer: { jwt } }),
      domainName,
      domainPrefix: domainName.split('.')[0] ?? '',
      http: {
        method: request.method ?? 'GET',
        path: target.path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: source.requestId,
      routeKey: match.routeKey,
      stage: '$default',
      time: logTime(source.at),
      timeEpoch: source.at,
    },
    ...(match.pathParameters && { pathParameters: match.pathParameters }),
    ...bodyOf(body, headers['content-type'], headers['content-encoding']),
  };
};
