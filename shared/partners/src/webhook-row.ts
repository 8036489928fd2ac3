import { isoTime } from '@orderwire/kernel/clock';
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
  /** While a try may be in flight, ms since the epoch: nobody else sends, and what must come after it waits. */
  readonly sendingUntil?: number;
  /** The partner asked for quiet until then, ms since the epoch. */
  readonly notBefore?: number;
  readonly version: number;
  readonly updatedAt: string;
}

export type NamedWebhook = Pick<WebhookRow, 'webhookId' | 'orderId' | 'kind'>;

export type Claim =
  { readonly do: 'send'; readonly row: WebhookRow } | { readonly do: 'nothing' } | { readonly do: 'wait' };

/** What a queue can hold back before its messages run out of tries: longer wishes of a partner are cut to this. */
const MAX_NOT_BEFORE_MS = 15 * 60_000;

const next = (row: WebhookRow, now: number, change: Partial<WebhookRow>): WebhookRow => {
  const { sendingUntil: _sendingUntil, notBefore: _notBefore, ...rest } = row;
  return { ...rest, version: row.version + 1, updatedAt: isoTime(now), ...change };
};

/**
 * Whether this try may begin. A failed webhook is sent again: its event comes back only because somebody redrove it.
 * @param leaseMs longer than any try can last
 * @param last no further try will come: the partner's wish for quiet is overruled
 */
export const claim = (
  row: WebhookRow | undefined,
  named: NamedWebhook,
  { now, leaseMs, last }: { readonly now: number; readonly leaseMs: number; readonly last: boolean },
): Claim => {
  const sendingUntil = now + leaseMs;
  if (!row) {
    const first = { status: 'pending', attempts: 1, sendingUntil, version: 1, updatedAt: isoTime(now) } as const;
    return { do: 'send', row: { ...named, ...first } };
  }
  if (row.status === 'sent' || row.status === 'stopped') return { do: 'nothing' };
  if (isInFlight(row, now)) return { do: 'wait' };
  if (!last && row.notBefore !== undefined && now < row.notBefore) return { do: 'wait' };
  return { do: 'send', row: next(row, now, { status: 'pending', attempts: row.attempts + 1, sendingUntil }) };
};

export const isInFlight = ({ sendingUntil }: WebhookRow, now: number): boolean =>
  sendingUntil !== undefined && now < sendingUntil;

export interface Settled {
  readonly row: WebhookRow;
  /** The event that this write publishes. */
  readonly event?: 'sent' | 'failed';
}

/**
 * What the row says once the try is over; undefined when it is not this try's to say any more. A webhook that arrived
 * is sent even if it was stopped meanwhile: who stopped it waits for exactly this and then tells the partner.
 * @param row as it is now; @param mine as this try claimed it
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
  if (last || !outcome.retry) return { row: next(row, now, { status: 'failed', ...answered }), event: 'failed' };
  const { retryAfterMs } = outcome;
  const notBefore = retryAfterMs === undefined ? {} : { notBefore: now + Math.min(retryAfterMs, MAX_NOT_BEFORE_MS) };
  return { row: next(row, now, { ...answered, ...notBefore }) };
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
