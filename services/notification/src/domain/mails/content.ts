/** What a mail says, before it becomes text and HTML. All of it is plain text: nothing here is escaped. */
export interface MailContent {
  readonly subject: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** Label and value, right-aligned; the last one stands out when `total` is set. */
  readonly rows?: readonly (readonly [label: string, value: string])[];
  readonly total?: readonly [label: string, value: string];
  readonly facts?: readonly (readonly [label: string, value: string])[];
  readonly button?: { readonly label: string; readonly url: string };
  /** Below the button. */
  readonly after?: readonly string[];
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
  /** The recipient’s name, as the customer wrote it. */
  readonly name: string;
}

const MAX_INLINE = 300;

/** One line of text: control characters, line breaks and invisible direction marks cannot leave it or turn it around. */
export const inline = (text: string): string => {
  const line = text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim();
  return line.length <= MAX_INLINE
    ? line
    : `${Array.from(line)
        .slice(0, MAX_INLINE - 1)
        .join('')}…`;
};
