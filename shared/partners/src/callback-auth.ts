import type { CachedSecret } from '@orderwire/secrets/secret-cache';
import type { Clock } from '@orderwire/kernel/clock';
import { messageOf } from '@orderwire/kernel/errors';
import { type PartnerKey, parseKeys, validKeys } from './keys.ts';
import { sameSecret, signerOf } from './signature.ts';

/** What a callback shows to prove who sent it. Header names are in lower case. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly rawBody: Uint8Array;
}

/** Who sent a callback, and how that was shown. */
export interface Proof<Partner> {
  readonly partner: Partner;
  /** By a signature and not by the key itself: whoever saw the call can send it again, so it must say what it is for. */
  readonly signed: boolean;
}

/** Tells which partner sent a callback, or undefined when no valid key opens it. */
export type Authenticate<Partner> = (credentials: Credentials) => Promise<Proof<Partner> | undefined>;

/**
 * Keys are tried for all partners in constant time, so that an answer's timing tells nothing. When none fits, each
 * secret is read again once (at most every ten seconds): the key may have been rotated a moment ago. A secret that
 * cannot be read or is not as documented shuts out its own partner only.
 * @throws what the failing secret threw, when no other key fits: the partner may try again
 */
export const makeAuthenticate = <Partner>(deps: {
  readonly secrets: ReadonlyMap<Partner, CachedSecret>;
  readonly clock: Clock;
}): Authenticate<Partner> => {
  const tryAll = async (credentials: Credentials): Promise<Proof<Partner> | undefined> => {
    let found: Proof<Partner> | undefined;
    let failure: Error | undefined;
    for (const [partner, secret] of deps.secrets) {
      try {
        const keys = validKeys(parseKeys(await secret.read()), deps.clock());
        if (opens(credentials, keys, deps.clock())) found = { partner, signed: isSigned(credentials.headers) };
      } catch (error) {
        failure = error instanceof Error ? error : new Error(messageOf(error));
      }
    }
    if (!found && failure) throw failure;
    return found;
  };
  return async (credentials) => {
    if (!hasCredentials(credentials.headers)) return undefined;
    const proof = await tryAll(credentials);
    if (proof) return proof;
    const refreshed = await Promise.allSettled([...deps.secrets.values()].map((secret) => secret.refresh()));
    const known = refreshed.some((one) => one.status === 'fulfilled' && one.value) && (await tryAll(credentials));
    if (known) return known;
    // Nobody knows whether the key is a new one of the secret that could not be read.
    const failed = refreshed.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason as Error;
    return undefined;
  };
};

/** A signature counts before a key: a call that shows both is judged by what it signed. */
const isSigned = (headers: Credentials['headers']): boolean => headers['webhook-signature'] !== undefined;

const hasCredentials = (headers: Credentials['headers']): boolean =>
  headers['authorization'] !== undefined || isSigned(headers);

const MAX_HEADER = 2_000;

const opens = ({ headers, rawBody }: Credentials, keys: readonly PartnerKey[], now: number): boolean => {
  const { authorization, 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (signatures !== undefined) {
    if (id === undefined || timestamp === undefined || signatures.length > MAX_HEADER) return false;
    return signerOf({ id, timestamp, signatures }, rawBody, keys, now) !== undefined;
  }
  if (authorization === undefined || authorization.length > MAX_HEADER) return false;
  const offered = authorization.replace(/^Bearer +/i, '');
  return keys.filter(({ key }) => sameSecret(key, offered)).length > 0;
};
