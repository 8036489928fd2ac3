import type { Cause } from '@orderwire/events-schema/cause';
import { type Clock, isoTime } from '@orderwire/kernel/clock';
import { ok, refuse, type Result } from '@orderwire/kernel/result';
import { type Attention, type Closing, isSameClosing } from '../domain/attention.ts';
import type { AttentionList } from './attention-list.ts';

export type ClosingRefusal =
  | { readonly code: 'ATTENTION_NOT_FOUND' }
  /** With what was said when it was closed. */
  | { readonly code: 'ATTENTION_CLOSED'; readonly closing: Closing | undefined };

export type CloseAttention = (request: {
  readonly id: string;
  readonly note: string;
  readonly cause: Cause;
}) => Promise<Result<Attention, ClosingRefusal>>;

/** Somebody has looked at it: who, when, and what came of it are kept. The first one to close it has closed it. */
export const makeCloseAttention =
  ({ list, clock }: { readonly list: Pick<AttentionList, 'close'>; readonly clock: Clock }): CloseAttention =>
  async ({ id, note, cause }) => {
    const closing: Closing = { note, by: cause.actor, at: isoTime(clock()) };
    const attention = await list.close(id, closing, cause);
    if (!attention) return refuse({ code: 'ATTENTION_NOT_FOUND' });
    return isSameClosing(attention.closing, closing)
      ? ok(attention)
      : refuse({ code: 'ATTENTION_CLOSED', closing: attention.closing });
  };
