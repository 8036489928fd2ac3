import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { GetUserResponse } from '@aws-sdk/client-cognito-identity-provider';
import jwt from 'jsonwebtoken';
import { thrownBy } from '../access/calling.fixture.ts';
import { claimsOf, EMAIL, HOUR, ISSUER, PASSWORD, setUp } from './a-pool.fixture.ts';

describe('signing in', () => {
  it('gives tokens that anyone can verify with the published key', () => {
    const { registered, signIn, jwks, environment } = setUp();
    const sub = registered();
    const { AccessToken, IdToken, RefreshToken, ExpiresIn, TokenType } = signIn('JANE@example.com');
    const [jwk] = jwks().keys;
    const publicKey = createPublicKey({ key: jwk as unknown as JsonWebKey, format: 'jwk' });
    const now = environment.now() / 1000;
    const options = { algorithms: ['RS256' as const], issuer: ISSUER, clockTimestamp: now };
    const access = jwt.verify(AccessToken ?? '', publicKey, options);
    const id = jwt.verify(IdToken ?? '', publicKey, { ...options, audience: 'shop-client' });
    const uuid: unknown = expect.stringMatching(/^[0-9a-f-]{36}$/);
    expect(jwk).toMatchObject({ alg: 'RS256', kid: 'local-1', kty: 'RSA', use: 'sig' });
    expect(jwt.decode(AccessToken ?? '', { complete: true })?.header).toMatchObject({ kid: 'local-1', alg: 'RS256' });
    const shared = { sub, iss: ISSUER, auth_time: now, iat: now, exp: now + 3600, jti: uuid, event_id: uuid };
    expect(access).toEqual({
      ...shared,
      origin_jti: uuid,
      client_id: 'shop-client',
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      username: sub,
    });
    const origin: unknown = claimsOf(AccessToken)['origin_jti'];
    expect(id).toEqual({
      ...shared,
      origin_jti: origin,
      aud: 'shop-client',
      token_use: 'id',
      email: EMAIL,
      email_verified: true,
      name: 'Jane',
      'cognito:username': sub,
    });
    expect({ ExpiresIn, TokenType }).toEqual({ ExpiresIn: 3600, TokenType: 'Bearer' });
    expect(RefreshToken).toBeDefined();
  });

  it.each([
    ['another password', EMAIL, 'Wrong-horse1'],
    ['an unknown address', 'no@example.com', PASSWORD],
  ])('is refused with %s, in the same words', (_, username, password) => {
    const { registered, signIn } = setUp();
    registered();
    expect(thrownBy(() => signIn(username, password))).toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  it('is refused before the address is confirmed', () => {
    const { signUp, signIn } = setUp();
    signUp();
    expect(thrownBy(() => signIn())).toMatchObject({
      name: 'UserNotConfirmedException',
      message: 'User is not confirmed.',
    });
    expect(thrownBy(() => signIn(EMAIL, 'Wrong-horse1'))).toMatchObject({ name: 'NotAuthorizedException' });
  });

  it.each([
    ['USER_PASSWORD_AUTH', { PASSWORD }, 'Missing required parameter USERNAME'],
    ['USER_PASSWORD_AUTH', { USERNAME: EMAIL }, 'Missing required parameter PASSWORD'],
    ['REFRESH_TOKEN_AUTH', {}, 'Missing required parameter REFRESH_TOKEN'],
    ['USER_SRP_AUTH', {}, 'USER_SRP_AUTH is not enabled for the client.'],
  ])('by %s with %j is refused', (flow, parameters, message) => {
    expect(thrownBy(() => setUp().auth(flow, parameters))).toMatchObject({
      name: 'InvalidParameterException',
      message,
    });
  });

  it('is charged to the pool', () => {
    const { registered, signIn, meter } = setUp();
    registered();
    signIn();
    expect(meter.totals()).toEqual({ customers: { 'cognito-call': 3 } });
  });
});

describe('refreshing', () => {
  it('gives new tokens of the same sign-in', () => {
    const { registered, signIn, refresh, environment } = setUp();
    registered();
    const first = signIn();
    environment.advance(2 * HOUR);
    const second = refresh(first.RefreshToken);
    const [before, after] = [claimsOf(first.AccessToken), claimsOf(second.AccessToken)];
    expect(after.iat).toBe((before.iat ?? 0) + 7200);
    expect(after['auth_time']).toBe(before['auth_time']);
    expect(after['origin_jti']).toBe(before['origin_jti']);
    expect(after.jti).not.toBe(before.jti);
    expect(second.RefreshToken).toBeUndefined();
  });

  it('ends after thirty days', () => {
    const { registered, signIn, refresh, environment } = setUp();
    registered();
    const { RefreshToken } = signIn();
    environment.advance(30 * 24 * HOUR);
    expect(thrownBy(() => refresh(RefreshToken))).toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Refresh Token has expired',
    });
  });

  it('is refused for a token nobody gave', () => {
    expect(thrownBy(() => setUp().refresh('nope'))).toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid Refresh Token',
    });
  });
});

describe('asking who one is', () => {
  it('answers with the attributes', () => {
    const { registered, signIn, call } = setUp();
    const sub = registered();
    const { AccessToken } = signIn();
    expect(call<GetUserResponse>('GetUser', { AccessToken })).toEqual({
      Username: sub,
      UserAttributes: expect.arrayContaining([
        { Name: 'sub', Value: sub },
        { Name: 'email', Value: EMAIL },
        { Name: 'name', Value: 'Jane' },
      ]),
    });
  });

  it('is refused with an expired token', () => {
    const { registered, signIn, call, environment } = setUp();
    registered();
    const { AccessToken } = signIn();
    environment.advance(HOUR);
    expect(thrownBy(() => call('GetUser', { AccessToken }))).toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token has expired',
    });
  });

  it('is refused with an id token, a foreign token or none', () => {
    const { registered, signIn, call } = setUp();
    registered();
    const foreign = jwt.sign({ token_use: 'access', iss: ISSUER }, 'x'.repeat(32));
    for (const AccessToken of [signIn().IdToken, foreign, 'nope', undefined]) {
      expect(thrownBy(() => call('GetUser', { AccessToken }))).toMatchObject({
        name: 'NotAuthorizedException',
        message: 'Invalid Access Token',
      });
    }
  });

  it('is refused once the account is gone', () => {
    const { registered, signIn, refresh, call, admin } = setUp();
    registered();
    const { AccessToken, RefreshToken } = signIn();
    admin('AdminDeleteUser');
    expect(thrownBy(() => call('GetUser', { AccessToken }))).toMatchObject({ name: 'UserNotFoundException' });
    expect(thrownBy(() => refresh(RefreshToken))).toMatchObject({ message: 'Invalid Refresh Token' });
    expect(thrownBy(() => signIn())).toMatchObject({ message: 'Incorrect username or password.' });
  });
});
