import { createHash } from 'node:crypto';
import { type Claim, claim, type LeasedRow, settle, UNWRITTEN } from '@orderwire/kernel/lease';
import { pauseAfter, RETRY_POLICY } from './retry-policy.ts';
import type { SendOutcome } from './webhook-sender.ts';

/**
 * One webhook to a partner. The row decides every race between sending and stopping it. It holds no personal data: the
 * body is made again from the event.
 */
export interface WebhookRow extends LeasedRow {
  /** Made from order, partner and kind: the second delivery of an event meets the row of the first. */
  readonly webhookId: string;
  readonly orderId: string;
  readonly kind: string;
  /** The last HTTP status that the partner answered. */
  readonly lastStatus?: number;
  /** When the first of these tries began, ms since the epoch: a redriven webhook begins anew. */
  readonly since?: number;
}

/** A webhook that nobody has begun yet. */
export const newWebhook = (named: Pick<WebhookRow, 'webhookId' | 'orderId' | 'kind'>): WebhookRow => ({
  ...named,
  ...UNWRITTEN,
});

/** In [0, 1): chance enough, and the same for the same try of the same webhook. */
const chanceOf = ({ webhookId, attempts }: WebhookRow): number =>
  createHash('sha256').update(`${webhookId}/${attempts}`).digest().readUInt32BE() / 2 ** 32;

/** Whether this try may begin, and since when the webhook is tried. A redriven one begins anew. */
export const claimWebhook = (row: WebhookRow, by: Parameters<typeof claim>[1]): Claim<WebhookRow> => {
  const claimed = claim(row, by);
  const since = row.status === 'failed' ? by.now : (row.since ?? by.now);
  return claimed.do === 'send' ? { ...claimed, row: { ...claimed.row, since } } : claimed;
};

/**
 * The row once the try is over; undefined when it is not this try's to say any more. A webhook that arrived is sent even
 * if it was stopped meanwhile: whoever stopped it waits for exactly this and then tells the partner. One that was not
 * accepted is tried again, more and more rarely, until a day has passed since its first try.
 * @param row as it is now
 * @param mine as this try claimed it
 * @param last no further try will come
 */
export const settleWebhook = (
  row: WebhookRow,
  mine: WebhookRow,
  outcome: SendOutcome,
  { now, last }: { readonly now: number; readonly last: boolean },
): WebhookRow | undefined => {
  const note = outcome.status === undefined ? {} : { lastStatus: outcome.status };
  if (outcome.accepted) return settle(row, mine, { status: 'sent' }, { now, note });
  const end = (mine.since ?? now) + RETRY_POLICY.triedForMs;
  if (last || !outcome.retry || now >= end) return settle(row, mine, { status: 'failed' }, { now, note });
  const quiet = Math.min(outcome.retryAfterMs ?? 0, RETRY_POLICY.longestQuietMs);
  const notBefore = Math.min(now + Math.round(Math.max(quiet, pauseAfter(mine.attempts, chanceOf(mine)))), end);
  return settle(row, mine, { status: 'pending', notBefore }, { now, note });
};
