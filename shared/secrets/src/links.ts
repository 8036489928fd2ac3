import { createSecretKey, type KeyObject } from 'node:crypto';
import type { CachedSecret } from '@orderwire/secrets/secret-cache';
import type { Clock } from '@orderwire/kernel/clock';
import { invariant } from '@orderwire/kernel/invariant';
import { type Result, ok, refuse } from '@orderwire/kernel/result';
import jwt from 'jsonwebtoken';
import { type LinkKey, parseLinkKeys } from './link-keys.ts';

/** What a link opens; a token for one thing opens no other. */
export type LinkAudience = 'invoice';

export interface NewLink {
  readonly audience: LinkAudience;
  /** The id of the thing that the link opens. */
  readonly subject: string;
  /** At most 90 days. */
  readonly expiresInSeconds: number;
  /** Readable by whoever holds the token: ids only. Names of registered claims are refused. */
  readonly claims?: Readonly<Record<string, string | number>>;
}

export interface OpenedLink {
  readonly subject: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Expired is said only of a token that was ours and has held once. */
export type LinkRefusal = { readonly code: 'LINK_INVALID' } | { readonly code: 'LINK_EXPIRED' };

export interface Links {
  /** @throws TerminalError when the secret is not as documented, or whatever reading it throws */
  readonly sign: (link: NewLink) => Promise<string>;
  readonly verify: (token: string, audience: LinkAudience) => Promise<Result<OpenedLink, LinkRefusal>>;
}

const ISSUER = 'orderwire';
const ALGORITHM = 'HS256';
const MAX_AGE_SECONDS = 90 * 24 * 60 * 60;
/** Far more than we sign; nothing longer is looked at. */
const MAX_TOKEN = 2_000;
const REGISTERED = ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'];

/**
 * Signs and opens the links in mails: JSON Web Tokens that name their key. The secret's first key signs, all of them
 * open. Time comes from the clock only. When a token names a key that is not known, the secret is read again (at most
 * every ten seconds): the key may have been added a moment ago.
 */
export const makeLinks = (deps: { readonly secret: CachedSecret; readonly clock: Clock }): Links => {
  const now = (): number => Math.floor(deps.clock() / 1000);

  const keyNamed = async (kid: string): Promise<LinkKey | undefined> => {
    const find = async () => parseLinkKeys(await deps.secret.read()).find((key) => key.kid === kid);
    return (await find()) ?? ((await deps.secret.refresh()) ? find() : undefined);
  };

  return {
    sign: async ({ audience, subject, expiresInSeconds, claims = {} }) => {
      invariant(expiresInSeconds > 0 && expiresInSeconds <= MAX_AGE_SECONDS, 'A link lives 90 days at most.');
      invariant(!REGISTERED.some((name) => name in claims), 'Registered claims are set here.');
      const [{ kid, key }] = parseLinkKeys(await deps.secret.read());
      return jwt.sign({ ...claims, iat: now() }, keyObjectOf(key), {
        algorithm: ALGORITHM,
        keyid: kid,
        issuer: ISSUER,
        audience,
        subject,
        expiresIn: expiresInSeconds,
      });
    },

    verify: async (token, audience) => {
      const kid = token.length > MAX_TOKEN ? undefined : kidOf(token);
      const key = kid === undefined ? undefined : await keyNamed(kid);
      if (!key) return refuse({ code: 'LINK_INVALID' });
      try {
        const claims = jwt.verify(token, keyObjectOf(key.key), {
          algorithms: [ALGORITHM],
          issuer: ISSUER,
          audience,
          maxAge: MAX_AGE_SECONDS,
          clockTimestamp: now(),
        });
        return opened(claims);
      } catch (error) {
        return refuse({ code: error instanceof jwt.TokenExpiredError ? 'LINK_EXPIRED' : 'LINK_INVALID' });
      }
    },
  };
};

/** A text would first be tried as a PEM, which takes longer than to sign. */
const keyObjectOf = (key: string): KeyObject => createSecretKey(Buffer.from(key));

/** What the token says its key is: a hint, believed of nothing but the choice among our own keys. */
const kidOf = (token: string): string | undefined => {
  try {
    const kid: unknown = jwt.decode(token, { complete: true })?.header.kid;
    return typeof kid === 'string' ? kid : undefined;
  } catch {
    return undefined;
  }
};

const opened = (claims: jwt.JwtPayload | string): Result<OpenedLink, LinkRefusal> => {
  if (typeof claims === 'string' || typeof claims.sub !== 'string' || typeof claims.exp !== 'number')
    return refuse({ code: 'LINK_INVALID' });
  const { sub, ...rest } = claims;
  return ok({
    subject: sub,
    claims: Object.fromEntries(Object.entries(rest).filter(([name]) => !REGISTERED.includes(name))),
  });
};
