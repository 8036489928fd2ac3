const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Characters that XML 1.0 cannot hold are dropped, as no escape exists for them. */
const FORBIDDEN = /[^\t\n\r\x20-\ud7ff\ud800-\udfff\ue000-\ufffd]/g;

export const escapeXml = (text: string): string =>
  text.replace(FORBIDDEN, '').replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

const textOf = (value: unknown): string => {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** How lists are written: `member` in AWS Query, the repeated name itself in S3. */
export type ListStyle = 'member' | 'flat';

const element = (name: string, value: unknown, lists: ListStyle): string => {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) {
    return lists === 'flat'
      ? value.map((item) => element(name, item, lists)).join('')
      : `<${name}>${value.map((item) => element('member', item, lists)).join('')}</${name}>`;
  }
  if (typeof value === 'object' && !(value instanceof Date) && !(value instanceof Uint8Array)) {
    return `<${name}>${elements(value, lists)}</${name}>`;
  }
  return `<${name}>${escapeXml(textOf(value))}</${name}>`;
};

/** The fields of an object as elements, one after the other; absent ones leave nothing. */
export const elements = (fields: object, lists: ListStyle): string =>
  Object.entries(fields)
    .map(([name, value]) => element(name, value, lists))
    .join('');
