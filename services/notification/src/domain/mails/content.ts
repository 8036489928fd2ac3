import type { Address } from '@orderwire/events-schema/common';
import type { Language } from '@orderwire/kernel/languages';
import type { ShopTime } from '@orderwire/kernel/shop-time';

/** The words of one place of a mail: no language can be forgotten. */
export type InLanguages<Words> = Readonly<Record<Language, Words>>;

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
  /** Below the total. */
  readonly notes?: readonly string[];
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
  /** The order’s number, for subjects. */
  readonly order: string;
  readonly language: Language;
  /** Days and times in mails are the shop’s. */
  readonly shopTime: ShopTime;
  /** Where the goods go, as far as we have been told. */
  readonly deliverTo?: Destination | undefined;
  /** Why the shop charges no VAT at all, if that is so. */
  readonly exemption?: string | undefined;
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
  readonly orderNumber: string;
  readonly orderId: string;
  readonly language: Language;
  /** Who buys, as they wrote it. */
  readonly name: string;
}

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
