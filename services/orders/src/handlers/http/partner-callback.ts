import type { Credentials, Endpoints, HttpFunction } from '@orderwire/http/endpoint';
import type { Problem } from '@orderwire/http/problem';
import type { Clock } from '@orderwire/kernel/clock';
import type { CountMetric, Log } from '@orderwire/kernel/log';
import type { CallbackRefusal, Partner, ReceiveCallback } from '../../application/receive-callback.ts';
import type { CallbackResult } from '../../domain/callback-table.ts';
import type { ReportedAction } from '../../domain/order.ts';
import { bindingProblem } from './callback-binding.ts';
import { callbackBody, callbackOf, ignoredIn } from './partner-callback-body.ts';
import { ORDER_NOT_FOUND, type Problems, problemFor } from './problems.ts';
import { isOrderId } from './schemas.ts';

interface Deps {
  readonly endpoints: Endpoints;
  /** Tells which partner's key opens this call, if any does, and whether it was only used to sign. */
  readonly authenticate: (credentials: Credentials) => Promise<Caller | undefined>;
  readonly receiveCallback: ReceiveCallback;
  readonly fingerprintOf: (body: unknown) => string;
  readonly clock: Clock;
  readonly count: CountMetric;
  readonly log: Log;
}

interface Caller {
  readonly partner: Partner;
  readonly signed: boolean;
}

/** One of `POST /orderpacked/{orderId}`, `/ordershipped/{orderId}`, `/orderdelivered/{orderId}`. */
export const makePartnerCallbackHandler = (deps: Deps, action: ReportedAction, expected: Partner): HttpFunction => {
  const { endpoints, authenticate, receiveCallback, fingerprintOf, clock } = deps;

  const prove = async (credentials: Credentials) => {
    const caller = await authenticate(credentials);
    if (caller === undefined) return { problem: KEY_UNKNOWN };
    return caller.partner === expected ? { caller } : { problem: KEY_OF_THE_OTHER };
  };

  const handle = endpoints.proven({ body: callbackBody }, prove, async ({ path, headers, body, caller }) => {
    const callback = callbackOf(action, body, headers['webhook-id'], { now: clock(), fingerprintOf });
    if (!callback.ok) return { problem: callback.error };
    const { orderId } = path;
    const unfit = bindingProblem({ orderId, action }, caller.signed, body);
    if (unfit) return { problem: unfit };
    if (!isOrderId(orderId)) return { problem: ORDER_NOT_FOUND };
    const received = await receiveCallback({ orderId, partner: caller.partner, callback: callback.value });
    if (!received.ok) return problemFor(PROBLEMS, received.error);
    tellIgnored(deps, caller.partner, ignoredIn(body));
    const { result, status, replayed } = received.value.answer;
    const { httpStatus, ...more } = ANSWERS[result];
    return {
      status: httpStatus,
      body: { orderId, result, status, ...more },
      ...(replayed && { headers: { 'idempotent-replay': 'true' } }),
    };
  });
  return countRefused(handle, deps.count);
};

/** What a partner hears. Also a refusal by the order's status is an answer: it says what to do now. */
const ANSWERS: Readonly<Record<CallbackResult, { readonly httpStatus: number; readonly instruction?: string }>> = {
  applied: { httpStatus: 200 },
  corrected: { httpStatus: 200 },
  duplicate: { httpStatus: 200 },
  superseded: { httpStatus: 200 },
  held: { httpStatus: 202 },
  stop: { httpStatus: 409, instruction: 'do_not_ship' },
  conflict: { httpStatus: 409 },
  refused: { httpStatus: 409 },
};

const PROBLEMS: Problems<CallbackRefusal> = {
  ORDER_NOT_FOUND: () => ORDER_NOT_FOUND,
  CALLBACK_ID_REUSED: ({ code }) => ({
    status: 422,
    code,
    detail: 'This callbackId came before with another body. Use a new id for another message.',
  }),
};

const KEY_UNKNOWN: Problem = {
  status: 401,
  code: 'PARTNER_KEY_INVALID',
  detail: 'Send the key as Authorization, or sign the call by Standard Webhooks.',
};

const KEY_OF_THE_OTHER: Problem = {
  status: 403,
  code: 'PARTNER_KEY_FORBIDDEN',
  detail: 'This key belongs to a partner who does not report this.',
};

/** Names of fields as programs have them. What looks otherwise may be anything, and stands in no log. */
const FIELD = /^[A-Za-z][\w.-]{0,39}$/;
const MAX_NAMED = 20;

/** A field that nobody reads may be a slip of the pen: operators see that there are some, and which. */
const tellIgnored = ({ count, log }: Deps, partner: Partner, names: readonly string[]): void => {
  if (names.length === 0) return;
  count('CallbackFieldsIgnored', names.length);
  log.info('Fields ignored', { partner, fields: names.filter((name) => FIELD.test(name)).slice(0, MAX_NAMED) });
};

/** A refused call leaves a log line and this count, and nothing else. */
const countRefused =
  (handle: HttpFunction, count: CountMetric): HttpFunction =>
  async (event) => {
    const answer = await handle(event);
    const status = answer.statusCode ?? 0;
    if (status >= 400 && status < 500) count('CallbackRefused');
    return answer;
  };
