import { createHash } from 'node:crypto';
import { isoTime } from '@orderwire/kernel/clock';
import { pauseAfter, RETRY_POLICY } from './retry-policy.ts';
import type { SendOutcome } from './webhook-sender.ts';

/**
 * One webhook to a partner. The row decides every race between sending and stopping it. It holds no personal data: the
 * body is made again from the event.
 */
export interface WebhookRow {
  /** Made from order, partner and kind: the second delivery of an event meets the row of the first. */
  readonly webhookId: string;
  readonly orderId: string;
  readonly kind: string;
  readonly status: 'pending' | 'sent' | 'failed' | 'stopped';
  /** Tries that began. */
  readonly attempts: number;
  /** The last HTTP status that the partner answered. */
  readonly lastStatus?: number;
  /** When the first of these tries began, ms since the epoch: a redriven webhook begins anew. */
  readonly since?: number;
  /** While a try may be in flight, ms since the epoch: nobody else sends, and what must come after it waits. */
  readonly sendingUntil?: number;
  /** The next try is not before then, ms since the epoch. */
  readonly notBefore?: number;
  readonly version: number;
  readonly updatedAt: string;
}

export type NamedWebhook = Pick<WebhookRow, 'webhookId' | 'orderId' | 'kind'>;

export type Claim =
  | { readonly do: 'send'; readonly row: WebhookRow }
  | { readonly do: 'nothing' }
  /** `untilMs`: since the epoch; without it until the try in flight has ended. */
  | { readonly do: 'wait'; readonly untilMs?: number };

const next = (row: WebhookRow, now: number, change: Partial<WebhookRow>): WebhookRow => {
  const { sendingUntil: _sendingUntil, notBefore: _notBefore, ...rest } = row;
  return { ...rest, version: row.version + 1, updatedAt: isoTime(now), ...change };
};

/** In [0, 1): chance enough, and the same for the same try of the same webhook. */
const chanceOf = ({ webhookId, attempts }: WebhookRow): number =>
  createHash('sha256').update(`${webhookId}/${attempts}`).digest().readUInt32BE() / 2 ** 32;

/**
 * Whether this try may begin. A failed webhook is sent again: its event comes back only because somebody redrove it.
 * @param leaseMs longer than any try can last
 * @param last no further try will come: it begins at once
 */
export const claim = (
  row: WebhookRow | undefined,
  named: NamedWebhook,
  { now, leaseMs, last }: { readonly now: number; readonly leaseMs: number; readonly last: boolean },
): Claim => {
  const sendingUntil = now + leaseMs;
  if (!row) {
    const since = now;
    const first = { status: 'pending', attempts: 1, since, sendingUntil, version: 1, updatedAt: isoTime(now) } as const;
    return { do: 'send', row: { ...named, ...first } };
  }
  if (row.status === 'sent' || row.status === 'stopped') return { do: 'nothing' };
  if (isInFlight(row, now)) return { do: 'wait' };
  if (!last && row.notBefore !== undefined && now < row.notBefore) return { do: 'wait', untilMs: row.notBefore };
  const since = row.status === 'failed' ? now : (row.since ?? now);
  return { do: 'send', row: next(row, now, { status: 'pending', attempts: row.attempts + 1, since, sendingUntil }) };
};

export const isInFlight = ({ sendingUntil }: WebhookRow, now: number): boolean =>
  sendingUntil !== undefined && now < sendingUntil;

/** What is to be written, with the event that this write publishes. */
export type Settled =
  | { readonly row: WebhookRow; readonly event?: 'sent' }
  /** `code` says why the last try failed. */
  | { readonly row: WebhookRow; readonly event: 'failed'; readonly code: string };

/**
 * What the row says once the try is over; undefined when it is not this try's to say any more. A webhook that arrived
 * is sent even if it was stopped meanwhile: who stopped it waits for exactly this and then tells the partner. One that
 * was not accepted is tried again, more and more rarely, until a day has passed since its first try.
 * @param row as it is now; @param mine as this try claimed it; @param last no further try will come
 */
export const settle = (
  row: WebhookRow,
  mine: WebhookRow,
  outcome: SendOutcome,
  { now, last }: { readonly now: number; readonly last: boolean },
): Settled | undefined => {
  const answered = outcome.status === undefined ? {} : { lastStatus: outcome.status };
  if (row.status === 'sent') return undefined;
  if (outcome.accepted) return { row: next(row, now, { status: 'sent', ...answered }), event: 'sent' };
  if (row.sendingUntil !== mine.sendingUntil) return undefined;
  if (row.status === 'stopped') return { row: next(row, now, answered) };
  const end = (mine.since ?? now) + RETRY_POLICY.triedForMs;
  if (last || !outcome.retry || now >= end)
    return { row: next(row, now, { status: 'failed', ...answered }), event: 'failed', code: outcome.code };
  const quiet = Math.min(outcome.retryAfterMs ?? 0, RETRY_POLICY.longestQuietMs);
  const notBefore = Math.min(now + Math.round(Math.max(quiet, pauseAfter(mine.attempts, chanceOf(mine)))), end);
  return { row: next(row, now, { ...answered, notBefore }) };
};

/**
 * The row that keeps a webhook from being sent (again); undefined when there is nothing left to stop. A row made here
 * has no attempts: the partner never heard of it.
 */
export const stopped = (row: WebhookRow | undefined, named: NamedWebhook, now: number): WebhookRow | undefined => {
  if (!row) return { ...named, status: 'stopped', attempts: 0, version: 1, updatedAt: isoTime(now) };
  if (row.status === 'sent' || row.status === 'stopped') return undefined;
  const inFlight = row.sendingUntil === undefined ? {} : { sendingUntil: row.sendingUntil };
  return next(row, now, { status: 'stopped', ...inFlight });
};
