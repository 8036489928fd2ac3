/**
 * A mailbox as a header has it. A display name in ASCII is a quoted string (RFC 5322). Any other is a row of encoded words.
 * SES asks for the latter: https://docs.aws.amazon.com/ses/latest/APIReference/API_SendEmail.html (`Source`)
 */
export const mailbox = (name: string, address: string): string => {
  const line = name.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  if (line === '') return address;
  const display = /^[\x20-\x7e]+$/.test(line) ? `"${line.replace(/["\\]/g, '\\$&')}"` : encodedWords(line);
  return `${display} <${address}>`;
};

const BEGIN = '=?UTF-8?B?';
const END = '?=';

/** An encoded word has at most 75 characters; each three bytes make four of them. */
const MAX_BYTES = Math.floor((75 - BEGIN.length - END.length) / 4) * 3;

/**
 * Text as encoded words. No character is split over two of them, and readers drop the blank between two.
 * https://www.rfc-editor.org/rfc/rfc2047 (sections 2, 5 and 6.2)
 */
const encodedWords = (text: string): string => {
  const parts: string[] = [];
  let part = '';
  for (const character of text) {
    if (Buffer.byteLength(part + character) > MAX_BYTES) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part].map((each) => `${BEGIN}${Buffer.from(each).toString('base64')}${END}`).join(' ');
};
