import type { Answer } from './answer.ts';

/**
 * The gateway's own refusals. `message` is AWS's word; the rest makes them readable like the platform's own errors, in the
 * same codes. On AWS they are `application/json` and hold `message` alone.
 */
const REFUSALS = {
  MALFORMED_REQUEST: [400, 'Bad Request'],
  ENCODING_INVALID: [400, 'Bad Request'],
  UNAUTHENTICATED: [401, 'Unauthorized'],
  SCOPE_MISSING: [403, 'Forbidden'],
  ROUTE_NOT_FOUND: [404, 'Not Found'],
  REQUEST_TIMEOUT: [408, 'Request Timeout'],
  BODY_TOO_LARGE: [413, 'Request Entity Too Large'],
  HEADERS_TOO_LARGE: [431, 'Request Header Fields Too Large'],
  INTERNAL: [500, 'Internal Server Error'],
  BUSY: [503, 'Service Unavailable'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type RefusalCode = keyof typeof REFUSALS;

export const PROBLEM_TYPE = 'application/problem+json';

export const problemText = (code: RefusalCode, requestId: string): string => {
  const [status, message] = REFUSALS[code];
  return JSON.stringify({ type: 'about:blank', title: message, status, code, message, requestId });
};

export const refusal = (
  code: RefusalCode,
  requestId: string,
  headers: readonly (readonly [string, string])[] = [],
): Answer => ({
  status: REFUSALS[code][0],
  headers: [['content-type', PROBLEM_TYPE], ...headers],
  body: Buffer.from(problemText(code, requestId)),
});
