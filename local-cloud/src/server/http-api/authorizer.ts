import { createPublicKey, verify } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import type { RouteDefinition } from '../../template/model.ts';
import type { JwtContext } from './event.ts';

type Authorizer = NonNullable<RouteDefinition['authorizer']>;
type Claims = Readonly<Record<string, unknown>>;

/** A public key of the pool; `kid` names it in a token's header. */
export type PublicKey = JsonWebKey & { readonly kid?: string };

export type Verdict =
  | { readonly ok: true; readonly jwt: JwtContext }
  | { readonly ok: false; readonly status: 401 | 403; readonly challenge: string };

export interface AuthorizerOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The issuer's keys; empty for an issuer that is not known here. */
  readonly keysOf: (issuer: string) => readonly PublicKey[];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parsePart = (part: string | undefined): Claims | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** Claims reach the function as text; an array as `[a b]`, which no longer tells one member from two. */
const claimText = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const isAudience = (claims: Claims, audience: readonly string[]): boolean => {
  // `client_id` counts only where there is no `aud`: Cognito's access tokens have none.
  const aud = claims['aud'] ?? claims['client_id'];
  const given: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  return given.some((value) => typeof value === 'string' && audience.includes(value));
};

/** Why the times in a token refuse it; a token without `exp` is refused as well. */
const timeFault = (claims: Claims, nowSeconds: number): string | undefined => {
  const { exp, nbf, iat } = claims;
  if (typeof exp !== 'number' || exp <= nowSeconds) return 'the token has expired';
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf <= nowSeconds)) return 'the token is not yet valid';
  if (iat !== undefined && !(typeof iat === 'number' && iat <= nowSeconds)) return 'the token was issued in the future';
  return undefined;
};

const scopesOf = (claims: Claims): readonly string[] => {
  const scope = claims['scope'] ?? claims['scp'];
  if (Array.isArray(scope)) return scope.filter((value) => typeof value === 'string');
  return typeof scope === 'string' ? scope.split(' ') : [];
};

const invalid = (description: string): Verdict => ({
  ok: false,
  status: 401,
  challenge: `Bearer scope="" error="invalid_token" error_description="${description}"`,
});

/**
 * API Gateway's JWT authorizer: RS256 with the issuer's published keys, `iss`, `aud` or `client_id`, times, scopes. It does
 * not look at `token_use`: an id token passes unless the route asks for a scope.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export const makeAuthorizer = ({ now, keysOf }: AuthorizerOptions) => {
  const keys = new Map<string, KeyObject>();
  const keyFor = (issuer: string, kid: unknown): KeyObject | undefined => {
    const published = keysOf(issuer).find((key) => key.kid === kid);
    if (!published) return undefined;
    const id = `${issuer}#${String(kid)}#${String(published['n'])}`;
    const known = keys.get(id) ?? createPublicKey({ key: published, format: 'jwk' });
    keys.set(id, known);
    return known;
  };

  return (header: string | undefined, { issuer, audience, scopes }: Authorizer): Verdict => {
    if (header === undefined || header === '') return { ok: false, status: 401, challenge: 'Bearer' };
    const parts = header.replace(/^Bearer\s+/i, '').split('.');
    const head = parsePart(parts[0]);
    const claims = parsePart(parts[1]);
    if (parts.length !== 3 || !head || !claims) return invalid('the token is malformed');
    if (head['alg'] !== 'RS256') return invalid('signing method is invalid');
    const key = keyFor(issuer, head['kid']);
    if (!key) return invalid('kid is invalid');
    const signature = Buffer.from(parts[2] ?? '', 'base64url');
    const signed = Buffer.from(`${parts[0] ?? ''}.${parts[1] ?? ''}`);
    if (!verify('RSA-SHA256', signed, key, signature)) return invalid('signature is invalid');
    if (claims['iss'] !== issuer) return invalid('the issuer is invalid');
    const fault = timeFault(claims, Math.floor(now() / 1000));
    if (fault !== undefined) return invalid(fault);
    if (!isAudience(claims, audience)) return invalid('the audience is invalid');
    const granted = scopesOf(claims);
    if (scopes.length > 0 && !scopes.some((scope) => granted.includes(scope))) {
      return {
        ok: false,
        status: 403,
        challenge: `Bearer scope="${scopes.join(' ')}" error="insufficient_scope" error_description="insufficient scope"`,
      };
    }
    const texts = Object.entries(claims).map(([name, value]) => [name, claimText(value)] as const);
    return { ok: true, jwt: { claims: Object.fromEntries(texts), scopes: scopes.length > 0 ? granted : null } };
  };
};
