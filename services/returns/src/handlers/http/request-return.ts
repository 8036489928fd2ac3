import { causedByCall } from '@orderwire/events-schema/cause';
import { isOrderId, token } from '@orderwire/http/names';
import { route } from '@orderwire/http/route';
import { line } from '@orderwire/http/text';
import * as z from 'zod/mini';
import type { HandleReturns } from '../../application/handle-returns.ts';
import type { AskRefusal } from '../../domain/ask.ts';
import { notShipped } from './not-shipped.ts';
import { returnView } from './return-view.ts';

interface Deps {
  readonly returns: HandleReturns;
  readonly fingerprintOf: (body: unknown) => string;
}

const MOST = { lines: 40, count: 99 };

/** A customer, or staff for one, asks to send goods back. */
export const requestReturn = route({
  method: 'POST',
  paths: ['/orders/{id}/returns'],
  callers: 'signedIn',
  right: 'returns:write',
  headers: z.object({ 'idempotency-key': z.optional(token(200)) }),
  body: z.strictObject({
    lines: z
      .array(z.strictObject({ itemId: line(200), count: z.int().check(z.minimum(1), z.maximum(MOST.count)) }))
      .check(z.minLength(1), z.maxLength(MOST.lines)),
    reason: z.optional(line(200)),
  }),
  answers: { 201: returnView },
  refusals: {
    ORDER_NOT_FOUND: notShipped,
    NOTHING_TO_RETURN: {
      status: 409,
      detail: 'All that was shipped of this order was given back, or is in a return already.',
    },
    RETURN_TOO_LATE: {
      status: 409,
      detail: 'The time for sending goods back is over.',
      more: z.strictObject({ until: z.iso.date() }),
    },
    TOO_MANY_RETURNS: { status: 409, detail: 'An order has at most 20 returns.' },
    MORE_THAN_SHIPPED: {
      status: 422,
      detail: 'More than was shipped and is neither given back nor in a return already.',
    },
    IDEMPOTENCY_KEY_REUSED: {
      status: 422,
      detail: 'This Idempotency-Key has asked for another return. Use a new key for a new one.',
      errors: [{ pointer: 'idempotency-key', message: 'belongs to another request' }],
    },
  },
}).handledBy(async ({ returns, fingerprintOf }: Deps, { path: { id }, headers, body, ...call }) => {
  if (!isOrderId(id)) return { refusal: 'ORDER_NOT_FOUND' };
  const key = headers['idempotency-key'];
  const asked =
    key === undefined ? undefined : { key: `${call.caller.customerId}/${key}`, fingerprint: fingerprintOf(body) };
  // What is said of the goods are the customer’s words, also where staff write them down: no cause keeps them.
  const wish = { lines: body.lines, reason: body.reason, asked };
  const done = await returns.ask(id, wish, { caller: call.caller, cause: causedByCall(id, call) });
  if (!done.ok) return refused(done.error);
  const { shown, isReplayed } = done.value;
  return {
    status: 201,
    headers: { location: `/orders/${id}/returns`, ...(isReplayed && { 'idempotent-replay': 'true' }) },
    body: shown,
  };
});

const refused = (error: AskRefusal | { readonly code: 'ORDER_NOT_FOUND' }) => {
  switch (error.code) {
    case 'RETURN_TOO_LATE':
      return { refusal: error.code, more: { until: error.until } };
    case 'MORE_THAN_SHIPPED':
      return {
        refusal: error.code,
        errors: error.faults.map(({ position, most }) => ({
          pointer: `#/lines/${position}/${most === 0 ? 'itemId' : 'count'}`,
          message: most === 0 ? 'has nothing that can be sent back' : `is at most ${most}, equal lines together`,
        })),
      };
    default:
      return { refusal: error.code };
  }
};
