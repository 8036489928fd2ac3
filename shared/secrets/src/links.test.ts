import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { CachedSecret } from '@orderwire/secrets/secret-cache';
import { makeFakeClock } from '@orderwire/testing/fakes';
import jwt from 'jsonwebtoken';
import { type LinkAudience, makeLinks } from './links.ts';

const DAY = 24 * 60 * 60;
const OLD = { kid: 'old', key: 'o'.repeat(32) };
const NEW = { kid: 'new', key: 'n'.repeat(32) };
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** A secret whose text changes behind the cache's back and shows after a refresh. */
const aSecret = (text: string) => {
  let [cached, stored] = [text, text];
  const secret: CachedSecret = {
    read: () => Promise.resolve(cached),
    refresh: () => {
      cached = stored;
      return Promise.resolve(true);
    },
  };
  return { secret, rotate: (next: string) => void (stored = next) };
};

const someLinks = (text = JSON.stringify({ keys: [NEW, OLD] })) => {
  const { clock, advance } = makeFakeClock();
  const { secret, rotate } = aSecret(text);
  return { ...makeLinks({ secret, clock }), advance, rotate, seconds: () => Math.floor(clock() / 1000) };
};

const aLink = { audience: 'invoice', subject: 'ord_1', expiresInSeconds: 30 * DAY } as const;
const INVALID = { ok: false, error: { code: 'LINK_INVALID' } };
const EXPIRED = { ok: false, error: { code: 'LINK_EXPIRED' } };

describe('a signed link', () => {
  it('opens what it was signed for', async () => {
    const { sign, verify } = someLinks();
    const token = await sign({ ...aLink, claims: { number: 'INV-2026-000001' } });
    expect(await verify(token, 'invoice')).toEqual({
      ok: true,
      value: { subject: 'ord_1', claims: { number: 'INV-2026-000001' } },
    });
  });

  it('is signed with the first key and names it', async () => {
    const { sign } = someLinks();
    expect(jwt.decode(await sign(aLink), { complete: true })?.header).toEqual({ alg: 'HS256', typ: 'JWT', kid: 'new' });
  });

  it('tells the time of the clock only', async () => {
    const { sign, seconds } = someLinks();
    expect(jwt.decode(await sign(aLink))).toMatchObject({ iat: seconds(), exp: seconds() + 30 * DAY });
  });

  it('opens until it expires and not a second longer', async () => {
    const { sign, verify, advance } = someLinks();
    const token = await sign(aLink);
    advance((30 * DAY - 1) * 1000);
    expect(await verify(token, 'invoice')).toMatchObject({ ok: true });
    advance(1000);
    expect(await verify(token, 'invoice')).toEqual(EXPIRED);
  });

  it('survives a rotation while its key is still in the secret', async () => {
    const token = await someLinks(JSON.stringify(OLD)).sign(aLink);
    expect(await someLinks().verify(token, 'invoice')).toMatchObject({ ok: true });
    expect(await someLinks(JSON.stringify(NEW)).verify(token, 'invoice')).toEqual(INVALID);
  });

  it('opens with a key that was added a moment ago', async () => {
    const token = await someLinks(JSON.stringify(NEW)).sign(aLink);
    const { verify, rotate } = someLinks(JSON.stringify(OLD));
    rotate(JSON.stringify({ keys: [NEW, OLD] }));
    expect(await verify(token, 'invoice')).toMatchObject({ ok: true });
  });

  it('is not made to live longer than 90 days, nor with claims that are ours', async () => {
    const { sign } = someLinks();
    await expect(sign({ ...aLink, expiresInSeconds: 90 * DAY + 1 })).rejects.toThrow('90 days');
    await expect(sign({ ...aLink, claims: { sub: 'ord_2' } })).rejects.toThrow('Registered');
  });
});

describe('a token that is not ours', () => {
  const { verify, seconds } = someLinks();
  const claims = { iss: 'orderwire', aud: 'invoice', sub: 'ord_1', iat: seconds(), exp: seconds() + DAY };
  const signed = (payload: object, key = NEW.key, options: jwt.SignOptions = {}) =>
    jwt.sign(payload, key, { algorithm: 'HS256', keyid: 'new', ...options });
  const { iss: _iss, ...withoutIssuer } = claims;
  const { exp: _exp, ...withoutExpiry } = claims;
  const { sub: _sub, ...withoutSubject } = claims;
  const unsigned = jwt.sign(claims, '', { algorithm: 'none', keyid: 'new' });

  it('would be ours, except for the one thing that is wrong with it', async () => {
    expect(await verify(signed(claims), 'invoice')).toMatchObject({ ok: true });
  });

  it.each([
    ['is no token', 'junk'],
    ['is empty', ''],
    ['is 10 kB of nothing', 'x'.repeat(10_000)],
    ['is not signed', unsigned],
    ['lost its signature', signed(claims).replace(/[^.]*$/, '')],
    ['is signed with RS256', jwt.sign(claims, rsa.privateKey, { algorithm: 'RS256', keyid: 'new' })],
    ['is signed with HS512', signed(claims, NEW.key, { algorithm: 'HS512' })],
    ['is signed with a foreign key', signed(claims, 'f'.repeat(32))],
    ['names another of our keys', signed(claims, NEW.key, { keyid: 'old' })],
    ['names no key', jwt.sign(claims, NEW.key, { algorithm: 'HS256' })],
    ['names an unknown key', signed(claims, NEW.key, { keyid: 'other' })],
    ['is for another audience', signed({ ...claims, aud: 'track' })],
    ['is from another issuer', signed({ ...claims, iss: 'other' })],
    ['has no issuer', signed(withoutIssuer)],
    ['never expires', signed(withoutExpiry)],
    ['has no subject', signed(withoutSubject)],
    ['is not valid yet', signed({ ...claims, nbf: seconds() + 60 })],
    ['was altered', signed(claims).replace(/^([^.]*\.)(...)/, '$1abc')],
  ])('is refused when it %s', async (_what, token) => {
    expect(await verify(token, 'invoice')).toEqual(INVALID);
  });

  it('is refused when its time is over, however far away it says that it expires', async () => {
    const issued = seconds() - 90 * DAY - 1;
    expect(await verify(signed({ ...claims, iat: issued, exp: seconds() + DAY }), 'invoice')).toEqual(EXPIRED);
  });

  it('is refused where another audience is asked', async () => {
    expect(await verify(signed(claims), 'track' as LinkAudience)).toEqual(INVALID);
  });
});

describe('the secret of the links', () => {
  it.each([
    ['no JSON', 'canary'],
    ['a key that is too short', JSON.stringify({ kid: 'canary', key: 'k'.repeat(31) })],
    ['no keys', '{"keys":[]}'],
  ])('is refused without being quoted when it holds %s', async (_what, text) => {
    const { sign } = someLinks(text);
    await expect(sign(aLink)).rejects.toThrow('The secret of the signed links is not as documented.');
  });
});
