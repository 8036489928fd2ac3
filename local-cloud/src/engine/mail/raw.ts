import { mailboxesIn } from './addresses.ts';

/**
 * Reads a raw mail (RFC 5322 and MIME) far enough to show it: headers, subject and the text and HTML bodies. What it
 * cannot decode is left as it came: nothing is ever lost, because the raw mail is stored beside it.
 */
export type Headers = Readonly<Record<string, string>>;

export interface RawMail {
  /** Names in lower case; of repeated headers the first counts. */
  readonly headers: Headers;
  /**
   * A header’s mailboxes. The list is split before its words are decoded, so that a comma in a name does not split it.
   */
  readonly mailboxes: (header: string) => readonly string[];
  readonly text?: string;
  readonly html?: string;
}

interface Part {
  readonly headers: Headers;
  /** One character per byte. */
  readonly body: string;
}

const fieldsIn = (head: string): readonly (readonly [name: string, value: string])[] =>
  head
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .flatMap((line) => {
      const colon = line.indexOf(':');
      return colon <= 0 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const];
    });

const splitHead = (raw: string): Part => {
  const end = /\r?\n\r?\n/.exec(raw);
  const head = end === null ? raw : raw.slice(0, end.index);
  return {
    headers: Object.fromEntries(fieldsIn(head).toReversed()),
    body: end === null ? '' : raw.slice(end.index + end[0].length),
  };
};

const unquotePrintable = (text: string): string =>
  text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

const utf8 = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');

/** Bytes, one character each, as text; undefined for an unknown charset. */
const textIn = (charset: string, bytes: string): string | undefined => {
  try {
    return new TextDecoder(charset).decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return undefined;
  }
};

/**
 * `=?UTF-8?B?…?=` and `=?UTF-8?Q?…?=`: blanks between two of them are not part of the text.
 * https://www.rfc-editor.org/rfc/rfc2047, and for a language after the charset https://www.rfc-editor.org/rfc/rfc2231
 */
export const decodeWords = (value: string): string =>
  value
    .replace(/(\?=)\s+(?==\?)/g, '$1')
    .replace(
      /=\?([^?*\s]+)(?:\*[^?\s]*)?\?([bq])\?([^?\s]*)\?=/gi,
      (word, charset: string, encoding: string, text: string) => {
        const isBase64 = encoding.toLowerCase() === 'b';
        const bytes = isBase64
          ? Buffer.from(text, 'base64').toString('latin1')
          : unquotePrintable(text.replaceAll('_', ' '));
        return textIn(charset, bytes) ?? word;
      },
    );

const decodeBody = ({ headers, body }: Part): string => {
  switch (headers['content-transfer-encoding']?.toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('utf8');
    case 'quoted-printable':
      return utf8(unquotePrintable(body));
    default:
      return utf8(body);
  }
};

const leavesOf = (part: Part): readonly Part[] => {
  const type = part.headers['content-type'] ?? 'text/plain';
  const boundary = /^multipart\/.*boundary="?([^";]+)"?/is.exec(type)?.[1];
  if (boundary === undefined) return [part];
  return part.body
    .split(new RegExp(`(?:^|\\r?\\n)--${boundary.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}`))
    .slice(1)
    .filter((section) => !section.startsWith('--'))
    .flatMap((section) => leavesOf(splitHead(section.replace(/^[ \t]*\r?\n/, ''))));
};

const toText = (data: Uint8Array | undefined): string => Buffer.from(data ?? []).toString('latin1');

export const headersOf = (data: Uint8Array | undefined): Headers => {
  const { headers } = splitHead(toText(data));
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, decodeWords(utf8(value))]));
};

/**
 * Headers that SES allows only once, as far as mails use them.
 * https://docs.aws.amazon.com/ses/latest/dg/header-fields.html
 */
const ONCE = new Set(
  `auto-submitted comments content-description content-disposition content-id content-language content-transfer-encoding
  content-type date dkim-signature from importance in-reply-to keywords list-archive list-help list-id list-owner list-post
  list-subscribe list-unsubscribe list-unsubscribe-post message-id mime-version organization precedence priority references
  reply-to return-path sender sensitivity subject user-agent`.split(/\s+/),
);

/** The name of a header that the mail has twice and may have once; undefined for none. */
export const duplicateHeaderIn = (data: Uint8Array): string | undefined => {
  const head = toText(data).split(/\r?\n\r?\n/, 1)[0] ?? '';
  const names = fieldsIn(head).map(([name]) => name);
  return names.find((name, index) => ONCE.has(name) && names.indexOf(name) !== index);
};

export const readRawMail = (data: Uint8Array): RawMail => {
  const whole = splitHead(toText(data));
  const leaves = leavesOf(whole);
  const bodyOf = (type: string): string | undefined => {
    const leaf = leaves.find(
      ({ headers }) =>
        (headers['content-type'] ?? 'text/plain').toLowerCase().startsWith(type) &&
        !headers['content-disposition']?.toLowerCase().startsWith('attachment'),
    );
    return leaf === undefined ? undefined : decodeBody(leaf);
  };
  const text = bodyOf('text/plain');
  const html = bodyOf('text/html');
  return {
    headers: headersOf(data),
    mailboxes: (header) => mailboxesIn(utf8(whole.headers[header] ?? '')).map(decodeWords),
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
  };
};
