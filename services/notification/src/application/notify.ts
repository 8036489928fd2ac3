import type { Clock } from '@orderwire/kernel/clock';
import { begin, changeRow, claim, type Save } from '@orderwire/kernel/lease';
import type { Log } from '@orderwire/kernel/log';
import type { ShopTime } from '@orderwire/kernel/shop-time';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import type { Cause } from '@orderwire/events-schema/cause';
import { mailIdOf, type MailRow, type NamedMail, newMail, type SendOutcome, settleMail } from '../domain/mail-row.ts';
import { compose } from '../domain/mails/compose.ts';
import type { About, MailContent } from '../domain/mails/content.ts';
import type { MailKind } from '../domain/mails/kinds.ts';
import type { Addressee, Contacts, MailEvent, Mails, SendMail } from './ports.ts';

interface Deps {
  readonly contacts: Pick<Contacts, 'find'>;
  readonly mails: Mails;
  readonly send: SendMail;
  readonly clock: Clock;
  readonly log: Log;
  readonly shopName: string;
  readonly shopTime: ShopTime;
  /** Why the shop charges no VAT at all, if that is so. */
  readonly exemption?: string | undefined;
  /** Longer than the function’s timeout, shorter than all the queue’s tries together. */
  readonly leaseMs: number;
  /** The queue’s `maxReceiveCount`: at that attempt a mail is given up. */
  readonly maxAttempts: number;
  /** What the shop does not want to send. */
  readonly off: ReadonlySet<MailKind>;
}

/** Why a mail is sent, and how often its message was handed out. */
export interface Because {
  readonly cause: Cause;
  readonly attempt: number;
}

/**
 * Sends one mail of a kind for an order, or for a part of it, and notes it. Returns when it was sent, now or before, when it is
 * switched off, or when nobody knows any more whom it would go to.
 * @throws Error while it may still work; TerminalError when it was given up and may be redriven
 */
export type Notify = (
  mail: NamedMail & {
    readonly content: (about: About) => MailContent | Promise<MailContent>;
    /** Where a write has just answered it. Otherwise it is read. */
    readonly contact?: Addressee | undefined;
  },
  because: Because,
) => Promise<void>;

export const makeNotify = (deps: Deps): Notify => {
  const { contacts, mails, send, clock, log, shopName, shopTime, exemption, leaseMs, maxAttempts, off } = deps;

  const beginMail = (named: NamedMail, cause: Cause): Promise<MailRow | undefined> => {
    const what = nameOf(named);
    const save: Save<MailRow> = (row) => mails.save(row, cause, undefined);
    return begin({ what, row: newMail(named), claiming: (row, now) => claim(row, { now, leaseMs }), save, clock });
  };

  const end = async (mine: MailRow, outcome: SendOutcome, cause: Cause): Promise<void> => {
    const save: Save<MailRow> = (row) => mails.save(row, cause, eventOf(outcome));
    // A mail that was sent and is not noted is sent again. So the note is tried several times.
    const note: Save<MailRow> = outcome.sent ? (row) => insist(() => save(row)) : save;
    await changeRow(nameOf(mine), mine, (row) => settleMail(row, mine, outcome, clock()), note);
  };

  return async ({ orderId, kind, of, content, contact: known }, { cause, attempt }) => {
    if (off.has(kind)) return;
    const named = { orderId, kind, ...(of !== undefined && { of }) };
    const contact = known ?? (await contacts.find(orderId));
    if (!contact) throw new Error(`The contact of ${orderId} has not arrived yet.`);
    if (contact === 'forgotten') {
      log.info('Mail not sent: its contact is forgotten', { orderId, kind });
      return;
    }
    const { name, orderNumber, language, deliverTo } = contact;
    const mail = compose(await content({ order: orderNumber, language, shopTime, deliverTo, exemption }), {
      ...{ shopName, orderNumber, orderId, language, name },
    });
    const mine = await beginMail(named, cause);
    if (!mine) return;
    const tried = await send(contact.email, mail);
    const outcome = tried.sent ? tried : { ...tried, permanent: tried.permanent || attempt >= maxAttempts };
    await end(mine, outcome, cause);
    if (outcome.sent) {
      // What goes out at once stands in the timeline: a line for each mail would cost as much as its claim.
      if (mine.attempts > 1)
        log.info('Mail sent', { orderId, kind, messageId: outcome.messageId, attempts: mine.attempts });
      return;
    }
    log.warn('Mail not sent', { orderId, kind, reason: outcome.reason, attempts: mine.attempts });
    const failure = `${nameOf(named)} was not sent: ${outcome.reason}.`;
    throw outcome.permanent ? new TerminalError('MAIL_NOT_SENT', failure) : new Error(failure);
  };
};

const MAX_WRITES = 5;

/** Writes again at once when a write fails. @throws what the last write threw */
const insist = <T>(write: () => Promise<T>, left = MAX_WRITES): Promise<T> =>
  write().catch((error: unknown) => {
    if (left === 1) throw error;
    return insist(write, left - 1);
  });

const nameOf = (mail: NamedMail): string => `The mail ${mailIdOf(mail)}`;

const eventOf = (outcome: SendOutcome): MailEvent | undefined => {
  if (outcome.sent) return { type: 'MailSent' };
  return outcome.permanent ? { type: 'MailFailed', reason: outcome.reason } : undefined;
};
