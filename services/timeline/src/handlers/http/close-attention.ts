import { causedByCall } from '@orderwire/events-schema/cause';
import { route } from '@orderwire/http/route';
import { prose } from '@orderwire/http/text';
import * as z from 'zod/mini';
import type { CloseAttention } from '../../application/close-attention.ts';
import { attentionView, closingView } from './attention-view.ts';

const MAX_NOTE = 1_000;

/** As they are given out. What cannot be an id names nothing, and is not looked up. */
const ID = /^[\w.~-]{1,800}$/;

/** Somebody has looked at it, and says what came of it. */
export const closeAttention = route({
  method: 'POST',
  paths: ['/ops/attention/{id}/closing'],
  callers: 'staff',
  right: 'attention:write',
  body: z.strictObject({ note: prose(MAX_NOTE) }),
  answers: { 200: attentionView },
  refusals: {
    ATTENTION_NOT_FOUND: { status: 404, detail: 'There is no such entry.' },
    ATTENTION_CLOSED: {
      status: 409,
      detail: 'It is closed already: `closing` says by whom, when and how.',
      more: z.strictObject({ closing: z.optional(closingView) }),
    },
  },
}).handledBy(async (deps: { readonly closeAttention: CloseAttention }, { path: { id }, body: { note }, ...call }) => {
  if (!ID.test(id)) return { refusal: 'ATTENTION_NOT_FOUND' };
  const closed = await deps.closeAttention({ id, note, cause: causedByCall(id, call, note) });
  if (closed.ok) return { status: 200, body: closed.value };
  return closed.error.code === 'ATTENTION_CLOSED'
    ? { refusal: 'ATTENTION_CLOSED', more: { closing: closed.error.closing } }
    : { refusal: 'ATTENTION_NOT_FOUND' };
});
