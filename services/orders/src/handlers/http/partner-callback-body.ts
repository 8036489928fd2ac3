import type { Problem } from '@orderwire/http/problem';
import { type Result, ok, refuse } from '@orderwire/kernel/result';
import * as z from 'zod/mini';
import type { Callback } from '../../domain/callback.ts';
import type { ReportedAction } from '../../domain/order.ts';
import { isToken, text, token } from './schemas.ts';

const MAX_ID = 100;

/** How far a partner's clock may be ahead of ours. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** `reason` is part of the protocol; it says something only of deliveries that failed and of returns. */
export const callbackBody = z.optional(
  z.strictObject({
    callbackId: z.optional(token(MAX_ID)),
    occurredAt: z.optional(z.iso.datetime({ offset: true })),
    trackingNumber: z.optional(text(100)),
    carrier: z.optional(text(100)),
    reason: z.optional(text(200)),
    attempt: z.optional(z.int().check(z.minimum(1), z.maximum(9))),
    note: z.optional(text(500)),
  }),
);

/** What a partner's message reports. Its id stands in the body, or is the one it was signed with. */
export const callbackOf = (
  action: ReportedAction,
  body: z.infer<typeof callbackBody>,
  webhookId: string | undefined,
  { now, fingerprintOf }: { readonly now: number; readonly fingerprintOf: (body: unknown) => string },
): Result<Callback, Problem> => {
  const { occurredAt, trackingNumber, carrier, attempt, note } = body ?? {};
  const happenedAt = occurredAt === undefined ? undefined : Date.parse(occurredAt);
  if (happenedAt !== undefined && happenedAt > now + CLOCK_SKEW_MS)
    return refuse(invalid('#/occurredAt', 'is more than five minutes ahead of us'));
  const callbackId = body?.callbackId ?? webhookId;
  if (callbackId !== undefined && !isToken(callbackId, MAX_ID)) return refuse(invalid('webhook-id', 'is not valid'));
  return ok({
    report: {
      action,
      ...(happenedAt !== undefined && { occurredAt: happenedAt }),
      ...(trackingNumber !== undefined && { trackingNumber }),
      ...(carrier !== undefined && { carrier }),
      ...(attempt !== undefined && { attempt }),
      ...(note !== undefined && { note }),
    },
    ...(callbackId !== undefined && { callbackId }),
    fingerprint: fingerprintOf(body),
  });
};

const invalid = (pointer: string, message: string): Problem => ({
  status: 422,
  code: 'REQUEST_INVALID',
  detail: 'The callback has faults.',
  errors: [{ pointer, message }],
});
