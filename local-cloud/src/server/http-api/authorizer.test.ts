import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import jwt from 'jsonwebtoken';
import { makeAuthorizer } from './authorizer.ts';

const NOW = Date.UTC(2026, 7, 1);
const SECONDS = NOW / 1000;
const ISSUER = 'http://127.0.0.1:4566/local_pool';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1' };
const authorize = makeAuthorizer({ now: () => NOW, keysOf: (issuer) => (issuer === ISSUER ? [jwk] : []) });

const route = { issuer: ISSUER, audience: ['client-1'], scopes: [] as readonly string[] };
const claims = { iss: ISSUER, client_id: 'client-1', sub: 'u', iat: SECONDS, exp: SECONDS + 60, token_use: 'access' };
const sign = (given: object, options: jwt.SignOptions = {}): string =>
  jwt.sign(JSON.parse(JSON.stringify(given)) as object, privateKey, {
    algorithm: 'RS256',
    keyid: 'k1',
    ...options,
  });

describe('a good token', () => {
  it('passes with its claims as text, arrays as AWS writes them', () => {
    const token = sign({ ...claims, 'cognito:groups': ['staff', 'ops'], admin: true, auth_time: 5 });
    expect(authorize(`Bearer ${token}`, route)).toMatchObject({
      ok: true,
      jwt: {
        claims: { sub: 'u', exp: String(SECONDS + 60), 'cognito:groups': '[staff ops]', admin: 'true', auth_time: '5' },
        scopes: null,
      },
    });
  });

  it.each([
    ['without the word Bearer', sign(claims), route],
    ['with aud in place of client_id', sign({ ...claims, client_id: undefined, aud: ['x', 'client-1'] }), route],
    ['with a scope of the route', sign({ ...claims, scope: 'a b' }), { ...route, scopes: ['b', 'c'] }],
  ])('passes %s', (_how, token, given) => {
    expect(authorize(token, given)).toMatchObject({ ok: true });
  });
});

describe('a token', () => {
  const parts = sign(claims).split('.');
  const none = `${Buffer.from('{"alg":"none","kid":"k1"}').toString('base64url')}.${parts[1] ?? ''}.`;
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  const confusedHead = Buffer.from('{"alg":"HS256","kid":"k1"}').toString('base64url');
  const confused = `${confusedHead}.${parts[1] ?? ''}.${Buffer.from(pem).toString('base64url')}`;

  it.each([
    ['that is no token', 'abc'],
    ['that is no JSON', 'a.b.c'],
    ['without a signature', none],
    ['signed with the public key', confused],
    ['with a signature of another key', jwt.sign(claims, stranger, { algorithm: 'RS256', keyid: 'k1' })],
    ['of an unknown key', sign(claims, { keyid: 'k2' })],
    ['whose claims were changed', `${parts[0] ?? ''}.${Buffer.from('{}').toString('base64url')}.${parts[2] ?? ''}`],
    ['of another issuer', sign({ ...claims, iss: 'http://other' })],
    ['for another audience', sign({ ...claims, client_id: 'client-2' })],
    ['whose aud is another, whatever its client_id', sign({ ...claims, aud: 'x' })],
    ['that has expired', sign({ ...claims, exp: SECONDS })],
    ['without an end', sign({ ...claims, exp: undefined })],
    ['that begins later', sign({ ...claims, nbf: SECONDS + 1 })],
    ['of the future', sign({ ...claims, iat: SECONDS + 1 })],
  ])('%s is refused with 401 and a challenge', (_how, token) => {
    const verdict = authorize(`Bearer ${token}`, route);
    expect(verdict).toMatchObject({ ok: false, status: 401 });
    expect(verdict.ok ? '' : verdict.challenge).toContain('error="invalid_token"');
  });

  it('that is missing is asked for', () => {
    expect(authorize(undefined, route)).toEqual({ ok: false, status: 401, challenge: 'Bearer' });
  });

  it('without the scope of the route is forbidden', () => {
    expect(authorize(sign(claims), { ...route, scopes: ['admin'] })).toMatchObject({ ok: false, status: 403 });
  });
});
