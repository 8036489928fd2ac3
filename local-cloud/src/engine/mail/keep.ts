/** A mail as SES took it. The local cloud sends nothing; mails are only kept to be read. */
export interface Mail {
  /** The MessageId that SES answered. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string;
  readonly text?: string;
  /** Of the newest mails only, see `keepMail`. */
  readonly html?: string;
  /** Of a raw mail, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes of a raw mail; of the newest mails only. */
  readonly raw?: Uint8Array;
  readonly tags: Readonly<Record<string, string>>;
  /** It had HTML or raw bytes once; they were let go. */
  readonly isCut?: true;
}

/** Sizes are characters of text and HTML, and bytes of raw mails. */
export interface MailState {
  /** Oldest first. */
  readonly mails: Mail[];
  size: number;
  /** How many of the newest mails are whole. */
  whole: number;
  /** Of their HTML and raw bytes. */
  richSize: number;
}

export const makeMailState = (): MailState => ({ mails: [], size: 0, whole: 0, richSize: 0 });

/** Older mails are forgotten, so that a load test does not fill the memory. */
const MOST_MAILS = 10_000;
const LARGEST = 32 * 2 ** 20;
/** About a thousand mails. */
const LARGEST_RICH = 4 * 2 ** 20;

const richSizeOf = ({ html = '', raw }: Mail): number => html.length + (raw?.byteLength ?? 0);
const sizeOf = (mail: Mail): number => (mail.text?.length ?? 0) + richSizeOf(mail);

/** The oldest whole mail goes on without HTML and raw bytes. */
const cutOldest = (state: MailState): void => {
  const at = state.mails.length - state.whole;
  const mail = state.mails[at] as Mail;
  const rich = richSizeOf(mail);
  state.whole -= 1;
  state.richSize -= rich;
  state.size -= rich;
  if (rich === 0) return;
  const { html: _, raw: __, ...rest } = mail;
  state.mails[at] = { ...rest, isCut: true };
};

/**
 * Adds a mail. Of HTML and raw bytes the newest 4 MB stay, of mails the newest 10,000, or fewer when they have more than
 * 32 MB. The newest mail is always whole.
 */
export const keepMail = (state: MailState, mail: Mail): void => {
  state.mails.push(mail);
  state.whole += 1;
  state.richSize += richSizeOf(mail);
  state.size += sizeOf(mail);
  while (state.richSize > LARGEST_RICH && state.whole > 1) cutOldest(state);
  while (state.mails.length > MOST_MAILS || (state.size > LARGEST && state.mails.length > 1)) {
    if (state.whole === state.mails.length) cutOldest(state);
    state.size -= sizeOf(state.mails.shift() as Mail);
  }
};
