import { describe, expect, it } from '@jest/globals';
import type { AdminCreateUserResponse, AdminGetUserResponse } from '@aws-sdk/client-cognito-identity-provider';
import { thrownBy } from '../access/calling.fixture.ts';
import { claimsOf, EMAIL, PASSWORD, setUp } from './a-pool.fixture.ts';

describe('an administrator', () => {
  it('creates a user who must change the password', () => {
    const { admin, auth, sent } = setUp();
    const { User } = admin<AdminCreateUserResponse>('AdminCreateUser', {
      UserAttributes: [{ Name: 'email_verified', Value: 'true' }],
    });
    const temporary = /password is (\S+)\.$/.exec(sent[0]?.text ?? '')?.[1];
    expect(User).toMatchObject({ UserStatus: 'FORCE_CHANGE_PASSWORD', Enabled: true });
    expect(auth('USER_PASSWORD_AUTH', { USERNAME: EMAIL, PASSWORD: temporary })).toMatchObject({
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: expect.any(String),
    });
  });

  it('creates one silently, with a password of their choice', () => {
    const { admin, signIn, sent } = setUp();
    admin('AdminCreateUser', { MessageAction: 'SUPPRESS' });
    admin('AdminSetUserPassword', { Password: PASSWORD, Permanent: true });
    expect(sent).toEqual([]);
    expect(signIn().AccessToken).toBeDefined();
  });

  it('is held to the policy of the pool, each time in other words', () => {
    const { admin } = setUp();
    expect(thrownBy(() => admin('AdminCreateUser', { TemporaryPassword: 'short' }))).toMatchObject({
      name: 'InvalidPasswordException',
      message: 'Password did not conform with password policy: Password not long enough',
    });
    admin('AdminCreateUser');
    expect(thrownBy(() => admin('AdminSetUserPassword', { Password: 'short' }))).toMatchObject({
      name: 'InvalidPasswordException',
      message: 'Password does not conform to policy: Password not long enough',
    });
    expect(thrownBy(() => admin('AdminCreateUser'))).toMatchObject({ name: 'UsernameExistsException' });
  });

  it('puts users into groups, which their tokens show', () => {
    const { registered, admin, signIn } = setUp();
    registered();
    admin('AdminAddUserToGroup', { GroupName: 'staff' });
    admin('AdminAddUserToGroup', { GroupName: 'staff' });
    const { AccessToken, IdToken } = signIn();
    expect(claimsOf(AccessToken)['cognito:groups']).toEqual(['staff']);
    expect(claimsOf(IdToken)['cognito:groups']).toEqual(['staff']);
  });

  it('is refused for a group that does not exist', () => {
    const { registered, admin } = setUp();
    registered();
    expect(thrownBy(() => admin('AdminAddUserToGroup', { GroupName: 'kings' }))).toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Group not found.',
    });
  });

  it.each(['AdminGetUser', 'AdminDeleteUser', 'AdminSetUserPassword', 'AdminAddUserToGroup'])(
    'is told by %s that a user or a pool does not exist',
    (operation) => {
      const { admin } = setUp();
      expect(thrownBy(() => admin(operation))).toMatchObject({
        name: 'UserNotFoundException',
        message: 'User does not exist.',
      });
      expect(thrownBy(() => admin(operation, { UserPoolId: 'nope' }))).toMatchObject({
        name: 'ResourceNotFoundException',
        message: 'User pool nope does not exist.',
      });
    },
  );

  it('finds a user by the generated name too', () => {
    const { registered, admin } = setUp();
    const sub = registered();
    expect(admin<AdminGetUserResponse>('AdminGetUser', { Username: sub }).Username).toBe(sub);
  });
});
