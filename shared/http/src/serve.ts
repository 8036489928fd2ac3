import { messageOf, nameOf } from '@orderwire/kernel/errors';
import type { Log } from '@orderwire/kernel/log';
import { type Result, ok, refuse } from '@orderwire/kernel/result';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { type Caller, callerOf } from './caller.ts';
import { type FieldError, type Problem, problemAnswer } from './problem.ts';
import { IMPLIED } from './refusals.ts';
import { checkUrl, cookiesOf, fit, parseJson, rawBodyOf } from './request.ts';
import type { Endpoint, Refusal, Route } from './route.ts';
import { prose } from './text.ts';

export type HttpFunction = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** A handler's answer or refusal, as one type for all routes. */
interface Told {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly refusal?: string;
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly more?: unknown;
}

/** An endpoint of any route. */
type Any = Endpoint<Route, unknown, unknown>;

/**
 * Serves a route: who calls, does it fit, what does the handler say. A handler that throws is our failure: it is logged by
 * its kind only and answered with a 500 that says nothing (or a 503 when AWS asked us to slow down).
 */
export const serve =
  <R extends Route, Deps, C>(endpoint: Endpoint<R, Deps, C>, deps: Deps, log: Log): HttpFunction =>
  async (event) => {
    const { requestId } = event.requestContext;
    try {
      const handled = await handle(endpoint as unknown as Any, deps, event);
      if (handled.ok) return jsonAnswer(handled.value);
      const { status, code } = handled.error;
      log.info('Refused', { route: event.routeKey, status, code, requestId });
      return problemAnswer(handled.error, requestId);
    } catch (error) {
      log.error('Failed', { route: event.routeKey, error: nameOf(error), reason: messageOf(error), requestId });
      const code = isThrottle(error) ? 'BUSY' : 'INTERNAL';
      return problemAnswer({ code, ...IMPLIED[code] }, requestId);
    }
  };

const handle = async (endpoint: Any, deps: unknown, event: APIGatewayProxyEventV2): Promise<Result<Told, Problem>> => {
  const { route } = endpoint;
  const caller = await callerFor(endpoint, deps, event);
  if (!caller.ok) return caller;
  const input = inputOf(route, event);
  if (!input.ok) return input;
  const told: Told = await endpoint.handle(deps, { ...input.value, caller: caller.value });
  return told.refusal === undefined ? ok(told) : refuse(problemOf(route, told.refusal, told));
};

const callerFor = async (
  { route, prove }: Any,
  deps: unknown,
  event: APIGatewayProxyEventV2,
): Promise<Result<unknown, Problem>> => {
  if (prove) {
    const proven = await prove(deps, { headers: event.headers, rawBody: rawBodyOf(event) });
    return 'refusal' in proven ? refuse(problemOf(route, proven.refusal, proven)) : ok(proven.caller);
  }
  if (route.callers === 'anyone' || route.callers === 'partner') return ok(undefined);
  const caller = callerOf(event, route.right);
  if (!caller) return refuse(implied('UNAUTHENTICATED'));
  if (route.callers === 'staff' && !caller.staff) return refuse(implied('STAFF_ONLY'));
  return caller.staff && route.method !== 'GET' ? withReason(caller, event) : ok(caller);
};

const why = z.object({ reason: z.optional(prose(500)) });

/**
 * Whatever staff write, they may say why: `?reason=` goes into the audit list, with every route. It stands in no log of ours,
 * as no query does.
 */
const withReason = (caller: Caller, { queryStringParameters }: APIGatewayProxyEventV2): Result<Caller, Problem> => {
  const said = fit(why, { reason: queryStringParameters?.['reason'] }, 'query');
  if (!said.ok) return said;
  const { reason } = said.value;
  return ok(reason === undefined ? caller : { ...caller, reason });
};

const implied = (code: keyof typeof IMPLIED): Problem => ({ code, ...IMPLIED[code] });

const problemOf = ({ refusals }: Route, code: string, { detail, errors, more }: Told): Problem => {
  const known = refusals[code] as Refusal;
  const faults = errors ?? known.errors;
  return {
    status: known.status,
    code,
    detail: detail ?? known.detail,
    ...(faults && { errors: faults }),
    ...(more !== undefined && { more: more as Readonly<Record<string, unknown>> }),
    ...(known.headers && { headers: known.headers }),
  };
};

const inputOf = (route: Route, event: APIGatewayProxyEventV2) => {
  const url = checkUrl(event);
  if (!url.ok) return url;
  const headers = route.headers ? fit(route.headers, event.headers, 'headers') : ok(event.headers);
  if (!headers.ok) return headers;
  const query = route.query ? fit(route.query, queryOf(route, event), 'query') : ok(undefined);
  if (!query.ok) return query;
  const json = route.body ? parseJson(rawBodyOf(event)) : ok(undefined);
  if (!json.ok) return json;
  const body = route.body ? fit(route.body, json.value, 'body') : ok(undefined);
  if (!body.ok) return body;
  return ok({
    path: Object.fromEntries(Object.entries(event.pathParameters ?? {}).map(([name, value]) => [name, value ?? ''])),
    headers: headers.value as never,
    cookies: cookiesOf(event),
    query: query.value as never,
    body: body.value as never,
    requestId: event.requestContext.requestId,
  });
};

/** Without what is read for every write. */
const queryOf = ({ method }: Route, { queryStringParameters = {} }: APIGatewayProxyEventV2) => {
  if (method === 'GET') return queryStringParameters;
  const { reason: _reason, ...query } = queryStringParameters;
  return query;
};

const jsonAnswer = ({ status = 200, body, headers }: Told): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    'cache-control': 'no-store',
    ...headers,
  },
  ...(body !== undefined && { body: JSON.stringify(body) }),
});

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
