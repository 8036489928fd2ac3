import { describe, expect, it } from '@jest/globals';
import { aService, EMAIL, PASSWORD } from './testing/a-service.ts';

const DAY = 24 * 60 * 60 * 1000;
const XRW = { 'x-requested-with': 'fetch' };

const signedIn = async () => {
  const service = aService();
  await service.registered();
  return { ...service, ...(await service.signedIn()) };
};

describe('a refresh token', () => {
  it('gives new tokens, as often as it is asked', async () => {
    const { call, refreshToken, advance } = await signedIn();
    for (let round = 0; round < 3; round += 1) {
      advance(DAY);
      const { status, body } = await call('refresh', { refreshToken });
      expect([status, body]).toEqual([
        200,
        { accessToken: expect.any(String), idToken: expect.any(String), expiresIn: 3600, tokenType: 'Bearer' },
      ]);
      expect(await call('getMe', undefined, { token: String(body['accessToken']) })).toMatchObject({ status: 200 });
    }
  });

  it('ends after thirty days', async () => {
    const { call, refreshToken, advance } = await signedIn();
    advance(30 * DAY);
    expect(await call('refresh', { refreshToken })).toMatchObject({
      status: 401,
      body: { code: 'REFRESH_TOKEN_INVALID' },
    });
  });

  it('ends when its user signs out, and signing out again is no fault', async () => {
    const { call, refreshToken } = await signedIn();
    const { refreshToken: other } = await (async () => {
      const { body } = await call('signIn', { email: EMAIL, password: PASSWORD });
      return { refreshToken: String(body['refreshToken']) };
    })();
    expect((await call('signOut', { refreshToken })).status).toBe(204);
    expect((await call('signOut', { refreshToken })).status).toBe(204);
    expect(await call('refresh', { refreshToken })).toMatchObject({ status: 401 });
    expect(await call('refresh', { refreshToken: other })).toMatchObject({ status: 200 });
  });

  it.each(['nonsense', 'a.b'])('that is none is refused: %s', async (refreshToken) => {
    const { call } = aService();
    expect(await call('refresh', { refreshToken })).toMatchObject({ body: { code: 'REFRESH_TOKEN_INVALID' } });
    expect((await call('signOut', { refreshToken })).status).toBe(204);
  });

  it.each(['refresh', 'signOut'] as const)('is missing where %s finds none', async (route) => {
    const { call } = aService();
    for (const body of [undefined, {}])
      expect(await call(route, body)).toMatchObject({ status: 401, body: { code: 'REFRESH_TOKEN_MISSING' } });
  });
});

describe('a browser', () => {
  const withCookie = async () => {
    const service = aService();
    await service.registered();
    const answer = await service.call('signIn', { email: EMAIL, password: PASSWORD, refreshToken: 'cookie' });
    return { ...service, answer, cookies: [String(answer.cookie).split(';')[0] ?? ''] };
  };

  it('gets the refresh token where no script reads it, and nowhere else', async () => {
    const { answer } = await withCookie();
    expect(answer.body).not.toHaveProperty('refreshToken');
    expect(answer.cookie).toMatch(
      /^__Host-orderwire-refresh=\S+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure$/,
    );
  });

  it('refreshes and signs out by the cookie, with a header that no form can send', async () => {
    const { call, cookies } = await withCookie();
    expect(await call('refresh', undefined, { cookies, headers: XRW })).toMatchObject({ status: 200 });
    const out = await call('signOut', undefined, { cookies, headers: XRW });
    expect([out.status, out.cookie]).toEqual([204, expect.stringMatching(/^__Host-orderwire-refresh=; .*Max-Age=0;/)]);
    expect(await call('refresh', undefined, { cookies, headers: XRW })).toMatchObject({ status: 401 });
  });

  it.each(['refresh', 'signOut'] as const)('that another site sends to %s changes nothing', async (route) => {
    const { call, cookies, cognito } = await withCookie();
    const asked = cognito.sent.length;
    expect(await call(route, undefined, { cookies })).toMatchObject({
      status: 403,
      body: { code: 'CSRF_HEADER_MISSING' },
    });
    expect(cognito.sent).toHaveLength(asked);
  });

  it('is not served by a cookie of another name, or by an empty one', async () => {
    const { call, cookies } = await withCookie();
    const [, token = ''] = (cookies[0] ?? '').split('=');
    for (const cookie of [`orderwire-refresh=${token}`, '__Host-orderwire-refresh=', '__Host-orderwire-refresh'])
      expect(await call('refresh', undefined, { cookies: [cookie], headers: XRW })).toMatchObject({
        body: { code: 'REFRESH_TOKEN_MISSING' },
      });
  });
});

