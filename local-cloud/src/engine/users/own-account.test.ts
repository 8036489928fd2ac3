import { describe, expect, it } from '@jest/globals';
import type { AdminListGroupsForUserResponse, GetUserResponse } from '@aws-sdk/client-cognito-identity-provider';
import { thrownBy } from '../access/calling.fixture.ts';
import { EMAIL, HOUR, PASSWORD, setUp } from './a-pool.fixture.ts';

const OTHER = 'Another-horse2';

const member = () => {
  const pool = setUp();
  pool.registered();
  const { AccessToken, RefreshToken } = pool.signIn();
  const own = (operation: string, input: object = {}) => pool.call(operation, { AccessToken, ...input });
  const forgot = (Username = EMAIL) => pool.call('ForgotPassword', { ClientId: 'shop-client', Username });
  const reset = (ConfirmationCode: string, more: object = {}) =>
    pool.call('ConfirmForgotPassword', {
      ...{ ClientId: 'shop-client', Username: EMAIL, ConfirmationCode, Password: OTHER },
      ...more,
    });
  return { ...pool, AccessToken, RefreshToken, own, forgot, reset };
};

describe('a forgotten password', () => {
  it('is set with the code that was mailed; the code counts once, and who is signed in stays so', () => {
    const { forgot, reset, sent, lastCode, signIn, refresh, RefreshToken } = member();
    expect(forgot()).toEqual({
      CodeDeliveryDetails: { Destination: 'j***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
    });
    expect(sent.at(-1)).toMatchObject({ to: EMAIL, text: expect.stringMatching(/reset code is \d{6}$/) });
    reset(lastCode());
    expect(signIn(EMAIL, OTHER).AccessToken).toBeDefined();
    expect(refresh(RefreshToken).AccessToken).toBeDefined();
    expect(thrownBy(() => reset(lastCode()))).toMatchObject({ name: 'ExpiredCodeException' });
  });

  it('of nobody is answered as if a code had been sent', () => {
    const { forgot, reset, sent } = member();
    const mails = sent.length;
    expect(forgot('nobody@example.com')).toEqual({
      CodeDeliveryDetails: { Destination: 'n***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
    });
    expect(sent).toHaveLength(mails);
    expect(thrownBy(() => reset('123456', { Username: 'nobody@example.com' }))).toMatchObject({
      name: 'CodeMismatchException',
    });
  });

  it('cannot be set by a code that is wrong, old, or for the sign-up', () => {
    const { forgot, reset, lastCode, environment } = member();
    const ofSignUp = lastCode();
    expect(thrownBy(() => reset(ofSignUp))).toMatchObject({ name: 'ExpiredCodeException' });
    forgot();
    const wrong = lastCode() === '000000' ? '000001' : '000000';
    expect(thrownBy(() => reset(wrong))).toMatchObject({ name: 'CodeMismatchException' });
    expect(thrownBy(() => reset(lastCode(), { Password: 'weak' }))).toMatchObject({
      name: 'InvalidPasswordException',
    });
    environment.advance(HOUR);
    expect(thrownBy(() => reset(lastCode()))).toMatchObject({ name: 'ExpiredCodeException' });
  });

  it('is none of somebody who is not confirmed or was invited', () => {
    const { forgot, signUp, admin } = member();
    signUp({ Username: 'new@example.com' });
    expect(thrownBy(() => forgot('new@example.com'))).toMatchObject({ name: 'InvalidParameterException' });
    admin('AdminCreateUser', { Username: 'guest@example.com' });
    expect(thrownBy(() => forgot('guest@example.com'))).toMatchObject({ name: 'NotAuthorizedException' });
  });
});

describe('changing the password', () => {
  it('takes the one that counts', () => {
    const { own, signIn } = member();
    const change = { PreviousPassword: PASSWORD, ProposedPassword: OTHER };
    expect(thrownBy(() => own('ChangePassword', { ...change, PreviousPassword: OTHER }))).toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
    expect(thrownBy(() => own('ChangePassword', { ...change, ProposedPassword: 'weak' }))).toMatchObject({
      name: 'InvalidPasswordException',
    });
    own('ChangePassword', change);
    expect(signIn(EMAIL, OTHER).AccessToken).toBeDefined();
    expect(thrownBy(() => signIn())).toMatchObject({ name: 'NotAuthorizedException' });
  });
});

describe('changing the address', () => {
  const NEW = 'jane@example.org';
  const emailTo = (Value: string) => ({ UserAttributes: [{ Name: 'email', Value }] });
  const verify = (Code: string) => ({ AttributeName: 'email', Code });

  it('mails a code to the new one, which counts when the code is given back', () => {
    const { own, sent, lastCode, signIn } = member();
    own('UpdateUserAttributes', emailTo(NEW));
    expect(sent.at(-1)?.to).toBe(NEW);
    expect(signIn(EMAIL).AccessToken).toBeDefined();
    own('VerifyUserAttribute', verify(lastCode()));
    expect((own('GetUser') as GetUserResponse).UserAttributes).toContainEqual({ Name: 'email', Value: NEW });
    expect(signIn(NEW).AccessToken).toBeDefined();
    expect(thrownBy(() => signIn(EMAIL))).toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('is refused for one that is taken, by then or meanwhile, and for none', () => {
    const { own, signUp, lastCode } = member();
    own('UpdateUserAttributes', emailTo(NEW));
    const code = lastCode();
    signUp({ Username: NEW });
    expect(thrownBy(() => own('VerifyUserAttribute', verify(code)))).toMatchObject({ name: 'AliasExistsException' });
    expect(thrownBy(() => own('UpdateUserAttributes', emailTo(NEW)))).toMatchObject({ name: 'AliasExistsException' });
    expect(thrownBy(() => own('UpdateUserAttributes', emailTo('jane')))).toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('needs the right code; other attributes need none', () => {
    const { own, lastCode } = member();
    expect(thrownBy(() => own('VerifyUserAttribute', verify('123456')))).toMatchObject({
      name: 'ExpiredCodeException',
    });
    own('UpdateUserAttributes', { UserAttributes: [...emailTo(NEW).UserAttributes, { Name: 'name', Value: 'J' }] });
    const wrong = lastCode() === '000000' ? '000001' : '000000';
    expect(thrownBy(() => own('VerifyUserAttribute', verify(wrong)))).toMatchObject({ name: 'CodeMismatchException' });
    const { UserAttributes } = own('GetUser') as GetUserResponse;
    expect(UserAttributes).toEqual(
      expect.arrayContaining([
        { Name: 'name', Value: 'J' },
        { Name: 'email', Value: EMAIL },
      ]),
    );
  });
});

describe('signing out', () => {
  it('ends the refresh token and the access tokens that came of it, and no others', () => {
    const { call, signIn, refresh, RefreshToken, own } = member();
    const other = signIn();
    call('RevokeToken', { ClientId: 'shop-client', Token: RefreshToken });
    call('RevokeToken', { ClientId: 'shop-client', Token: RefreshToken });
    expect(thrownBy(() => refresh(RefreshToken))).toMatchObject({ name: 'NotAuthorizedException' });
    expect(thrownBy(() => own('GetUser'))).toMatchObject({ message: 'Access Token has been revoked' });
    expect(refresh(other.RefreshToken).AccessToken).toBeDefined();
  });

  it.each(['GlobalSignOut', 'AdminUserGlobalSignOut'] as const)('everywhere by %s ends all of them', (operation) => {
    const { own, admin, signIn, refresh, RefreshToken } = member();
    const other = signIn();
    if (operation === 'GlobalSignOut') own(operation);
    else admin(operation);
    for (const token of [RefreshToken, other.RefreshToken])
      expect(thrownBy(() => refresh(token))).toMatchObject({ name: 'NotAuthorizedException' });
  });
});

describe('somebody whom an administrator made', () => {
  const challenged = () => {
    const pool = setUp();
    pool.admin('AdminCreateUser', { TemporaryPassword: PASSWORD });
    const begin = () => pool.auth('USER_PASSWORD_AUTH', { USERNAME: EMAIL, PASSWORD });
    const answer = (Session: string | undefined, NEW_PASSWORD = OTHER) =>
      pool.call<{ AuthenticationResult?: object }>('RespondToAuthChallenge', {
        ...{ ClientId: 'shop-client', ChallengeName: 'NEW_PASSWORD_REQUIRED', Session },
        ChallengeResponses: { USERNAME: EMAIL, NEW_PASSWORD },
      });
    return { ...pool, begin, answer };
  };

  it('signs in with a password of their own', () => {
    const { begin, answer, signIn } = challenged();
    const { Session, ChallengeName } = begin();
    expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    expect(answer(Session).AuthenticationResult).toBeDefined();
    expect(signIn(EMAIL, OTHER).AccessToken).toBeDefined();
  });

  it('does so once, in three minutes, and with a password that the policy allows', () => {
    const { begin, answer, environment } = challenged();
    expect(thrownBy(() => answer('none'))).toMatchObject({ name: 'NotAuthorizedException' });
    expect(thrownBy(() => answer(begin().Session, 'weak'))).toMatchObject({ name: 'InvalidPasswordException' });
    const { Session } = begin();
    environment.advance(HOUR / 20);
    expect(thrownBy(() => answer(Session))).toMatchObject({ message: expect.stringContaining('expired') });
    const { Session: second } = begin();
    answer(second);
    expect(thrownBy(() => answer(second))).toMatchObject({ name: 'NotAuthorizedException' });
  });
});

describe('the groups of a user', () => {
  it('are listed, and one may be left', () => {
    const { admin } = member();
    const names = () =>
      admin<AdminListGroupsForUserResponse>('AdminListGroupsForUser').Groups?.map(({ GroupName }) => GroupName);
    admin('AdminAddUserToGroup', { GroupName: 'staff' });
    expect(names()).toEqual(['staff']);
    admin('AdminRemoveUserFromGroup', { GroupName: 'staff' });
    admin('AdminRemoveUserFromGroup', { GroupName: 'staff' });
    expect(names()).toEqual([]);
    expect(thrownBy(() => admin('AdminRemoveUserFromGroup', { GroupName: 'nobodies' }))).toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
