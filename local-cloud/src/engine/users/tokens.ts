import { createPrivateKey, createPublicKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { UserPoolDefinition } from '../../template/model.ts';
import { AwsError, type Environment } from '../contract.ts';
import { memoised } from '../memo.ts';
import { uuid } from '../queue/uuid.ts';
import type { StoredUser } from './state.ts';

export interface SigningKey {
  /** RSA, PEM, at least 2048 bits. */
  readonly privateKeyPem: string;
  readonly kid: string;
}

/** One entry of a JSON Web Key Set. */
export interface PublicJwk {
  readonly alg: 'RS256';
  readonly e: string;
  readonly kid: string;
  readonly kty: 'RSA';
  readonly n: string;
  readonly use: 'sig';
}

/** What is the same in all tokens of one sign-in, refreshed ones included. */
export interface SignIn {
  readonly clientId: string;
  /** Milliseconds since the epoch. */
  readonly authenticatedAt: number;
  readonly originJti: string;
}

interface Reading {
  readonly issuer: string;
  readonly sub: string;
  readonly originJti: string;
}

export interface IssuedTokens {
  readonly accessToken: string;
  readonly idToken: string;
  readonly expiresInSeconds: number;
}

const ID_TOKEN_MINUTES = 60;
const SCOPE = 'aws.cognito.signin.user.admin';

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

const notAuthorized = (message: string): AwsError => new AwsError('NotAuthorizedException', message);

/** Reading a key takes as long as all the rest of making an engine. */
const keysOf = memoised((privateKeyPem) => {
  const privateKey = createPrivateKey(privateKeyPem);
  return { privateKey, publicKey: createPublicKey(privateKey) };
}, 16);

/**
 * Makes and reads a pool's tokens, with the claims Cognito gives them.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
 */
export const makeTokens = (environment: Environment, { privateKeyPem, kid }: SigningKey) => {
  const { privateKey, publicKey } = keysOf(privateKeyPem);

  const sign = (claims: Readonly<Record<string, unknown>>): string =>
    jwt.sign({ ...claims }, privateKey, { algorithm: 'RS256', keyid: kid });

  const issue = (pool: UserPoolDefinition, user: StoredUser, signIn: SignIn): IssuedTokens => {
    const issuedAt = seconds(environment.now());
    const expiresInSeconds = pool.accessTokenMinutes * 60;
    const shared = {
      sub: user.sub,
      ...(user.groups.length === 0 ? {} : { 'cognito:groups': [...user.groups] }),
      iss: pool.issuer,
      origin_jti: signIn.originJti,
      event_id: uuid(environment.random),
      auth_time: seconds(signIn.authenticatedAt),
      iat: issuedAt,
    };
    const { email_verified: verified, ...attributes } = user.attributes;
    return {
      accessToken: sign({
        ...shared,
        client_id: signIn.clientId,
        token_use: 'access',
        scope: SCOPE,
        exp: issuedAt + expiresInSeconds,
        jti: uuid(environment.random),
        username: user.sub,
      }),
      idToken: sign({
        ...attributes,
        email_verified: verified === 'true',
        ...shared,
        aud: signIn.clientId,
        'cognito:username': user.sub,
        token_use: 'id',
        exp: issuedAt + ID_TOKEN_MINUTES * 60,
        jti: uuid(environment.random),
      }),
      expiresInSeconds,
    };
  };

  /** Whose a genuine access token is, and of which sign-in. Throws Cognito's `NotAuthorizedException` otherwise. */
  const readAccessToken = (token: string): Reading => {
    try {
      const claims = jwt.verify(token, publicKey, {
        algorithms: ['RS256'],
        clockTimestamp: seconds(environment.now()),
      });
      if (typeof claims === 'string' || claims['token_use'] !== 'access') throw notAuthorized('Invalid Access Token');
      return { issuer: claims.iss ?? '', sub: claims.sub ?? '', originJti: String(claims['origin_jti']) };
    } catch (error) {
      throw notAuthorized(error instanceof jwt.TokenExpiredError ? 'Access Token has expired' : 'Invalid Access Token');
    }
  };

  const jwks = (): { readonly keys: readonly PublicJwk[] } => {
    const { e = '', n = '' } = publicKey.export({ format: 'jwk' });
    return { keys: [{ alg: 'RS256', e, kid, kty: 'RSA', n, use: 'sig' }] };
  };

  return { issue, readAccessToken, jwks };
};

export type Tokens = ReturnType<typeof makeTokens>;