describe('a forgotten password', () => {
  const NEW = 'Another-horse2';

  it('is replaced with the code from the mail, and whoever was signed in is out', async () => {
    const { call, codes, mails, refreshToken } = await signedIn();
    expect(await call('forgotPassword', { email: EMAIL })).toEqual({ status: 202, body: { status: 'code_required' } });
    expect(mails.at(-1)?.to).toBe(EMAIL);
    expect((await call('resetPassword', { username: EMAIL, code: codes.at(-1), password: NEW })).status).toBe(204);
    expect(await call('signIn', { email: EMAIL, password: PASSWORD })).toMatchObject({ status: 401 });
    expect(await call('signIn', { email: EMAIL, password: NEW })).toMatchObject({ status: 200 });
    expect(await call('refresh', { refreshToken })).toMatchObject({ status: 401 });
  });

  it('of nobody, and of somebody who is not confirmed, is answered alike and mails nothing', async () => {
    const { call, mails } = await signedIn();
    await call('signUp', { email: 'new@example.com', password: PASSWORD });
    const sent = mails.length;
    const known = await call('forgotPassword', { email: EMAIL });
    expect(await call('forgotPassword', { email: 'nobody@example.com' })).toEqual(known);
    expect(await call('forgotPassword', { email: 'new@example.com' })).toEqual(known);
    expect(mails.slice(sent).map(({ to }) => to)).toEqual([EMAIL]);
  });

  it('needs its own code, once, within an hour', async () => {
    const { call, codes, advance } = await signedIn();
    const reset = (code: unknown) => call('resetPassword', { email: EMAIL, code, password: NEW });
    const wrong = await reset(codes[0]);
    expect(wrong).toMatchObject({ status: 422, body: { code: 'CODE_INVALID' } });
    await call('forgotPassword', { email: EMAIL });
    advance(DAY / 24);
    expect(await reset(codes.at(-1))).toEqual(wrong);
    await call('forgotPassword', { email: EMAIL });
    expect((await reset(codes.at(-1))).status).toBe(204);
    expect(await reset(codes.at(-1))).toEqual(wrong);
    expect(await call('resetPassword', { email: 'nobody@example.com', code: '123456', password: NEW })).toEqual(wrong);
  });

  it('is not replaced by a weak one: all rules that it breaks are named, and the pool is not asked', async () => {
    const { call, codes, cognito } = await signedIn();
    await call('forgotPassword', { email: EMAIL });
    const asked = cognito.sent.length;
    const { status, body } = await call('resetPassword', { email: EMAIL, code: codes.at(-1), password: 'weak' });
    expect([status, body['code'], body['errors']]).toEqual([422, 'PASSWORD_TOO_WEAK', expect.arrayContaining([])]);
    expect(body['errors']).toHaveLength(3);
    expect(cognito.sent).toHaveLength(asked);
  });
});

describe('a password', () => {
  const change = { currentPassword: PASSWORD, newPassword: 'Another-horse2' };

  it('is changed by whoever knows it', async () => {
    const { call, token } = await signedIn();
    expect((await call('changePassword', change, { token })).status).toBe(204);
    expect(await call('signIn', { email: EMAIL, password: PASSWORD })).toMatchObject({ status: 401 });
    expect(await call('signIn', { email: EMAIL, password: change.newPassword })).toMatchObject({ status: 200 });
  });

  it.each([
    ['a wrong one', { ...change, currentPassword: 'Wrong-horse1' }, 'PASSWORD_WRONG'],
    ['a weak one', { ...change, newPassword: 'weak' }, 'PASSWORD_TOO_WEAK'],
    ['nothing', {}, 'REQUEST_INVALID'],
  ])('stays with %s', async (_, body, code) => {
    const { call, token } = await signedIn();
    expect(await call('changePassword', body, { token })).toMatchObject({ status: 422, body: { code } });
    expect(await call('signIn', { email: EMAIL, password: PASSWORD })).toMatchObject({ status: 200 });
  });
});

