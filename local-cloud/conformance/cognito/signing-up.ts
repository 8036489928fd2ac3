import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  ConfirmSignUpCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { casesOf, type AreaCase } from '../area.ts';
import type { Cloud } from '../case.ts';
import { holds, refusalOf, refused, same } from '../check.ts';
import { COGNITO } from '../pages.ts';
import { address, codeFor, CODES, describe, PASSWORD, poolOf, remove, signIn, signUp, withNewcomer } from './pool.ts';

const confirm = async (cloud: Cloud, Username: string, ConfirmationCode: string) =>
  cloud.cognito.send(
    new ConfirmSignUpCommand({ ClientId: (await poolOf(cloud)).clientId, Username, ConfirmationCode }),
  );

const resend = async (cloud: Cloud, Username: string) =>
  cloud.cognito.send(new ResendConfirmationCodeCommand({ ClientId: (await poolOf(cloud)).clientId, Username }));

const refusesPassword = (id: string, rule: string, password: string): AreaCase => ({
  name: `password-${id}`,
  rule,
  source: COGNITO.guide('managing-users-passwords'),
  run: async (cloud) => {
    await refused(
      signUp(cloud, address(cloud), password),
      'InvalidPasswordException',
      /^Password did not conform with policy/,
    );
  },
});

