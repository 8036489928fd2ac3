import { isoTime } from '@orderwire/kernel/clock';
import type { MailKind } from './mails/kinds.ts';

/** One mail of one kind about one order: that there is a row is why it is not sent twice. */
export interface MailRow {
  /** `<orderId>/<kind>` */
  readonly id: string;
  readonly orderId: string;
  readonly kind: MailKind;
  readonly status: 'sending' | 'sent' | 'failed';
  /** How often sending was begun. */
  readonly attempts: number;
  /** While a try may be in flight, ms since the epoch: nobody else sends. */
  readonly leaseUntil?: number;
  /** SES's id of the mail, once sent. */
  readonly messageId?: string;
  readonly version: number;
  readonly updatedAt: string;
}

export type NamedMail = Pick<MailRow, 'orderId' | 'kind'>;

export type Claim =
  { readonly do: 'send'; readonly row: MailRow } | { readonly do: 'nothing' } | { readonly do: 'wait' };

const next = (row: MailRow, now: number, change: Partial<MailRow>): MailRow => {
  const { leaseUntil: _leaseUntil, ...rest } = row;
  return { ...rest, version: row.version + 1, updatedAt: isoTime(now), ...change };
};

/**
 * Whether this try may begin. A mail that failed is sent again: its event comes back only because somebody redrove it.
 * One whose lease ran out is sent again too, although its sender may have crashed between sending and noting it.
 * @param leaseMs longer than any try can last, shorter than all the queue’s tries together
 */
export const claim = (row: MailRow | undefined, named: NamedMail, now: number, leaseMs: number): Claim => {
  const leaseUntil = now + leaseMs;
  if (!row) {
    const { orderId, kind } = named;
    const id = `${orderId}/${kind}`;
    const updatedAt = isoTime(now);
    return {
      do: 'send',
      row: { id, orderId, kind, status: 'sending', attempts: 1, leaseUntil, version: 1, updatedAt },
    };
  }
  if (row.status === 'sent') return { do: 'nothing' };
  if (row.leaseUntil !== undefined && now < row.leaseUntil) return { do: 'wait' };
  return { do: 'send', row: next(row, now, { status: 'sending', attempts: row.attempts + 1, leaseUntil }) };
};

export type SendOutcome =
  | { readonly sent: true; readonly messageId: string }
  /** `reason` is a code: no address, no words of the mail. */
  | { readonly sent: false; readonly permanent: boolean; readonly reason: string };

/**
 * The row once the try is over; undefined when it is not this try’s to say any more. A failure that may pass gives the
 * lease back, so that the queue’s next try need not wait for its end.
 * @param row as it is now; @param mine as this try claimed it
 */
export const settle = (row: MailRow, mine: MailRow, outcome: SendOutcome, now: number): MailRow | undefined => {
  if (row.status === 'sent') return undefined;
  if (outcome.sent) return next(row, now, { status: 'sent', messageId: outcome.messageId });
  if (row.version !== mine.version) return undefined;
  return next(row, now, { status: outcome.permanent ? 'failed' : 'sending' });
};
