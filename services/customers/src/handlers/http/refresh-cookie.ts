import type { Refusal } from '@orderwire/http/route';
import { ok, refuse, type Result } from '@orderwire/kernel/result';

/** Of the user pool's refresh tokens (resources.yml). */
const LIFETIME_SECONDS = 30 * 24 * 60 * 60;

/**
 * A page of another site can make a browser send a request with its cookies, but not with a header of its own: that takes the
 * answer of a preflight, which this API gives to no other origin. Together with `SameSite=Strict` no such request counts.
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export const CSRF_HEADER_MISSING: Refusal = {
  status: 403,
  detail: 'A refresh token from the cookie counts with the header X-Requested-With, whatever it says.',
  errors: [{ pointer: 'x-requested-with', message: 'is missing' }],
};

export const REFRESH_TOKEN_MISSING: Refusal = {
  status: 401,
  detail: 'There is no refresh token, neither in the body nor in the cookie.',
};

interface Sent {
  readonly body: { readonly refreshToken?: string | undefined } | undefined;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly cookies: Readonly<Record<string, string>>;
}

/** The cookie of browsers that no script can read, and that goes to nobody but us. */
export interface RefreshCookie {
  readonly set: (refreshToken: string) => { readonly 'set-cookie': string };
  readonly clear: () => { readonly 'set-cookie': string };
  /** The token from the body, else from the cookie. */
  readonly tokenIn: (sent: Sent) => Result<string, 'CSRF_HEADER_MISSING' | 'REFRESH_TOKEN_MISSING'>;
}

/**
 * @param isSecure false on a machine of one's own, where there is no HTTPS: `__Host-` and `Secure` would keep some browsers from
 * storing it
 */
export const makeRefreshCookie = (isSecure: boolean): RefreshCookie => {
  const name = isSecure ? '__Host-orderwire-refresh' : 'orderwire-refresh';
  const cookie = (value: string, seconds: number) => ({
    'set-cookie': `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`,
  });
  return {
    set: (refreshToken) => cookie(refreshToken, LIFETIME_SECONDS),
    clear: () => cookie('', 0),
    tokenIn: ({ body, headers, cookies }) => {
      if (body?.refreshToken !== undefined) return ok(body.refreshToken);
      const kept = cookies[name];
      if (kept === undefined || kept === '') return refuse('REFRESH_TOKEN_MISSING');
      return headers['x-requested-with'] === undefined ? refuse('CSRF_HEADER_MISSING') : ok(kept);
    },
  };
};
