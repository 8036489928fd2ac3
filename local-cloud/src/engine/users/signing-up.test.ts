import { describe, expect, it } from '@jest/globals';
import type { AdminGetUserResponse, ResendConfirmationCodeResponse } from '@aws-sdk/client-cognito-identity-provider';
import { thrownBy } from '../access/calling.fixture.ts';
import { EMAIL, HOUR, setUp } from './a-pool.fixture.ts';

describe('signing up', () => {
  it('makes an unconfirmed user and mails a code', () => {
    const { signUp, sent, admin } = setUp();
    const result = signUp();
    expect(result).toEqual({
      UserConfirmed: false,
      UserSub: expect.stringMatching(/^[0-9a-f-]{36}$/),
      CodeDeliveryDetails: { Destination: 'j***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
    });
    expect(sent).toEqual([
      {
        to: EMAIL,
        subject: 'Your verification code',
        text: expect.stringMatching(/^Your confirmation code is \d{6}$/),
      },
    ]);
    expect(admin<AdminGetUserResponse>('AdminGetUser').UserStatus).toBe('UNCONFIRMED');
  });

  it.each([EMAIL, 'JANE@Example.com'])('is refused for the taken address %s', (Username) => {
    const { signUp } = setUp();
    signUp();
    expect(thrownBy(() => signUp({ Username }))).toMatchObject({
      name: 'UsernameExistsException',
      message: 'An account with the given email already exists.',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it.each(['jane', 'jane@', 'jane@localhost', 'ja ne@example.com', ''])(
    'is refused for the username %j',
    (Username) => {
      expect(thrownBy(() => setUp().signUp({ Username }))).toMatchObject({
        name: 'InvalidParameterException',
        message: 'Username should be an email.',
      });
    },
  );

  it.each([
    ['Short-1a', 'Password not long enough'],
    ['lowercase-only1', 'Password must have uppercase characters'],
    ['UPPERCASE-ONLY1', 'Password must have lowercase characters'],
    ['No-numbers-here', 'Password must have numeric characters'],
    ['NoSymbolsHere1', 'Password must have symbol characters'],
  ])('is refused for the password %s', (Password, fault) => {
    expect(thrownBy(() => setUp().signUp({ Password }))).toMatchObject({
      name: 'InvalidPasswordException',
      message: `Password did not conform with policy: ${fault}`,
    });
  });

  it('is refused for a password of more than 256 characters', () => {
    expect(thrownBy(() => setUp().signUp({ Password: `Aa1-${'x'.repeat(253)}` }))).toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('is refused for a client that no pool has', () => {
    expect(thrownBy(() => setUp().signUp({ ClientId: 'nope' }))).toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'User pool client nope does not exist.',
    });
  });

  it('does not let anyone declare an address verified', () => {
    const { signUp, admin } = setUp();
    signUp({ UserAttributes: [{ Name: 'email_verified', Value: 'true' }] });
    expect(admin<AdminGetUserResponse>('AdminGetUser').UserAttributes).toContainEqual({
      Name: 'email_verified',
      Value: 'false',
    });
  });
});

describe('confirming', () => {
  it('takes the code that was mailed and verifies the address', () => {
    const { registered, admin } = setUp();
    registered();
    expect(admin<AdminGetUserResponse>('AdminGetUser')).toMatchObject({
      UserStatus: 'CONFIRMED',
      UserAttributes: expect.arrayContaining([{ Name: 'email_verified', Value: 'true' }]),
    });
  });

  it('refuses another code', () => {
    const { signUp, confirm, lastCode } = setUp();
    signUp();
    const wrong = lastCode() === '000000' ? '000001' : '000000';
    expect(thrownBy(() => confirm(wrong))).toMatchObject({
      name: 'CodeMismatchException',
      message: 'Invalid verification code provided, please try again.',
    });
  });

  it('refuses a code of yesterday', () => {
    const { signUp, confirm, lastCode, environment } = setUp();
    signUp();
    environment.advance(24 * HOUR);
    expect(thrownBy(() => confirm(lastCode()))).toMatchObject({
      name: 'ExpiredCodeException',
      message: 'Invalid code provided, please request a code again.',
    });
  });

  it('does not tell that a user is unknown', () => {
    expect(thrownBy(() => setUp().confirm('123456', 'no@example.com'))).toMatchObject({ name: 'ExpiredCodeException' });
  });

  it('happens once', () => {
    const { registered, confirm, lastCode } = setUp();
    registered();
    expect(thrownBy(() => confirm(lastCode()))).toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    });
  });
});

describe('asking for another code', () => {
  it('replaces the first', () => {
    const { signUp, call, confirm, lastCode, sent } = setUp();
    signUp();
    const first = lastCode();
    call('ResendConfirmationCode', { ClientId: 'shop-client', Username: EMAIL });
    expect(sent).toHaveLength(2);
    expect(thrownBy(() => confirm(first))).toMatchObject({ name: 'CodeMismatchException' });
    expect(confirm(lastCode())).toEqual({});
  });

  it('pretends for an unknown address', () => {
    const { call, sent } = setUp();
    const input = { ClientId: 'shop-client', Username: 'no@example.com' };
    expect(call<ResendConfirmationCodeResponse>('ResendConfirmationCode', input).CodeDeliveryDetails).toMatchObject({
      Destination: 'n***@e***',
    });
    expect(sent).toEqual([]);
  });

  it('is refused once confirmed', () => {
    const { registered, call } = setUp();
    registered();
    expect(thrownBy(() => call('ResendConfirmationCode', { ClientId: 'shop-client', Username: EMAIL }))).toMatchObject({
      name: 'InvalidParameterException',
      message: 'User is already confirmed.',
    });
  });
});
