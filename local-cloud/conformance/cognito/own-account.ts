import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUserGlobalSignOutCommand,
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { casesOf } from '../area.ts';
import type { Cloud } from '../case.ts';
import { holds, refusalOf, refused, same } from '../check.ts';
import { COGNITO } from '../pages.ts';
import {
  address,
  codeFor,
  CODES,
  describe,
  PASSWORD,
  poolOf,
  refresh,
  remove,
  signIn,
  withNewcomer,
  withUser,
} from './pool.ts';

const OTHER = 'Another1horse';

const forgot = async (cloud: Cloud, Username: string) =>
  cloud.cognito.send(new ForgotPasswordCommand({ ClientId: (await poolOf(cloud)).clientId, Username }));

const reset = async (cloud: Cloud, Username: string, ConfirmationCode: string, Password = OTHER) => {
  const { clientId: ClientId } = await poolOf(cloud);
  return cloud.cognito.send(new ConfirmForgotPasswordCommand({ ClientId, Username, ConfirmationCode, Password }));
};

const tokensOf = async (cloud: Cloud, email: string) => (await signIn(cloud, email)).AuthenticationResult ?? {};

/** The address counts as verified: only then a code for a new password may be sent to it. */
const withVerified = (run: (email: string, cloud: Cloud) => Promise<void>) => async (cloud: Cloud) => {
  const { poolId: UserPoolId } = await poolOf(cloud);
  const Username = address(cloud);
  const UserAttributes = [
    { Name: 'email', Value: Username },
    { Name: 'email_verified', Value: 'true' },
  ];
  const input = { UserPoolId, Username, UserAttributes, TemporaryPassword: PASSWORD };
  await cloud.cognito.send(new AdminCreateUserCommand({ ...input, MessageAction: 'SUPPRESS' }));
  await replaceTemporary(cloud, Username, PASSWORD);
  await run(Username, cloud);
  await remove(cloud, Username).catch(() => undefined);
};

const replaceTemporary = async (cloud: Cloud, USERNAME: string, NEW_PASSWORD: string, session?: string) => {
  const { clientId: ClientId } = await poolOf(cloud);
  const Session = session ?? (await signIn(cloud, USERNAME)).Session;
  const ChallengeResponses = { USERNAME, NEW_PASSWORD };
  return cloud.cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session,
      ChallengeResponses,
    }),
  );
};

const withGuest = (run: (email: string, cloud: Cloud) => Promise<void>) => async (cloud: Cloud) => {
  const { poolId: UserPoolId } = await poolOf(cloud);
  const Username = address(cloud);
  const input = { UserPoolId, Username, TemporaryPassword: PASSWORD, MessageAction: 'SUPPRESS' as const };
  await cloud.cognito.send(new AdminCreateUserCommand(input));
  await run(Username, cloud);
  await remove(cloud, Username).catch(() => undefined);
};

