import { describe, expect, it } from '@jest/globals';
import { CustomerRegistered } from '@orderwire/events-schema/customers';
import { parseEvent } from '@orderwire/events-schema/envelope';
import { readOutbox } from '@orderwire/store/outbox';
import { aService, claimsOf, EMAIL, PASSWORD } from './testing/a-service.ts';

describe('a new customer', () => {
  it('signs up, confirms, signs in and sees the profile', async () => {
    const { call, codes } = aService();
    const signedUp = await call('signUp', { username: EMAIL, password: PASSWORD, name: '  Ada Lovelace ' });
    expect(signedUp).toEqual({ status: 202, body: { status: 'confirmation_required' } });
    expect(await call('confirmSignUp', { email: EMAIL, code: codes[0] })).toEqual({
      status: 200,
      body: { status: 'confirmed' },
    });
    const { status, body } = await call('signIn', { email: EMAIL, password: PASSWORD });
    expect(status).toBe(200);
    expect(body).toMatchObject({ expiresIn: 3600, tokenType: 'Bearer', refreshToken: expect.any(String) });
    const me = await call('getMe', undefined, { claims: claimsOf(body['accessToken']) });
    const { sub } = claimsOf(body['idToken']);
    const createdAt = expect.any(String);
    expect(me).toEqual({
      status: 200,
      body: { customerId: sub, email: EMAIL, name: 'Ada Lovelace', addresses: [], createdAt },
    });
  });

  it('is published once, by id only, however often signed in', async () => {
    const { call, registered, rows } = aService();
    await registered();
    await call('signIn', { email: EMAIL, password: PASSWORD });
    await call('signIn', { email: EMAIL, password: PASSWORD });
    expect(rows()).toHaveLength(1);
    expect(rows()[0]).toMatchObject({ version: { N: '1' } });
    const events = readOutbox(rows()[0]?.['outbox']?.S ?? '', 'orderwire.customers');
    const [{ meta, data }] = events.map(({ detail }) => parseEvent(CustomerRegistered, JSON.parse(detail))) as [
      ReturnType<typeof parseEvent<typeof CustomerRegistered>>,
    ];
    expect(data).toEqual({ customerId: meta.subject, changed: ['email', 'name'] });
    expect(JSON.stringify(events)).not.toMatch(/canary/i);
  });

  it('gets one profile from two first sign-ins at once', async () => {
    const { call, registered, rows } = aService();
    await registered();
    const signIn = () => call('signIn', { email: EMAIL, password: PASSWORD });
    const both = await Promise.all([signIn(), signIn()]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(rows()).toHaveLength(1);
  });

  it('may write the address in any case', async () => {
    const { call, registered } = aService();
    await registered('Canary@Example.COM');
    expect(await call('signIn', { username: 'CANARY@example.com', password: PASSWORD })).toMatchObject({ status: 200 });
  });
});

describe('an address that mail reaches', () => {
  it.each([
    ...['a@example.xn--p1ai', 'first&last@example.com', "o'brien+shop@mail.example.co.uk", 'x@1und1.de'],
    ...['=?utf-8?q?a@example.com', `${'a'.repeat(64)}@example.com`, 'user@xn--bcher-kva.example'],
  ])('opens an account: %s', async (email) => {
    const { call, registered } = aService();
    await registered(email);
    expect(await call('signIn', { email, password: PASSWORD })).toMatchObject({ status: 200 });
  });

  it.each([
    ...[
      'a@localhost',
      'a@example',
      'a@-example.com',
      'a@example-.com',
      'a@example..com',
      'a@example.com.',
      'a@1.2.3.4',
    ],
    ...['.a@example.com', 'a.@example.com', 'a..b@example.com', '"a b"@example.com', 'a b@example.com', 'a@[1.2.3.4]'],
    ...['a@b@example.com', '@example.com', 'a@', 'ü@example.com', 'a@müller.de', `${'a'.repeat(65)}@example.com`],
    ...['a@example.com\n', 'a@example.com\r\nBcc: b@example.com', '<a@example.com>', 'a,b@example.com', 'a@example.c'],
  ])('is not %j: it is refused, and the user pool is not asked', async (email) => {
    const { call, cognito } = aService();
    expect(await call('signUp', { email, password: PASSWORD })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '#/email', message: 'is not a valid e-mail address' }] },
    });
    expect(cognito.sent).toHaveLength(0);
  });
});

