import type { Credentials, Endpoints, HttpFunction } from '@orderwire/http/endpoint';
import type { Problem } from '@orderwire/http/problem';
import type { Clock } from '@orderwire/kernel/clock';
import type { CountMetric } from '@orderwire/kernel/log';
import type { CallbackRefusal, Partner, ReceiveCallback } from '../../application/receive-callback.ts';
import type { CallbackResult } from '../../domain/callback-table.ts';
import type { ReportedAction } from '../../domain/order.ts';
import { callbackBody, callbackOf } from './partner-callback-body.ts';
import { ORDER_NOT_FOUND, type Problems, problemFor } from './problems.ts';
import { isOrderId } from './schemas.ts';

interface Deps {
  readonly endpoints: Endpoints;
  /** Tells which partner's key opens this call, if any does. */
  readonly authenticate: (credentials: Credentials) => Promise<Partner | undefined>;
  readonly receiveCallback: ReceiveCallback;
  readonly fingerprintOf: (body: unknown) => string;
  readonly clock: Clock;
  readonly count: CountMetric;
}

/** One of `POST /orderpacked/{orderId}`, `/ordershipped/{orderId}`, `/orderdelivered/{orderId}`. */
export const makePartnerCallbackHandler = (deps: Deps, action: ReportedAction, expected: Partner): HttpFunction => {
  const { endpoints, authenticate, receiveCallback, fingerprintOf, clock } = deps;

  const prove = async (credentials: Credentials) => {
    const partner = await authenticate(credentials);
    if (partner === undefined) return { problem: KEY_UNKNOWN };
    return partner === expected ? { caller: partner } : { problem: KEY_OF_THE_OTHER };
  };

  const handle = endpoints.proven({ body: callbackBody }, prove, async ({ path, headers, body, caller }) => {
    const callback = callbackOf(action, body, headers['webhook-id'], { now: clock(), fingerprintOf });
    if (!callback.ok) return { problem: callback.error };
    const { orderId } = path;
    if (!isOrderId(orderId)) return { problem: ORDER_NOT_FOUND };
    const received = await receiveCallback({ orderId, partner: caller, callback: callback.value });
    if (!received.ok) return problemFor(PROBLEMS, received.error);
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

/** A refused call leaves a log line and this count, and nothing else. */
const countRefused =
  (handle: HttpFunction, count: CountMetric): HttpFunction =>
  async (event) => {
    const answer = await handle(event);
    const status = answer.statusCode ?? 0;
    if (status >= 400 && status < 500) count('CallbackRefused');
    return answer;
  };
