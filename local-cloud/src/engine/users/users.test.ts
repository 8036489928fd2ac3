import { createPublicKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type {
  AdminCreateUserResponse,
  AdminGetUserResponse,
  GetUserResponse,
  InitiateAuthResponse,
  ResendConfirmationCodeResponse,
  SignUpResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import jwt from 'jsonwebtoken';
import { aModel } from '../access/a-model.fixture.ts';
import { anEnvironment } from '../access/an-environment.fixture.ts';
import { calling, thrownBy } from '../access/calling.fixture.ts';
import { makeMeter } from '../meter.ts';
import { makeUsers } from './users.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const signingKey = { privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), kid: 'local-1' };
const pools = aModel().userPools;
const POOL = 'eu-west-1_local';
const EMAIL = 'jane@example.com';
const PASSWORD = 'Correct-horse1';
const HOUR = 60 * 60 * 1000;

const setUp = () => {
  const [environment, meter] = [anEnvironment(), makeMeter()];
  const sent: { to: string; subject: string; text: string }[] = [];
  const sendCode = (to: string, subject: string, text: string): void => void sent.push({ to, subject, text });
  const { operations, jwks } = makeUsers({
    ...{ environment, meter, pools, signingKey, sendCode },
    ownerOf: () => 'customers',
  });
  const call = calling(operations, { kind: 'anonymous' });
  const signUp = (input: object = {}) =>
    call<SignUpResponse>('SignUp', { ClientId: 'shop-client', Username: EMAIL, Password: PASSWORD, ...input });
  const confirm = (ConfirmationCode: string, Username = EMAIL) =>
    call('ConfirmSignUp', { ClientId: 'shop-client', Username, ConfirmationCode });
  const lastCode = () => /\d{6}$/.exec(sent.at(-1)?.text ?? '')?.[0] ?? '';
  const auth = (AuthFlow: string, AuthParameters: object) =>
    call<InitiateAuthResponse>('InitiateAuth', { ClientId: 'shop-client', AuthFlow, AuthParameters });
  const signIn = (USERNAME = EMAIL, secret = PASSWORD) =>
    auth('USER_PASSWORD_AUTH', { USERNAME, PASSWORD: secret }).AuthenticationResult ?? {};
  const refresh = (REFRESH_TOKEN: string | undefined) =>
    auth('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN }).AuthenticationResult ?? {};
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- Only the test knows which operation it names.
  const admin = <Output>(operation: string, input: object = {}) =>
    call<Output>(operation, { UserPoolId: POOL, Username: EMAIL, ...input });
  const registered = (): string => {
    const { UserSub } = signUp({ UserAttributes: [{ Name: 'name', Value: 'Jane' }] });
    confirm(lastCode());
    return UserSub ?? '';
  };
  return { call, signUp, confirm, lastCode, auth, signIn, refresh, admin, registered, sent, environment, meter, jwks };
};

const claimsOf = (token: string | undefined): jwt.JwtPayload => jwt.decode(token ?? '', { json: true }) ?? {};

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

describe('signing in', () => {
  it('gives tokens that anyone can verify with the published key', () => {
    const { registered, signIn, jwks, environment } = setUp();
    const sub = registered();
    const { AccessToken, IdToken, RefreshToken, ExpiresIn, TokenType } = signIn('JANE@example.com');
    const [jwk] = jwks().keys;
    const publicKey = createPublicKey({ key: jwk as unknown as JsonWebKey, format: 'jwk' });
    const now = environment.now() / 1000;
    const options = { algorithms: ['RS256' as const], issuer: pools[0]!.issuer, clockTimestamp: now };
    const access = jwt.verify(AccessToken ?? '', publicKey, options);
    const id = jwt.verify(IdToken ?? '', publicKey, { ...options, audience: 'shop-client' });
    const uuid: unknown = expect.stringMatching(/^[0-9a-f-]{36}$/);
    expect(jwk).toMatchObject({ alg: 'RS256', kid: 'local-1', kty: 'RSA', use: 'sig' });
    expect(jwt.decode(AccessToken ?? '', { complete: true })?.header).toMatchObject({ kid: 'local-1', alg: 'RS256' });
    const shared = { sub, iss: pools[0]!.issuer, auth_time: now, iat: now, exp: now + 3600, jti: uuid, event_id: uuid };
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
    const foreign = jwt.sign({ token_use: 'access', iss: pools[0]!.issuer }, 'x'.repeat(32));
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
