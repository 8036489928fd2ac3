import { type LeasedRow, settle, UNWRITTEN } from '@orderwire/kernel/lease';
import type { MailKind } from './mails/kinds.ts';

/** One mail of one kind about one order, or one thing of it: the row is why it is not sent twice. */
export interface MailRow extends LeasedRow {
  /** `<orderId>/<kind>`, or `<orderId>/<kind>/<of>` */
  readonly id: string;
  readonly orderId: string;
  readonly kind: MailKind;
  /** What of the order it is about, where there can be several: a parcel, for example. */
  readonly of?: string;
  /** SES's id of the mail, once sent. */
  readonly messageId?: string;
}

export type NamedMail = Pick<MailRow, 'orderId' | 'kind' | 'of'>;

export const mailIdOf = ({ orderId, kind, of }: NamedMail): string =>
  of === undefined ? `${orderId}/${kind}` : `${orderId}/${kind}/${of}`;

/** A mail that nobody has begun yet. */
export const newMail = (named: NamedMail): MailRow => ({ id: mailIdOf(named), ...named, ...UNWRITTEN });

export type SendOutcome =
  | { readonly sent: true; readonly messageId: string }
  /** `reason` is a code: no address, no words of the mail. */
  | { readonly sent: false; readonly permanent: boolean; readonly reason: string };

/**
 * The row once the try is over; undefined when it is not this try's to say any more. After a failure that may pass, the
 * queue's next try need not wait.
 * @param row as it is now
 * @param mine as this try claimed it
 */
export const settleMail = (row: MailRow, mine: MailRow, outcome: SendOutcome, now: number): MailRow | undefined =>
  outcome.sent
    ? settle(row, mine, { status: 'sent' }, { now, note: { messageId: outcome.messageId } })
    : settle(row, mine, { status: outcome.permanent ? 'failed' : 'pending' }, { now });
