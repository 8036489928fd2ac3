import type {
  AttributeType,
  ConfirmSignUpRequest,
  ConfirmSignUpResponse,
  GetUserRequest,
  GetUserResponse,
  InitiateAuthRequest,
  InitiateAuthResponse,
  ResendConfirmationCodeRequest,
  ResendConfirmationCodeResponse,
  SignUpRequest,
  SignUpResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../contract.ts';
import { uuid } from '../queue/uuid.ts';
import { deliveryTo, expiredCode, giveCode, requireCode } from './codes.ts';
import { isPassword, requirePassword } from './passwords.ts';
import { findUser, type StoredUser } from './state.ts';
import type { SignIn } from './tokens.ts';
import type { Directory, Pool } from './directory.ts';

/** Cognito's default. */
const REFRESH_LIFETIME_MS = 30 * 24 * 60 * 60 * 1000;

const notAuthorized = (message: string): AwsError => new AwsError('NotAuthorizedException', message);
const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message);

/** All have the same lifetime, so the oldest are always first. */
const forgetSessions = (sessions: Pool['state']['sessions'], now: number): void => {
  for (const [token, { expiresAt }] of sessions) {
    if (expiresAt > now) return;
    sessions.delete(token);
  }
};

export const attributesOf = (user: StoredUser): AttributeType[] => [
  ...Object.entries(user.attributes).map(([Name, Value]) => ({ Name, Value })),
  { Name: 'sub', Value: user.sub },
];

/** What users do for themselves, without credentials of AWS. */
export const makeSelfService = (directory: Directory) => {
  const { environment, tokens, sendCode, poolOfClient, poolOfIssuer } = directory;

  const mailCode = (user: StoredUser): void =>
    sendCode(user.email, 'Your verification code', `Your confirmation code is ${giveCode(environment, user)}`);

  const signUp = (input: SignUpRequest): SignUpResponse => {
    const pool = poolOfClient(input.ClientId);
    const password = input.Password ?? '';
    requirePassword('SignUp', password, pool.definition.passwordPolicy);
    const attributes = (input.UserAttributes ?? []).filter(({ Name }) => Name !== 'email_verified');
    const user = directory.addUser(pool, { email: input.Username ?? '', attributes, password, status: 'UNCONFIRMED' });
    mailCode(user);
    return { UserConfirmed: false, UserSub: user.sub, CodeDeliveryDetails: deliveryTo(user.email) };
  };

  const confirmSignUp = (input: ConfirmSignUpRequest): ConfirmSignUpResponse => {
    const pool = poolOfClient(input.ClientId);
    const user = findUser(pool.state, input.Username ?? '');
    if (user === undefined) throw expiredCode();
    if (user.status !== 'UNCONFIRMED') {
      throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
    }
    requireCode(environment, user, input.ConfirmationCode ?? '');
    delete user.code;
    user.status = 'CONFIRMED';
    user.attributes['email_verified'] = 'true';
    user.modifiedAt = environment.now();
    return {};
  };

  /** For an unknown address it answers as if it had sent a code, so that nobody learns who has an account. */
  const resendConfirmationCode = (input: ResendConfirmationCodeRequest): ResendConfirmationCodeResponse => {
    const username = input.Username ?? '';
    const user = findUser(poolOfClient(input.ClientId).state, username);
    if (user === undefined) return { CodeDeliveryDetails: deliveryTo(username) };
    if (user.status !== 'UNCONFIRMED') throw invalid('User is already confirmed.');
    mailCode(user);
    return { CodeDeliveryDetails: deliveryTo(user.email) };
  };

  const result = (pool: Pool, user: StoredUser, signIn: SignIn, refreshToken?: string): InitiateAuthResponse => {
    const { accessToken, idToken, expiresInSeconds } = tokens.issue(pool.definition, user, signIn);
    return {
      ChallengeParameters: {},
      AuthenticationResult: {
        AccessToken: accessToken,
        IdToken: idToken,
        ExpiresIn: expiresInSeconds,
        TokenType: 'Bearer',
        ...(refreshToken === undefined ? {} : { RefreshToken: refreshToken }),
      },
    };
  };

  const newPasswordRequired = (user: StoredUser): InitiateAuthResponse => ({
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.sub,
      requiredAttributes: '[]',
      userAttributes: JSON.stringify(user.attributes),
    },
    Session: uuid(environment.random),
  });

  const withPassword = (clientId: string, parameters: Readonly<Record<string, string>>): InitiateAuthResponse => {
    const pool = poolOfClient(clientId);
    const { USERNAME: username, PASSWORD: password } = parameters;
    if (username === undefined) throw invalid('Missing required parameter USERNAME');
    if (password === undefined) throw invalid('Missing required parameter PASSWORD');
    const user = findUser(pool.state, username);
    if (user === undefined || !isPassword(password, user.password)) {
      throw notAuthorized('Incorrect username or password.');
    }
    if (user.status === 'UNCONFIRMED') throw new AwsError('UserNotConfirmedException', 'User is not confirmed.');
    if (user.status === 'FORCE_CHANGE_PASSWORD') return newPasswordRequired(user);
    const now = environment.now();
    const signIn = { clientId, authenticatedAt: now, originJti: uuid(environment.random) };
    const refreshToken = `${uuid(environment.random)}.${uuid(environment.random)}`;
    forgetSessions(pool.state.sessions, now);
    pool.state.sessions.set(refreshToken, { ...signIn, sub: user.sub, expiresAt: now + REFRESH_LIFETIME_MS });
    return result(pool, user, signIn, refreshToken);
  };

  const withRefreshToken = (clientId: string, parameters: Readonly<Record<string, string>>): InitiateAuthResponse => {
    const pool = poolOfClient(clientId);
    const { REFRESH_TOKEN: refreshToken } = parameters;
    if (refreshToken === undefined) throw invalid('Missing required parameter REFRESH_TOKEN');
    const session = pool.state.sessions.get(refreshToken);
    const user = pool.state.users.get(session?.sub ?? '');
    if (session?.clientId !== clientId || user === undefined) throw notAuthorized('Invalid Refresh Token');
    if (environment.now() >= session.expiresAt) throw notAuthorized('Refresh Token has expired');
    return result(pool, user, session);
  };

  const initiateAuth = (input: InitiateAuthRequest): InitiateAuthResponse => {
    const [clientId, parameters] = [input.ClientId ?? '', input.AuthParameters ?? {}];
    switch (input.AuthFlow) {
      case 'USER_PASSWORD_AUTH':
        return withPassword(clientId, parameters);
      case 'REFRESH_TOKEN_AUTH':
      case 'REFRESH_TOKEN':
        return withRefreshToken(clientId, parameters);
      default:
        throw invalid(`${input.AuthFlow ?? ''} is not enabled for the client.`);
    }
  };

  const getUser = (input: GetUserRequest): GetUserResponse => {
    const { issuer, sub } = tokens.readAccessToken(input.AccessToken ?? '');
    const user = poolOfIssuer(issuer).state.users.get(sub);
    if (user === undefined) throw new AwsError('UserNotFoundException', 'User does not exist.');
    return { Username: user.sub, UserAttributes: attributesOf(user) };
  };

  return {
    SignUp: signUp,
    ConfirmSignUp: confirmSignUp,
    ResendConfirmationCode: resendConfirmationCode,
    InitiateAuth: initiateAuth,
    GetUser: getUser,
  };
};