describe('another code', () => {
  it('is mailed to whoever is not confirmed, in place of the one before', async () => {
    const { call, codes } = aService();
    await call('signUp', { email: EMAIL, password: PASSWORD });
    expect(await call('resendCode', { email: EMAIL })).toMatchObject({ status: 202 });
    expect(codes).toHaveLength(2);
    expect(await call('confirmSignUp', { email: EMAIL, code: codes[0] })).toMatchObject({ status: 422 });
    expect(await call('confirmSignUp', { email: EMAIL, code: codes[1] })).toMatchObject({ status: 200 });
  });

  it('is not mailed to whoever is confirmed or not there, and the answer is the same', async () => {
    const { call, mails } = await signedIn();
    const sent = mails.length;
    const known = await call('resendCode', { email: EMAIL });
    expect(await call('resendCode', { email: 'nobody@example.com' })).toEqual(known);
    expect(mails).toHaveLength(sent);
  });
});

describe('an address', () => {
  const NEW = 'new@example.com';

  it('is another from the code on that was mailed to it', async () => {
    const { call, token, codes, mails, published } = await signedIn();
    const asked = await call('changeEmail', { email: NEW, password: PASSWORD }, { token });
    expect([asked.status, mails.at(-1)?.to]).toEqual([202, NEW]);
    expect(await call('getMe', undefined, { token })).toMatchObject({ body: { email: EMAIL } });
    expect(await call('confirmEmail', { code: codes.at(-1) }, { token })).toMatchObject({
      status: 200,
      body: { email: NEW },
    });
    expect(await call('signIn', { email: NEW, password: PASSWORD })).toMatchObject({ status: 200 });
    expect(await call('signIn', { email: EMAIL, password: PASSWORD })).toMatchObject({ status: 401 });
    expect(published()).toMatchObject([{ meta: { type: 'CustomerUpdated' }, data: { changed: ['email'] } }]);
  });

  it('that somebody else has is answered like any other, and is mailed nothing', async () => {
    const { call, token, mails, registered } = await signedIn();
    await registered('other@example.com');
    const sent = mails.length;
    const taken = await call('changeEmail', { email: 'other@example.com', password: PASSWORD }, { token });
    expect(mails).toHaveLength(sent);
    expect(await call('changeEmail', { email: NEW, password: PASSWORD }, { token })).toEqual(taken);
  });

  it('stays without the password, and with a wrong code', async () => {
    const { call, token, mails } = await signedIn();
    const sent = mails.length;
    expect(await call('changeEmail', { email: NEW, password: 'Wrong-horse1' }, { token })).toMatchObject({
      status: 422,
      body: { code: 'PASSWORD_WRONG' },
    });
    expect(mails).toHaveLength(sent);
    expect(await call('confirmEmail', { code: '123456' }, { token })).toMatchObject({ body: { code: 'CODE_INVALID' } });
  });

  it('that the pool knows and the profile does not is written at the next refresh', async () => {
    const { call, token, codes, users, refreshToken } = await signedIn();
    await users.changeEmail(token, NEW);
    await users.confirmEmail(token, codes.at(-1) ?? '');
    expect(await call('getMe', undefined, { token })).toMatchObject({ body: { email: EMAIL } });
    await call('refresh', { refreshToken });
    expect(await call('getMe', undefined, { token })).toMatchObject({ body: { email: NEW } });
  });

  it('cannot be changed once the sign-in has ended', async () => {
    const { call, token, refreshToken } = await signedIn();
    await call('signOut', { refreshToken });
    expect(await call('changeEmail', { email: NEW, password: PASSWORD }, { token })).toMatchObject({
      status: 401,
      body: { code: 'SESSION_ENDED' },
    });
  });
});
