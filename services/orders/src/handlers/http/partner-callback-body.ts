import type { FieldError } from '@orderwire/http/problem';
import { line } from '@orderwire/http/text';
import { type Result, ok, refuse } from '@orderwire/kernel/result';
import * as z from 'zod/mini';
import type { Callback } from '../../domain/callback.ts';
import type { CallbackAction } from '../../domain/callback-table.ts';
import type { ReturnReason } from '../../domain/returned-goods.ts';
import { instantOf } from '@orderwire/http/instant';
import { isToken, token } from '@orderwire/http/names';

const MAX_ID = 100;

/** How far a partner's clock may be ahead of ours. */
const CLOCK_SKEW_MS = 5 * 60_000;

const instant = z
  .string()
  .check(
    z.refine((value) => instantOf(value) !== undefined, 'is no time with an offset, such as 2026-03-01T12:00:00Z'),
  );

/** Which message it is, and what it is about: compared with the path, and no part of what it reports. */
const NAMES = {
  callbackId: z.optional(token(MAX_ID)),
  orderId: z.optional(line(100)),
  action: z.optional(line(50)),
  type: z.optional(line(50)),
};

const FACTS = {
  occurredAt: z.optional(instant),
  carrier: z.optional(line(100)),
  trackingNumber: z.optional(line(100)),
  parcelId: z.optional(token(MAX_ID)),
  lines: z.optional(
    z.array(z.looseObject({ itemId: line(200), count: z.int().check(z.minimum(0)) })).check(z.maxLength(100)),
  ),
  attempt: z.optional(z.int().check(z.minimum(1), z.maximum(9))),
  reason: z.optional(line(200)),
  nextAttemptAt: z.optional(instant),
  condition: z.optional(z.enum(['good', 'damaged'])),
  returnId: z.optional(token(MAX_ID)),
  note: z.optional(line(500)),
};

/** Some programs write a value that they do not have as null or as an empty text: it counts as absent. */
const isSaid = (value: unknown): boolean => value !== null && !(typeof value === 'string' && value.trim() === '');

const withoutBlanks = (body: unknown): unknown => {
  if (body === null) return undefined;
  if (typeof body !== 'object' || Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([, value]) => isSaid(value)));
};

/** Known fields must have valid values. Unknown ones are allowed. */
export const callbackBody = z.pipe(z.transform(withoutBlanks), z.optional(z.looseObject({ ...NAMES, ...FACTS })));

export type CallbackBody = z.infer<typeof callbackBody>;

/** The names of what was sent and will have no effect. */
export const ignoredIn = (body: CallbackBody): readonly string[] =>
  Object.keys(body ?? {}).filter((name) => !Object.hasOwn(NAMES, name) && !Object.hasOwn(FACTS, name));

/** What a partner's message reports, or its fault. Its id stands in the body, or is the one it was signed with. */
export const callbackOf = (
  action: CallbackAction,
  body: CallbackBody,
  webhookId: string | undefined,
  { now, fingerprintOf }: { readonly now: number; readonly fingerprintOf: (body: unknown) => string },
): Result<Callback, FieldError> => {
  const report = reportIn(action, body ?? {});
  const fault = faultOf(report, now);
  if (fault) return refuse(fault);
  const callbackId = body?.callbackId ?? webhookId;
  if (callbackId !== undefined && !isToken(callbackId, MAX_ID))
    return refuse({ pointer: 'webhook-id', message: 'is not valid' });
  return ok({
    report,
    ...(callbackId !== undefined && { callbackId }),
    fingerprint: fingerprintOf(saidIn(body)),
  });
};

const reportIn = (action: CallbackAction, said: NonNullable<CallbackBody>): Callback['report'] => {
  const { occurredAt, nextAttemptAt, trackingNumber, carrier, parcelId, lines, attempt } = said;
  const { reason, condition, returnId, note } = said;
  const happenedAt = occurredAt === undefined ? undefined : instantOf(occurredAt);
  const nextAt = nextAttemptAt === undefined ? undefined : instantOf(nextAttemptAt);
  return {
    action,
    ...(happenedAt !== undefined && { occurredAt: happenedAt }),
    ...(trackingNumber !== undefined && { trackingNumber }),
    ...(carrier !== undefined && { carrier }),
    ...(parcelId !== undefined && { parcelId }),
    ...(lines !== undefined && { lines: lines.map(({ itemId, count }) => ({ itemId, count })) }),
    ...(attempt !== undefined && { attempt }),
    ...(reason !== undefined && { reason }),
    ...(nextAt !== undefined && { nextAttemptAt: nextAt }),
    ...(condition !== undefined && { condition }),
    ...(returnId !== undefined && { returnId }),
    ...(note !== undefined && { note }),
  };
};

const RETURN_REASONS: readonly string[] = [
  'refused',
  'undeliverable',
  'damaged',
  'lost',
] satisfies readonly ReturnReason[];

/** What is wrong with a value by what else is said or known. */
const faultOf = (
  { action, occurredAt, lines, reason, returnId }: Callback['report'],
  now: number,
): FieldError | undefined => {
  if (occurredAt !== undefined && occurredAt > now + CLOCK_SKEW_MS)
    return { pointer: '#/occurredAt', message: 'is more than five minutes ahead of us' };
  // Why goods of a return come back the customer has said.
  if (action === 'returned' && returnId === undefined && reason !== undefined && !RETURN_REASONS.includes(reason))
    return { pointer: '#/reason', message: `is none of ${RETURN_REASONS.join(', ')}` };
  // A warehouse that found nothing says so. A parcel has something in it.
  if (action !== 'packed' && lines?.some(({ count }) => count === 0))
    return { pointer: '#/lines', message: 'names an item of which nothing is in the parcel' };
  return action !== 'packed' && lines?.length === 0 ? { pointer: '#/lines', message: 'names nothing' } : undefined;
};

/** What tells two messages with one id apart: what they report, not their names and not the fields that nobody reads. */
const saidIn = (body: CallbackBody): object =>
  Object.fromEntries(Object.entries(body ?? {}).filter(([name]) => Object.hasOwn(FACTS, name)));
