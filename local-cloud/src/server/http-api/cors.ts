import type { IncomingMessage } from 'node:http';
import type { HttpApiDefinition } from '../../template/model.ts';
import type { Answer } from './answer.ts';

type Header = readonly [name: string, value: string];
type Cors = NonNullable<HttpApiDefinition['cors']>;

const allowed = (origins: readonly string[], origin: string): string | undefined => {
  if (origins.includes('*')) return '*';
  return origins.includes(origin) ? origin : undefined;
};

/**
 * CORS as the API is configured for it: preflights are answered by the gateway even without a route, and the headers that a
 * function sets itself are dropped. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export const makeCors = (cors: Cors | undefined) => {
  const basic = (origin: string): readonly Header[] => {
    const allow = cors && allowed(cors.allowOrigins, origin);
    if (!cors || allow === undefined) return [];
    return [
      ['access-control-allow-origin', allow],
      ...(allow === '*' ? [] : [['vary', 'Origin'] as const]),
      ...(cors.exposeHeaders.length > 0
        ? [['access-control-expose-headers', cors.exposeHeaders.join(',')] as const]
        : []),
    ];
  };

  return {
    /** The answer to a preflight; undefined when the request is none. */
    preflight: (request: IncomingMessage): Answer | undefined => {
      const { origin } = request.headers;
      if (!cors || request.method !== 'OPTIONS' || origin === undefined) return undefined;
      if (request.headers['access-control-request-method'] === undefined) return undefined;
      const headers = [...basic(origin)];
      if (headers.length > 0) {
        headers.push(['access-control-allow-methods', cors.allowMethods.join(',')]);
        if (cors.allowHeaders.length > 0) headers.push(['access-control-allow-headers', cors.allowHeaders.join(',')]);
        if (cors.maxAgeSeconds !== undefined) headers.push(['access-control-max-age', String(cors.maxAgeSeconds)]);
      }
      return { status: 204, headers, body: Buffer.alloc(0) };
    },

    /** Adds the headers to an answer, in place of the function's own. */
    apply: (request: IncomingMessage, answer: Answer): Answer => {
      if (!cors) return answer;
      const kept = answer.headers.filter(([name]) => !name.startsWith('access-control-'));
      const { origin } = request.headers;
      return { ...answer, headers: origin === undefined ? kept : [...kept, ...basic(origin)] };
    },
  };
};
