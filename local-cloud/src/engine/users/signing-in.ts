import type {
  InitiateAuthRequest,
  InitiateAuthResponse,
  RespondToAuthChallengeRequest,
  RespondToAuthChallengeResponse,
  RevokeTokenRequest,
  RevokeTokenResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../contract.ts';
import { uuid } from '../queue/uuid.ts';
import type { Directory, Pool } from './directory.ts';
import { isPassword, requirePassword } from './passwords.ts';
import { findUser, type StoredUser } from './state.ts';
import type { SignIn } from './tokens.ts';

/** Cognito's default for `AuthSessionValidity`. */
const CHALLENGE_LIFETIME_MS = 3 * 60 * 1000;

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

/** How somebody comes to tokens, and gives them up. */
export const makeSigningIn = (directory: Directory) => {
  const { environment, tokens, poolOfClient } = directory;

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

  const newPasswordRequired = (user: StoredUser, clientId: string): InitiateAuthResponse => {
    const session = uuid(environment.random);
    user.challenge = { session, clientId, expiresAt: environment.now() + CHALLENGE_LIFETIME_MS };
    return {
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ChallengeParameters: {
        USER_ID_FOR_SRP: user.sub,
        requiredAttributes: '[]',
        userAttributes: JSON.stringify(user.attributes),
      },
      Session: session,
    };
  };

  const begin = (pool: Pool, user: StoredUser, clientId: string): InitiateAuthResponse => {
    const now = environment.now();
    const signIn = { clientId, authenticatedAt: now, originJti: uuid(environment.random) };
    const refreshToken = `${uuid(environment.random)}.${uuid(environment.random)}`;
    forgetSessions(pool.state.sessions, now);
    pool.state.sessions.set(refreshToken, { ...signIn, sub: user.sub, expiresAt: now + REFRESH_LIFETIME_MS });
    return result(pool, user, signIn, refreshToken);
  };

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
    return user.status === 'FORCE_CHANGE_PASSWORD' ? newPasswordRequired(user, clientId) : begin(pool, user, clientId);
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

  /** The only challenge: whoever was made by an administrator chooses a password. */
  const respondToAuthChallenge = (input: RespondToAuthChallengeRequest): RespondToAuthChallengeResponse => {
    const [clientId, { USERNAME: username = '', NEW_PASSWORD: password = '' }] = [
      input.ClientId ?? '',
      input.ChallengeResponses ?? {},
    ];
    const pool = poolOfClient(clientId);
    if (input.ChallengeName !== 'NEW_PASSWORD_REQUIRED') throw invalid('Invalid challenge transition.');
    const user = findUser(pool.state, username);
    const challenge = user?.challenge;
    if (user === undefined || challenge?.session !== input.Session || challenge?.clientId !== clientId) {
      throw notAuthorized('Invalid session for the user.');
    }
    if (environment.now() >= challenge.expiresAt) {
      throw notAuthorized('Invalid session for the user, session is expired.');
    }
    requirePassword('RespondToAuthChallenge', password, pool.definition.passwordPolicy);
    delete user.challenge;
    user.password = directory.hash(password);
    user.status = 'CONFIRMED';
    user.modifiedAt = environment.now();
    return begin(pool, user, clientId);
  };

  /** A token that is none, or none any more, is as revoked as it can be. Tokens that came of it end with it. */
  const revokeToken = (input: RevokeTokenRequest): RevokeTokenResponse => {
    const { sessions } = poolOfClient(input.ClientId).state;
    const token = input.Token ?? '';
    if (sessions.get(token)?.clientId === input.ClientId) sessions.delete(token);
    return {};
  };

  return {
    InitiateAuth: initiateAuth,
    RespondToAuthChallenge: respondToAuthChallenge,
    RevokeToken: revokeToken,
  };
};
