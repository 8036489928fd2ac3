import type { Cause } from '@orderwire/events-schema/cause';
import type { Language } from '@orderwire/kernel/languages';
import type { Destination, Mail } from '../domain/mails/content.ts';
import type { MailRow, SendOutcome } from '../domain/mail-row.ts';

/** Whom an order’s mails go to. */
export interface Contact {
  readonly email: string;
  /** Who buys. */
  readonly name: string;
  readonly orderNumber: string;
  /** Of all mails about the order. */
  readonly language: Language;
  /** Where the goods go, as far as we have been told. */
  readonly deliverTo?: Destination | undefined;
}

/** `forgotten`: the customer was erased, or the order is so old that its contact has expired. */
export type Addressee = Contact | 'forgotten';

export interface Contacts {
  /** Keeps the first contact that is given, and answers it. `sequence` is the version of the order that it comes from. */
  readonly save: (orderId: string, contact: Contact, sequence: number) => Promise<Contact>;
  /**
   * Notes where the goods go from this version of the order on. An older version changes nothing. Answers the contact as it
   * is then.
   * @throws Error while no `OrderPlaced` has arrived
   */
  readonly redirect: (orderId: string, deliverTo: Destination | undefined, sequence: number) => Promise<Addressee>;
  /**
   * The customer was erased, and nothing of the order is open any more. The last mails may still be on their way, so it is
   * kept for a few days, and then deleted. Where it is forgotten already there is nothing to do.
   * @throws Error while no `OrderPlaced` has arrived
   */
  readonly forget: (orderId: string) => Promise<void>;
  /** Undefined while no `OrderPlaced` has arrived. */
  readonly find: (orderId: string) => Promise<Addressee | undefined>;
}

/** What became of a mail, for the event; a code, never an address. */
export type MailEvent = { readonly type: 'MailSent' } | { readonly type: 'MailFailed'; readonly reason: string };

export interface Mails {
  /**
   * Writes the next version of a row together with the event it causes. `undefined` when it is written; otherwise
   * somebody else was faster, and the answer is the row as it is now.
   */
  readonly save: (row: MailRow, cause: Cause, event: MailEvent | undefined) => Promise<MailRow | undefined>;
}

/** Sends a mail, and answers what became of it. Throws nothing. */
export type SendMail = (to: string, mail: Mail) => Promise<SendOutcome>;

/** A link that opens the invoice of an order’s parcel to whoever has it, and for how many days. */
export type InvoiceLink = (
  orderId: string,
  parcelId: string,
) => Promise<{ readonly url: string; readonly days: number }>;