export const ownAccount = casesOf('cognito/own-account', COGNITO.api('ForgotPassword'), [
  {
    name: 'forgotten-by-nobody',
    rule: 'A password that nobody has is answered as if a code had been sent, with the address masked.',
    source: COGNITO.guide('cognito-user-pool-managing-errors'),
    run: async (cloud) => {
      const { CodeDeliveryDetails } = await forgot(cloud, address(cloud));
      same(CodeDeliveryDetails?.DeliveryMedium, 'EMAIL');
      holds(!(CodeDeliveryDetails?.Destination ?? 'simulator').includes('simulator'), 'The address is not masked.');
    },
  },
  {
    name: 'forgotten-unverified',
    rule: 'No code is sent to an address that is not verified: InvalidParameterException.',
    run: withNewcomer(async (email, cloud) => {
      await refused(forgot(cloud, email), 'InvalidParameterException', /no registered\/verified email/);
    }),
  },
  {
    name: 'forgotten-temporary',
    rule: 'A temporary password cannot be forgotten: NotAuthorizedException.',
    source: COGNITO.guide('signing-up-users-in-your-app'),
    run: withGuest(async (email, cloud) => {
      await refused(forgot(cloud, email), 'NotAuthorizedException', /current state/);
    }),
  },
  {
    name: 'reset-by-nobody',
    rule: 'A new password for somebody who does not exist is refused as a wrong or an expired code would be.',
    source: COGNITO.guide('cognito-user-pool-managing-errors'),
    run: async (cloud) => {
      const name = await refusalOf(reset(cloud, address(cloud), '123456'));
      holds(/^(ExpiredCodeException|CodeMismatchException)$/.test(name), `It ended with ${name}.`);
    },
  },
  {
    ...CODES,
    name: 'reset',
    rule: 'The code that was sent sets a new password, once; the old one is refused from then on.',
    source: COGNITO.api('ConfirmForgotPassword'),
    run: withVerified(async (email, cloud) => {
      await forgot(cloud, email);
      const code = await codeFor(cloud, email);
      await refused(reset(cloud, email, code === '000000' ? '000001' : '000000'), 'CodeMismatchException');
      await refused(reset(cloud, email, code, 'short'), 'InvalidPasswordException');
      await reset(cloud, email, code);
      await refused(signIn(cloud, email), 'NotAuthorizedException');
      holds((await signIn(cloud, email, OTHER)).AuthenticationResult !== undefined, 'There are no tokens.');
      await refused(reset(cloud, email, code), 'ExpiredCodeException');
    }),
  },
  {
    name: 'password-changed',
    rule: 'Who has an access token and the password sets another; a wrong one, or one against the policy, is refused.',
    source: COGNITO.api('ChangePassword'),
    run: withUser(async (email, cloud) => {
      const { AccessToken } = await tokensOf(cloud, email);
      const change = (PreviousPassword: string, ProposedPassword: string) =>
        cloud.cognito.send(new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword }));
      await refused(change(OTHER, OTHER), 'NotAuthorizedException', /Incorrect username or password/);
      await refused(change(PASSWORD, 'short'), 'InvalidPasswordException');
      await change(PASSWORD, OTHER);
      holds((await signIn(cloud, email, OTHER)).AuthenticationResult !== undefined, 'There are no tokens.');
    }),
  },
  {
    name: 'address-kept',
    rule: 'Where a change has to be verified first, the address stays the old one until its code is given back.',
    source: COGNITO.guide('user-pool-settings-email-phone-verification'),
    run: withUser(async (email, cloud) => {
      const { AccessToken } = await tokensOf(cloud, email);
      const UserAttributes = [{ Name: 'email', Value: address(cloud) }];
      const command = new UpdateUserAttributesCommand({ AccessToken, UserAttributes });
      const { CodeDeliveryDetailsList } = await cloud.cognito.send(command);
      same(
        CodeDeliveryDetailsList?.map(({ AttributeName }) => AttributeName),
        ['email'],
      );
      same((await describe(cloud, email)).attributes['email'], email);
    }),
  },
  {
    ...CODES,
    name: 'address-changed',
    rule: 'The code that was sent to a new address makes it count, to sign in, too.',
    source: COGNITO.api('VerifyUserAttribute'),
    run: withUser(async (email, cloud) => {
      const { AccessToken } = await tokensOf(cloud, email);
      const other = address(cloud);
      const UserAttributes = [{ Name: 'email', Value: other }];
      await cloud.cognito.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
      const verify = (Code: string) =>
        cloud.cognito.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code }));
      const code = await codeFor(cloud, other);
      await refused(verify(code === '000000' ? '000001' : '000000'), 'CodeMismatchException');
      await verify(code);
      same((await describe(cloud, other)).attributes['email_verified'], 'true');
      holds((await signIn(cloud, other)).AuthenticationResult !== undefined, 'There are no tokens.');
      await refused(signIn(cloud, email), 'NotAuthorizedException');
      await remove(cloud, other);
    }),
  },
  {
    name: 'revoked',
    rule: 'A revoked refresh token, and the access tokens that came of it, count no more; others of the user do.',
    source: COGNITO.guide('token-revocation'),
    run: withUser(async (email, cloud) => {
      const [first, second] = [await tokensOf(cloud, email), await tokensOf(cloud, email)];
      const { clientId: ClientId } = await poolOf(cloud);
      await cloud.cognito.send(new RevokeTokenCommand({ ClientId, Token: first.RefreshToken }));
      await refused(refresh(cloud, first.RefreshToken), 'NotAuthorizedException');
      const read = new GetUserCommand({ AccessToken: first.AccessToken });
      await refused(cloud.cognito.send(read), 'NotAuthorizedException', /revoked/);
      holds((await refresh(cloud, second.RefreshToken)).AuthenticationResult !== undefined, 'There are no tokens.');
    }),
  },
  {
    name: 'signed-out-everywhere',
    rule: 'Who signs out everywhere has no refresh token that counts.',
    source: COGNITO.api('GlobalSignOut'),
    run: withUser(async (email, cloud) => {
      const [first, second] = [await tokensOf(cloud, email), await tokensOf(cloud, email)];
      await cloud.cognito.send(new GlobalSignOutCommand({ AccessToken: first.AccessToken }));
      for (const { RefreshToken } of [first, second])
        await refused(refresh(cloud, RefreshToken), 'NotAuthorizedException');
    }),
  },
  {
    name: 'signed-out-by-an-administrator',
    rule: 'An administrator ends all of a user’s refresh tokens; somebody who does not exist is refused.',
    source: COGNITO.api('AdminUserGlobalSignOut'),
    run: withUser(async (email, cloud) => {
      const { poolId: UserPoolId } = await poolOf(cloud);
      const { RefreshToken } = await tokensOf(cloud, email);
      const end = (Username: string) => cloud.cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username }));
      await end(email);
      await refused(refresh(cloud, RefreshToken), 'NotAuthorizedException');
      await refused(end(address(cloud)), 'UserNotFoundException');
    }),
  },
  {
    name: 'temporary-replaced',
    rule: 'The answer to NEW_PASSWORD_REQUIRED signs in and confirms the user; its session counts once.',
    source: COGNITO.api('RespondToAuthChallenge'),
    run: withGuest(async (email, cloud) => {
      const { Session } = await signIn(cloud, email);
      await refused(replaceTemporary(cloud, email, 'short', Session), 'InvalidPasswordException');
      const { Session: second } = await signIn(cloud, email);
      const { AuthenticationResult } = await replaceTemporary(cloud, email, OTHER, second);
      holds(AuthenticationResult?.RefreshToken !== undefined, 'There are no tokens.');
      same((await describe(cloud, email)).UserStatus, 'CONFIRMED');
      await refused(replaceTemporary(cloud, email, OTHER, second), 'NotAuthorizedException');
    }),
  },
  {
    name: 'group-left',
    rule: 'The groups of a user are listed; one that the user is removed from, once or twice, is not.',
    source: COGNITO.api('AdminRemoveUserFromGroup'),
    run: withUser(async (email, cloud) => {
      const { poolId: UserPoolId } = await poolOf(cloud);
      const of = { UserPoolId, Username: email };
      const groups = async () =>
        (await cloud.cognito.send(new AdminListGroupsForUserCommand(of))).Groups?.map(({ GroupName }) => GroupName);
      await cloud.cognito.send(new AdminAddUserToGroupCommand({ ...of, GroupName: 'staff' }));
      same(await groups(), ['staff']);
      await cloud.cognito.send(new AdminRemoveUserFromGroupCommand({ ...of, GroupName: 'staff' }));
      await cloud.cognito.send(new AdminRemoveUserFromGroupCommand({ ...of, GroupName: 'staff' }));
      same(await groups(), []);
    }),
  },
]);
