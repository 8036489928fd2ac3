import type { Endpoints } from '@orderwire/http/endpoint';
import type { Problem } from '@orderwire/http/problem';
import { prose } from '@orderwire/http/text';
import * as z from 'zod/mini';
import type { CloseAttention, ClosingRefusal } from '../application/close-attention.ts';

const MAX_NOTE = 1_000;

const body = z.strictObject({ note: prose(MAX_NOTE) });

/** As they are given out. What is none names nothing, and is not looked up. */
const ID = /^[\w.~-]{1,800}$/;

const NOT_FOUND: Problem = { status: 404, code: 'ATTENTION_NOT_FOUND', detail: 'There is no such entry.' };

const problemOf = (refusal: ClosingRefusal): Problem => {
  switch (refusal.code) {
    case 'ATTENTION_NOT_FOUND':
      return NOT_FOUND;
    case 'ATTENTION_CLOSED':
      return {
        status: 409,
        code: 'ATTENTION_CLOSED',
        detail: 'It is closed already: `closing` says by whom, when and how.',
        more: { closing: refusal.closing },
      };
  }
};

/** `POST /ops/attention/{id}/closing`: somebody has looked at it, and says what came of it; for staff. */
export const makeCloseAttentionHandler = (deps: {
  readonly endpoints: Endpoints;
  readonly closeAttention: CloseAttention;
}) =>
  deps.endpoints.staff({ body }, async ({ path, caller, body: { note } }) => {
    const id = path['id'] ?? '';
    if (!ID.test(id)) return { problem: NOT_FOUND };
    const closed = await deps.closeAttention({ id, note, staffId: caller.customerId });
    return closed.ok ? { status: 200, body: closed.value } : { problem: problemOf(closed.error) };
  });
