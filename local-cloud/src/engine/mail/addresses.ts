import { AwsError } from '../contract.ts';

const parts = (mailbox: string): { readonly name: string | undefined; readonly address: string } => {
  const [, name = '', inBrackets] = /^\s*(.*?)\s*<([^<>]*)>\s*$/s.exec(mailbox) ?? [];
  if (inBrackets === undefined) return { name: undefined, address: mailbox.trim() };
  const bare = name.replace(/^"(.*)"$/s, '$1');
  return { name: bare === '' ? undefined : bare, address: inBrackets.trim() };
};

/** `"Orderwire" <orders@example.com>` → `orders@example.com`. */
export const addressIn = (mailbox: string): string => parts(mailbox).address;

/** `"Orderwire" <orders@example.com>` → `Orderwire`; undefined for a bare address. */
export const displayNameIn = (mailbox: string): string | undefined => parts(mailbox).name;

/** Splits a header's list at the commas outside quotes and angle brackets. */
export const mailboxesIn = (list: string): readonly string[] =>
  (list.match(/(?:"(?:\\.|[^"\\])*"|<[^>]*>|[^,"<])+/g) ?? []).map((part) => part.trim()).filter((part) => part !== '');

// The limits of RFC 5321, which SES enforces: https://docs.aws.amazon.com/ses/latest/dg/quotas.html
const MAX_LOCAL_PART = 64;
const MAX_ADDRESS = 320;

const faultOf = (address: string): string | undefined => {
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, Math.max(at, 0)), address.slice(at + 1)];
  if (address === '') return 'Empty address';
  if (at < 0 || domain === '') return "Missing final '@domain'";
  if (local === '') return 'Missing local name';
  if (address.length > MAX_ADDRESS || local.length > MAX_LOCAL_PART) return 'Illegal address';
  if (/[^\x21-\x7e]/.test(local)) return 'Local address contains control or whitespace';
  if (/[()<>,;:\\"[\]@]/.test(local)) return 'Local address contains illegal character';
  if (/[^\x21-\x7e]/.test(domain)) return 'Domain contains control or whitespace';
  if (!/^[A-Za-z0-9.-]+$/.test(domain)) return 'Domain contains illegal character';
  if (domain.startsWith('.')) return 'Domain starts with dot';
  if (domain.endsWith('.')) return 'Domain ends with dot';
  if (domain.includes('..')) return 'Domain contains dot-dot';
  return undefined;
};

/**
 * Throws SES's `InvalidParameterValue` when a mailbox cannot be written to. One bad recipient rejects the whole mail. A
 * line break in a display name would begin another header; what AWS says of it is not documented.
 * https://docs.aws.amazon.com/ses/latest/APIReference/API_SendEmail.html
 */
export const requireValidMailbox = (mailbox: string): void => {
  const fault = /[\r\n]/.test(mailbox) ? 'Mailbox contains a line break' : faultOf(addressIn(mailbox));
  if (fault !== undefined) throw new AwsError('InvalidParameterValue', fault);
};