describe('signing up an address that has an account', () => {
  it.each([
    ['the same', PASSWORD],
    ['another', 'Another-horse2'],
    ['a weak', 'weak'],
  ])('with %s password is answered like any other sign-up, and changes nothing', async (_, password) => {
    const { call, registered, codes } = aService();
    await registered();
    const sent = codes.length;
    const known = await call('signUp', { email: EMAIL, password });
    const unknown = await call('signUp', { email: 'other@example.com', password });
    expect(known).toEqual(unknown);
    expect(codes).toHaveLength(sent + (password === 'weak' ? 0 : 1));
    expect(await call('signIn', { email: EMAIL, password: PASSWORD })).toMatchObject({ status: 200 });
  });
});

describe('signing in', () => {
  it('answers a wrong password and an unknown address alike', async () => {
    const { call, registered } = aService();
    await registered();
    const wrong = await call('signIn', { email: EMAIL, password: 'Wrong-horse1' });
    expect(wrong).toMatchObject({ status: 401, body: { code: 'CREDENTIALS_WRONG' } });
    expect(await call('signIn', { email: 'other@example.com', password: PASSWORD })).toEqual(wrong);
  });

  it('waits for the confirmation', async () => {
    const { call } = aService();
    await call('signUp', { email: EMAIL, password: PASSWORD });
    const early = await call('signIn', { email: EMAIL, password: PASSWORD });
    expect(early).toMatchObject({ status: 403, body: { code: 'USER_NOT_CONFIRMED' } });
    expect(await call('signIn', { email: EMAIL, password: 'Wrong-horse1' })).toMatchObject({ status: 401 });
  });
});

describe('confirming', () => {
  it('answers a wrong code, an unknown address and a confirmed one alike', async () => {
    const { call, registered, codes } = aService();
    await call('signUp', { email: 'new@example.com', password: PASSWORD });
    const wrong = await call('confirmSignUp', { email: 'new@example.com', code: 'wrong' });
    expect(wrong).toMatchObject({ status: 422, body: { code: 'CODE_INVALID' } });
    expect(await call('confirmSignUp', { email: 'unknown@example.com', code: '123456' })).toEqual(wrong);
    await registered();
    expect(await call('confirmSignUp', { email: EMAIL, code: codes.at(-1) })).toEqual(wrong);
  });
});

describe('a profile', () => {
  it('is nobody’s without an access token', async () => {
    const { call, registered } = aService();
    await registered();
    const { body } = await call('signIn', { email: EMAIL, password: PASSWORD });
    expect(await call('getMe')).toMatchObject({ status: 401 });
    expect(await call('getMe', undefined, { claims: claimsOf(body['idToken']) })).toMatchObject({ status: 401 });
  });

  it('is missing for who never signed in here, and made at the next sign-in', async () => {
    const { call, registered, users } = aService();
    await registered();
    const direct = await users.signIn(EMAIL, PASSWORD);
    const claims = claimsOf(direct.ok ? direct.value.tokens.accessToken : '');
    expect(await call('getMe', undefined, { claims })).toMatchObject({
      status: 404,
      body: { code: 'PROFILE_MISSING' },
    });
    await call('signIn', { email: EMAIL, password: PASSWORD });
    expect(await call('getMe', undefined, { claims })).toMatchObject({ status: 200 });
  });
});

describe('the stored profile', () => {
  const address = { name: 'Ada', phone: '1', company: 'C', street: 'S 1', street2: '2', city: 'B', country: 'DE' };

  it('shows the phone and the address that the row holds, and nothing of how it is kept', async () => {
    const { call, registered, note } = aService();
    await registered();
    const { body } = await call('signIn', { email: EMAIL, password: PASSWORD });
    note({ phone: '+49 30 1', defaultAddress: { ...address, postalCode: '10115', region: 'BE' }, secret: 'kept' });
    const me = await call('getMe', undefined, { claims: claimsOf(body['accessToken']) });
    expect(me.body).toEqual({
      customerId: expect.any(String),
      email: EMAIL,
      name: 'Canary Person',
      phone: '+49 30 1',
      addresses: [{ ...address, postalCode: '10115', region: 'BE' }],
      defaultAddress: { ...address, postalCode: '10115', region: 'BE' },
      createdAt: expect.any(String),
    });
  });

  it('that is not as documented is our failure, and is not shown', async () => {
    const { call, registered, note } = aService();
    await registered();
    const { body } = await call('signIn', { email: EMAIL, password: PASSWORD });
    note({ name: 7 });
    const me = await call('getMe', undefined, { claims: claimsOf(body['accessToken']) });
    expect(me).toMatchObject({ status: 500, body: { code: 'INTERNAL' } });
  });
});

