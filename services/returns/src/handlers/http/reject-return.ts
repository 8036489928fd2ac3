import { causedByCall } from '@orderwire/events-schema/cause';
import { route } from '@orderwire/http/route';
import { line } from '@orderwire/http/text';
import * as z from 'zod/mini';
import type { HandleReturns } from '../../application/handle-returns.ts';
import { RETURN_NOT_FOUND } from './return-not-found.ts';
import { returnView } from './return-view.ts';

/** Staff do not take the goods back. May be sent as often as the client likes. */
export const rejectReturn = route({
  method: 'POST',
  paths: ['/returns/{id}/rejection'],
  callers: 'staff',
  right: 'returns:write',
  body: z.optional(z.strictObject({ reason: z.optional(line(200)) })),
  answers: { 200: returnView },
  refusals: {
    RETURN_NOT_FOUND,
    RETURN_APPROVED: { status: 409, detail: 'The return was approved: its goods may be on their way.' },
  },
}).handledBy(async ({ returns }: { readonly returns: HandleReturns }, { path: { id }, body, ...call }) => {
  const reason = body?.reason;
  const rejected = await returns.reject(id, reason, { caller: call.caller, cause: causedByCall(id, call, reason) });
  return rejected.ok ? { status: 200, body: rejected.value } : { refusal: rejected.error.code };
});
