import type { CachedSecret } from '@orderwire/secrets/secret-cache';
import type { Clock } from '@orderwire/kernel/clock';
import { invariant } from '@orderwire/kernel/invariant';
import { type Result, ok, refuse } from '@orderwire/kernel/result';
import { readToken, signToken, type Token } from './hs256.ts';
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
      const iat = now();
      const registered = { iss: ISSUER, aud: audience, sub: subject, iat, exp: iat + expiresInSeconds };
      return signToken({ ...claims, ...registered }, { kid, key });
    },

    verify: async (token, audience) => {
      const read = token.length > MAX_TOKEN ? undefined : readToken(token);
      const key = read === undefined ? undefined : await keyNamed(read.kid);
      return read !== undefined && key !== undefined && read.isSignedWith(key.key)
        ? opened(read, audience, now())
        : refuse({ code: 'LINK_INVALID' });
    },
  };
};

const isNumber = (value: unknown): value is number => typeof value === 'number';

/** What a token that we signed opens now; `now` is in seconds. */
const opened = ({ claims }: Token, audience: LinkAudience, now: number): Result<OpenedLink, LinkRefusal> => {
  const { iss, aud, sub, iat, exp, nbf, ...rest } = claims;
  if (iss !== ISSUER || aud !== audience || typeof sub !== 'string' || !isNumber(iat) || !isNumber(exp))
    return refuse({ code: 'LINK_INVALID' });
  if (nbf !== undefined && !(isNumber(nbf) && nbf <= now)) return refuse({ code: 'LINK_INVALID' });
  if (now >= exp || now >= iat + MAX_AGE_SECONDS) return refuse({ code: 'LINK_EXPIRED' });
  const { jti: _jti, ...own } = rest;
  return ok({ subject: sub, claims: own });
};