export const signingUp = casesOf('cognito/signing-up', COGNITO.api('SignUp'), [
  {
    name: 'taken',
    rule: 'A sign-up answers the new subject, and where a code was sent, the address masked; the user is not confirmed.',
    run: async (cloud) => {
      const email = address(cloud);
      const { UserConfirmed, UserSub = '', CodeDeliveryDetails } = await signUp(cloud, email);
      same([UserConfirmed, CodeDeliveryDetails?.DeliveryMedium], [false, 'EMAIL']);
      holds(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(UserSub), `${UserSub} is no UUID.`);
      holds(!(CodeDeliveryDetails?.Destination ?? email).includes('simulator'), 'The address is not masked.');
      const { UserStatus, attributes } = await describe(cloud, email);
      same([UserStatus, attributes['email'], attributes['sub']], ['UNCONFIRMED', email, UserSub]);
      holds(attributes['email_verified'] !== 'true', 'The address counts as verified.');
      await remove(cloud, email);
    },
  },
  {
    name: 'twice',
    rule: 'A second sign-up with the address, in any case, is refused with UsernameExistsException.',
    run: withNewcomer(async (email, cloud) => {
      await refused(signUp(cloud, email), 'UsernameExistsException');
      await refused(signUp(cloud, email.toUpperCase()), 'UsernameExistsException');
    }),
  },
  {
    name: 'no-address',
    rule: 'A user name that is no address is refused, as the pool signs in by address.',
    run: async (cloud) => {
      await refused(signUp(cloud, cloud.unique('jane')), 'InvalidParameterException', /email/);
    },
  },
  {
    name: 'unknown-client',
    rule: 'An app client that does not exist is refused with ResourceNotFoundException.',
    run: async (cloud) => {
      const input = { ClientId: 'abcdefghijklmnopqrstuvwxyz', Username: address(cloud), Password: PASSWORD };
      await refused(cloud.cognito.send(new SignUpCommand(input)), 'ResourceNotFoundException');
    },
  },
  refusesPassword('too-short', 'A password shorter than the policy is refused.', 'Short1abc'),
  refusesPassword('no-capital', 'One without a capital letter is refused.', 'nocapital1x'),
  refusesPassword('no-small-letter', 'One without a small letter is refused.', 'NOSMALL1XX'),
  refusesPassword('no-number', 'One without a number is refused.', 'NoNumberAtAll'),
  {
    name: 'sign-in-unconfirmed',
    rule: 'Who is not confirmed cannot sign in: UserNotConfirmedException.',
    source: COGNITO.api('InitiateAuth'),
    run: withNewcomer(async (email, cloud) => {
      await refused(signIn(cloud, email), 'UserNotConfirmedException');
    }),
  },
  {
    name: 'wrong-code',
    rule: 'A wrong code is refused with CodeMismatchException, and the user stays unconfirmed.',
    source: COGNITO.api('ConfirmSignUp'),
    run: withNewcomer(async (email, cloud) => {
      const wrong = cloud.isEngine && (await codeFor(cloud, email)) === '000000' ? '000001' : '000000';
      await refused(confirm(cloud, email, wrong), 'CodeMismatchException');
      same((await describe(cloud, email)).UserStatus, 'UNCONFIRMED');
    }),
  },
  {
    name: 'code-of-nobody',
    rule: 'A code for an address that nobody signed up with is refused as a wrong or an expired one would be.',
    source: COGNITO.guide('cognito-user-pool-managing-errors'),
    run: async (cloud) => {
      const name = await refusalOf(confirm(cloud, address(cloud), '123456'));
      holds(/^(ExpiredCodeException|CodeMismatchException)$/.test(name), `It ended with ${name}.`);
    },
  },
  {
    name: 'resent-to-nobody',
    rule: 'A code for an address that nobody signed up with is answered as if it had been sent, or with InvalidParameterException.',
    source: COGNITO.guide('cognito-user-pool-managing-errors'),
    run: async (cloud) => {
      const name = await refusalOf(resend(cloud, address(cloud)));
      holds(/^(none|InvalidParameterException)$/.test(name), `It ended with ${name}.`);
    },
  },
  {
    ...CODES,
    name: 'confirmed',
    rule: 'The code that was sent confirms the user and the address, and the user can sign in.',
    source: COGNITO.api('ConfirmSignUp'),
    run: withNewcomer(async (email, cloud) => {
      await confirm(cloud, email, await codeFor(cloud, email));
      const { UserStatus, attributes } = await describe(cloud, email);
      same([UserStatus, attributes['email_verified']], ['CONFIRMED', 'true']);
      holds((await signIn(cloud, email)).AuthenticationResult !== undefined, 'There are no tokens.');
    }),
  },
  {
    ...CODES,
    name: 'confirmed-twice',
    rule: 'A confirmed user cannot be confirmed again.',
    source: COGNITO.api('ConfirmSignUp'),
    run: withNewcomer(async (email, cloud) => {
      const code = await codeFor(cloud, email);
      await confirm(cloud, email, code);
      await refused(confirm(cloud, email, code), 'NotAuthorizedException', /Current status is CONFIRMED/);
      await refused(resend(cloud, email), 'InvalidParameterException', /already confirmed/);
    }),
  },
  {
    ...CODES,
    name: 'resent',
    rule: 'A new code replaces the one before it.',
    source: COGNITO.api('ResendConfirmationCode'),
    run: withNewcomer(async (email, cloud) => {
      const first = await codeFor(cloud, email);
      let second = first;
      while (second === first) {
        await resend(cloud, email);
        second = await codeFor(cloud, email);
      }
      await refused(confirm(cloud, email, first), 'CodeMismatchException');
      await confirm(cloud, email, second);
    }),
  },
  {
    name: 'by-an-administrator',
    rule: 'A user that an administrator makes has to change the password: signing in answers NEW_PASSWORD_REQUIRED and no tokens.',
    source: COGNITO.api('AdminCreateUser'),
    run: async (cloud) => {
      const { poolId: UserPoolId } = await poolOf(cloud);
      const Username = address(cloud);
      const input = { UserPoolId, Username, TemporaryPassword: PASSWORD, MessageAction: 'SUPPRESS' as const };
      const { User } = await cloud.cognito.send(new AdminCreateUserCommand(input));
      same([User?.UserStatus, User?.Enabled], ['FORCE_CHANGE_PASSWORD', true]);
      const { ChallengeName, AuthenticationResult, Session = '' } = await signIn(cloud, Username);
      same([ChallengeName, AuthenticationResult, Session !== ''], ['NEW_PASSWORD_REQUIRED', undefined, true]);
      await refused(cloud.cognito.send(new AdminCreateUserCommand(input)), 'UsernameExistsException');
      await remove(cloud, Username);
    },
  },
  {
    name: 'password-set',
    rule: 'A permanent password that an administrator sets confirms the user; one against the policy is refused.',
    source: COGNITO.api('AdminSetUserPassword'),
    run: async (cloud) => {
      const { poolId: UserPoolId } = await poolOf(cloud);
      const Username = address(cloud);
      await cloud.cognito.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }));
      const set = (Password: string) =>
        cloud.cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
      await refused(set('short'), 'InvalidPasswordException');
      await set(PASSWORD);
      same((await describe(cloud, Username)).UserStatus, 'CONFIRMED');
      await remove(cloud, Username);
    },
  },
]);
