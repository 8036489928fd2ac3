import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * JSON Web Tokens (RFC 7519) with one signature only, HMAC-SHA256 (RFC 7515, A.1): all that a link needs. A library for all kinds of
 * tokens was a tenth of the bundles that sign, and most of what goes wrong with such libraries is the choice of the kind.
 */
export interface Token {
  readonly kid: string;
  readonly claims: Readonly<Record<string, unknown>>;
  /** Whether this key signed the token, in the same time for every wrong signature. */
  readonly isSignedWith: (key: string) => boolean;
}

const ALGORITHM = 'HS256';

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const signatureOf = (text: string, key: string): Buffer =>
  Buffer.from(createHmac('sha256', key).update(text).digest('base64url'));

const isSame = (one: Buffer, other: Buffer): boolean => one.length === other.length && timingSafeEqual(one, other);

export const signToken = (claims: object, { kid, key }: { readonly kid: string; readonly key: string }): string => {
  const text = `${encoded({ alg: ALGORITHM, typ: 'JWT', kid })}.${encoded(claims)}`;
  return `${text}.${signatureOf(text, key).toString()}`;
};

const objectIn = (part: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};

/** @returns undefined for what is no token of this kind, or does not name its key. Nothing in it may be believed before `isSignedWith`. */
export const readToken = (token: string): Token | undefined => {
  const [head = '', body = '', signature = '', ...more] = token.split('.');
  const [header, claims] = [objectIn(head), objectIn(body)];
  const kid = header?.['kid'];
  if (more.length > 0 || header?.['alg'] !== ALGORITHM || typeof kid !== 'string' || claims === undefined)
    return undefined;
  return {
    kid,
    claims,
    isSignedWith: (key) => isSame(signatureOf(`${head}.${body}`, key), Buffer.from(signature)),
  };
};
