import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { PartnerKey } from './keys.ts';

const digest = (text: string | Uint8Array): Buffer => createHash('sha256').update(text).digest();

/** Compares two secrets in constant time, whatever their lengths. */
export const sameSecret = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

export interface SignedMessage {
  /** `webhook-id`. */
  readonly id: string;
  /** `webhook-timestamp`: seconds since the epoch. */
  readonly timestamp: number;
  readonly body: Uint8Array | string;
}

const SCHEME = 'v1';

/**
 * One signature by the Standard Webhooks scheme: HMAC-SHA256 over `id.timestamp.body` with the key's UTF-8 bytes.
 * A partner that uses a ready-made library hands it the key as `whsec_` + base64 of those bytes.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const signatureOf = ({ id, timestamp, body }: SignedMessage, { key }: PartnerKey): string => {
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return `${SCHEME},${mac}`;
};

/** The `webhook-signature` header: one signature per valid key, so that a rotation breaks nobody. */
export const signatureHeader = (message: SignedMessage, keys: readonly PartnerKey[]): string =>
  keys.map((key) => signatureOf(message, key)).join(' ');

const MAX_SIGNATURES = 5;
const TOLERANCE_SECONDS = 300;

/** The key that signed the message, when one did, within five minutes of `now` (milliseconds). */
export const signerOf = (
  headers: { readonly id: string; readonly timestamp: string; readonly signatures: string },
  body: Uint8Array,
  keys: readonly PartnerKey[],
  now: number,
): PartnerKey | undefined => {
  if (!/^\d{10}$/.test(headers.timestamp)) return undefined;
  const timestamp = Number(headers.timestamp);
  if (Math.abs(now / 1000 - timestamp) > TOLERANCE_SECONDS) return undefined;
  const offered = headers.signatures.split(' ');
  if (offered.length > MAX_SIGNATURES) return undefined;
  return keys.find((key) => {
    const expected = signatureOf({ id: headers.id, timestamp, body }, key);
    return offered.some((signature) => sameSecret(signature, expected));
  });
};
