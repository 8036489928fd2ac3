import { causedByCall } from '@orderwire/events-schema/cause';
import { route } from '@orderwire/http/route';
import type { HandleReturns } from '../../application/handle-returns.ts';
import { RETURN_NOT_FOUND } from './return-not-found.ts';
import { returnView } from './return-view.ts';

/** Staff let the goods come. May be sent as often as the client likes. */
export const approveReturn = route({
  method: 'POST',
  paths: ['/returns/{id}/approval'],
  callers: 'staff',
  right: 'returns:write',
  answers: { 200: returnView },
  refusals: {
    RETURN_NOT_FOUND,
    RETURN_REJECTED: { status: 409, detail: 'The return was rejected. The customer may ask again.' },
  },
}).handledBy(async ({ returns }: { readonly returns: HandleReturns }, { path: { id }, ...call }) => {
  const approved = await returns.approve(id, { caller: call.caller, cause: causedByCall(id, call) });
  return approved.ok ? { status: 200, body: approved.value } : { refusal: approved.error.code };
});
