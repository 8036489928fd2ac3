import { messageOf, nameOf } from '@orderwire/kernel/errors';
import type { Log } from '@orderwire/kernel/log';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import { type Caller, callerOf } from './caller.ts';
import { type Problem, problemAnswer } from './problem.ts';
import { checkUrl, fit, parseJson, rawBodyOf } from './request.ts';

/** What a handler gives back: a body to be sent as JSON, or a redirect. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handled = Answer | { readonly problem: Problem };

interface Common {
  readonly path: Readonly<Record<string, string>>;
  /** Names in lower case, repeated headers joined by a comma, as API Gateway gives them. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly requestId: string;
}

interface Spec<B extends z.ZodMiniType, Q extends z.ZodMiniType> {
  /** Absent: a body is ignored. */
  readonly body?: B;
  readonly query?: Q;
}

type Input<B extends z.ZodMiniType, Q extends z.ZodMiniType, C> = Common & {
  readonly body: z.infer<B>;
  readonly query: z.infer<Q>;
  readonly caller: C;
};

/** What a caller without a user's token shows to prove who it is. */
export interface Credentials {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The bytes as they were sent: nothing has read them yet. */
  readonly rawBody: Uint8Array;
}

type Authenticated<C> = { readonly caller: C } | { readonly problem: Problem };

export type HttpFunction = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

export type Endpoints = ReturnType<typeof makeEndpoints>;

/**
 * Makes the factories of HTTP handlers: parse, call, answer. A handler that throws is our failure: it is logged by its
 * kind only and answered with a 500 that says nothing (or a 503 when AWS asked us to slow down).
 */
export const makeEndpoints = ({ log }: { readonly log: Log }) => {
  const make =
    <B extends z.ZodMiniType, Q extends z.ZodMiniType, C>(
      spec: Spec<B, Q>,
      authenticate: (event: APIGatewayProxyEventV2) => Authenticated<C> | Promise<Authenticated<C>>,
      handle: (input: Input<B, Q, C>) => Promise<Handled>,
    ): HttpFunction =>
    async (event) => {
      const { requestId } = event.requestContext;
      try {
        const handled = await parseAndHandle(event, spec, authenticate, handle);
        if ('problem' in handled) {
          const { status, code } = handled.problem;
          log.info('Refused', { route: event.routeKey, status, code, requestId });
          return problemAnswer(handled.problem, requestId);
        }
        return jsonAnswer(handled);
      } catch (error) {
        log.error('Failed', { route: event.routeKey, error: nameOf(error), reason: messageOf(error), requestId });
        return problemAnswer(isThrottle(error) ? BUSY : BROKEN, requestId);
      }
    };

  return {
    /** Anyone may call. */
    open: <B extends z.ZodMiniType, Q extends z.ZodMiniType>(
      spec: Spec<B, Q>,
      handle: (input: Input<B, Q, undefined>) => Promise<Handled>,
    ) => make(spec, () => ({ caller: undefined }), handle),
    /** Signed-in customers and staff; the handler decides what is theirs. */
    signedIn: <B extends z.ZodMiniType, Q extends z.ZodMiniType>(
      spec: Spec<B, Q>,
      handle: (input: Input<B, Q, Caller>) => Promise<Handled>,
    ) => make(spec, signedInCaller, handle),
    /** Signed-in staff; anybody else is refused before anything of the request is read. */
    staff: <B extends z.ZodMiniType, Q extends z.ZodMiniType>(
      spec: Spec<B, Q>,
      handle: (input: Input<B, Q, Caller>) => Promise<Handled>,
    ) => make(spec, staffCaller, handle),
    /** Callers with credentials of their own, which are proven on the raw bytes before anything is parsed. */
    proven: <B extends z.ZodMiniType, Q extends z.ZodMiniType, C>(
      spec: Spec<B, Q>,
      prove: (credentials: Credentials) => Promise<Authenticated<C>>,
      handle: (input: Input<B, Q, C>) => Promise<Handled>,
    ) => make(spec, (event) => prove({ headers: event.headers, rawBody: rawBodyOf(event) }), handle),
  };
};

const parseAndHandle = async <B extends z.ZodMiniType, Q extends z.ZodMiniType, C>(
  event: APIGatewayProxyEventV2,
  spec: Spec<B, Q>,
  authenticate: (event: APIGatewayProxyEventV2) => Authenticated<C> | Promise<Authenticated<C>>,
  handle: (input: Input<B, Q, C>) => Promise<Handled>,
): Promise<Handled> => {
  const authenticated = await authenticate(event);
  if ('problem' in authenticated) return authenticated;
  const url = checkUrl(event);
  if (!url.ok) return { problem: url.error };
  const query = spec.query ? fit(spec.query, event.queryStringParameters ?? {}, 'query') : undefined;
  if (query && !query.ok) return { problem: query.error };
  const json = spec.body ? parseJson(rawBodyOf(event)) : undefined;
  if (json && !json.ok) return { problem: json.error };
  const body = spec.body ? fit(spec.body, json?.value, 'body') : undefined;
  if (body && !body.ok) return { problem: body.error };
  return handle({
    path: Object.fromEntries(Object.entries(event.pathParameters ?? {}).map(([name, value]) => [name, value ?? ''])),
    headers: event.headers,
    requestId: event.requestContext.requestId,
    body: body?.value as z.infer<B>,
    query: query?.value as z.infer<Q>,
    caller: authenticated.caller,
  });
};

const signedInCaller = (event: APIGatewayProxyEventV2): Authenticated<Caller> => {
  const caller = callerOf(event);
  return caller ? { caller } : { problem: UNAUTHENTICATED };
};

const staffCaller = (event: APIGatewayProxyEventV2): Authenticated<Caller> => {
  const signedIn = signedInCaller(event);
  return 'problem' in signedIn || signedIn.caller.staff ? signedIn : { problem: STAFF_ONLY };
};

const jsonAnswer = ({ status, body, headers }: Answer): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    'cache-control': 'no-store',
    ...headers,
  },
  ...(body !== undefined && { body: JSON.stringify(body) }),
});

const UNAUTHENTICATED: Problem = {
  status: 401,
  code: 'UNAUTHENTICATED',
  detail: 'Send the access token of a signed-in user: Authorization: Bearer <token>.',
};

const STAFF_ONLY: Problem = { status: 403, code: 'STAFF_ONLY', detail: 'This is for staff.' };

const BROKEN: Problem = {
  status: 500,
  code: 'INTERNAL',
  detail: 'Something failed on our side. Try again, with the same Idempotency-Key when you place an order.',
};

const BUSY: Problem = {
  status: 503,
  code: 'BUSY',
  detail: 'We are asked too much just now. Try again in a moment.',
  headers: { 'retry-after': '1' },
};

const THROTTLES = new Set([
  'ContentionError',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'TransactionConflictException',
  'TransactionInProgressException',
  // What a condition cancelled is answered by the adapters; what is left met others, or a throttle.
  'TransactionCanceledException',
]);

const isThrottle = (error: unknown): boolean => THROTTLES.has(nameOf(error));
