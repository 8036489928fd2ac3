import type { Address } from '@orderwire/events-schema/common';

/** A label and what it says. */
export type Row = readonly [label: string, value: string];

/** What a mail says, before it becomes text and HTML. All of it is plain text: nothing here is escaped. */
export interface MailContent {
  readonly subject: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** The value stands on the right. Where there is a total, the amounts above add up to it. */
  readonly rows?: readonly Row[];
  readonly total?: Row;
  readonly facts?: readonly Row[];
  /** Where the goods go. */
  readonly deliverTo?: Destination | undefined;
  readonly button?: { readonly label: string; readonly url: string };
  /** Below the button. */
  readonly after?: readonly string[];
}

export interface Destination {
  readonly name: string;
  readonly address: Address;
}

/** What a mail may have to know beside its event. */
export interface About {
  /** The order in a few characters, for subjects. */
  readonly order: string;
  /** Where the goods go, as far as we have been told. */
  readonly deliverTo?: Destination | undefined;
}

/** A mail as SES takes it. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What every mail knows beside its event. */
export interface Letterhead {
  readonly shopName: string;
  readonly orderId: string;
  /** Who buys, as they wrote it. */
  readonly name: string;
}

const SHORT = 8;

/** The end of an order’s id. It is random: enough to tell the orders of one customer apart. */
export const shortOrder = (orderId: string): string => orderId.slice(-SHORT);

const MAX_INLINE = 300;

/** One line of text: control characters, line breaks and invisible direction marks cannot leave it or turn it around. */
export const inline = (text: string): string => {
  const line = text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/\p{Bidi_Control}/gu, '')
    .trim();
  return line.length <= MAX_INLINE
    ? line
    : `${Array.from(line)
        .slice(0, MAX_INLINE - 1)
        .join('')}…`;
};