describe('bad input', () => {
  const good = { email: EMAIL, password: PASSWORD };

  it.each([
    ['no body', undefined, 422],
    ['no JSON', '{', 400],
    ['null', null, 422],
    ['a list', [good], 422],
    ['no address', { password: PASSWORD }, 422],
    ['two addresses', { ...good, username: 'other@example.com' }, 422],
    ['no e-mail address', { ...good, email: 'canary' }, 422],
    ['an address with a line break', { ...good, email: 'a@example.com\r\nBcc: b@example.com' }, 422],
    ['an endless address', { ...good, email: `${'a'.repeat(250)}@example.com` }, 422],
    ['no password', { email: EMAIL }, 422],
    ['a number for a password', { ...good, password: 123_456_789_012 }, 422],
    ['an endless password', { ...good, password: `A1${'a'.repeat(255)}` }, 422],
    ['an unknown field', { ...good, isAdmin: true }, 422],
    ['a prototype', `{"email":"${EMAIL}","password":"${PASSWORD}","__proto__":{"a":1}}`, 422],
    ['a huge body', { ...good, clientId: 'x'.repeat(100_001) }, 413],
    ['a name with a line break', { ...good, name: 'Ada\r\nBcc: b@example.com' }, 422],
    ['a name with half a character', `{"email":"${EMAIL}","password":"${PASSWORD}","name":"\\ud800"}`, 422],
    ['an empty name', { ...good, name: '  ' }, 422],
    ['a name that nobody can see', { ...good, name: '\u200D\u3164' }, 422],
    ['a name that turns what follows', { ...good, name: 'Ada \u202Emoc.elpmaxe' }, 422],
  ])('at sign-up: %s is refused, and the user pool is not asked', async (_, body, status) => {
    const { call, cognito, lines } = aService();
    const answer = await call('signUp', body);
    expect(answer).toMatchObject({ status, body: { code: expect.any(String) } });
    expect(cognito.sent).toHaveLength(0);
    expect(JSON.stringify([answer, lines])).not.toMatch(/canary|Correct-horse/i);
  });

  it('names all faults of a weak password', async () => {
    const { body } = await aService().call('signUp', { email: EMAIL, password: 'weak' });
    expect(body).toMatchObject({ code: 'PASSWORD_TOO_WEAK' });
    expect(body['errors']).toHaveLength(3);
  });

  it.each(['signIn', 'confirmSignUp'] as const)('at %s: unknown fields and missing ones are refused', async (route) => {
    const { call, cognito } = aService();
    const all = { email: EMAIL, ...(route === 'signIn' ? { password: PASSWORD } : { code: '123456' }) };
    expect(await call(route, { ...all, more: 1 })).toMatchObject({ status: 422 });
    expect(await call(route, { email: EMAIL })).toMatchObject({ status: 422 });
    expect(await call(route, { ...all, email: undefined })).toMatchObject({ status: 422 });
    expect(cognito.sent).toHaveLength(0);
  });

  it('is not what older clients send along', async () => {
    const { call } = aService();
    const body = { username: EMAIL, email: EMAIL, password: PASSWORD, clientId: 'c', userPoolId: 'p' };
    expect(await call('signUp', body)).toMatchObject({ status: 202 });
  });
});

describe('the log', () => {
  it('holds no address, name, code, password or token', async () => {
    const { call, registered, codes, lines } = aService();
    await registered();
    await call('signUp', { email: EMAIL, password: PASSWORD });
    await call('confirmSignUp', { email: EMAIL, code: '000000' });
    await call('signIn', { email: EMAIL, password: 'Wrong-horse1' });
    const { body } = await call('signIn', { email: EMAIL, password: PASSWORD });
    const secrets = [
      ...codes,
      ...Object.values(body).filter((value) => typeof value === 'string' && value.length > 20),
    ];
    const text = JSON.stringify(lines);
    expect(text).not.toMatch(/canary|horse1/i);
    for (const secret of secrets) expect(text).not.toContain(secret);
  });
});
