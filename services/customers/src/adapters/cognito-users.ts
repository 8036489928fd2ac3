import {
  type AuthenticationResultType,
  ChangePasswordCommand,
  type CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { ok, refuse } from '@orderwire/kernel/result';
import * as z from 'zod/mini';
import type { SignedIn, Users } from '../application/ports.ts';
import type { Identity } from '../domain/profile.ts';
import { ask, tell } from './cognito-calls.ts';
import * as meanings from './cognito-meanings.ts';

const identitySchema = z.object({ sub: z.string(), email: z.string(), name: z.optional(z.string()) });

/**
 * Cognito itself has just answered with this token over TLS: its signature needs no check.
 * @throws Error that quotes nothing of the token
 */
const identityIn = (idToken: string): Identity => {
  try {
    const payload = Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8');
    const { sub, email, name } = identitySchema.parse(JSON.parse(payload));
    return { customerId: sub, email: email.toLowerCase(), ...(name !== undefined && name !== '' && { name }) };
  } catch {
    throw new Error('The user pool’s id token is not as documented.');
  }
};

/** Without tokens Cognito asks for more, for example a new password after an administrator made the user. */
const signedInBy = (result: AuthenticationResultType | undefined): SignedIn | undefined => {
  const { AccessToken, IdToken, RefreshToken, ExpiresIn, TokenType } = result ?? {};
  if (AccessToken === undefined || IdToken === undefined) return undefined;
  const tokens = {
    accessToken: AccessToken,
    idToken: IdToken,
    ...(RefreshToken !== undefined && { refreshToken: RefreshToken }),
    expiresIn: ExpiresIn ?? 0,
    tokenType: TokenType ?? 'Bearer',
  };
  return { tokens, identity: identityIn(IdToken) };
};

/** The user pool, through an app client without a secret: its operations need no IAM permission. */
export const cognitoUsers = ({
  cognito,
  clientId: ClientId,
}: {
  readonly cognito: Pick<CognitoIdentityProviderClient, 'send'>;
  readonly clientId: string;
}): Users => ({
  signUp: ({ email, password, name }) => {
    const UserAttributes = [
      { Name: 'email', Value: email },
      ...(name === undefined ? [] : [{ Name: 'name', Value: name }]),
    ];
    const command = new SignUpCommand({ ClientId, Username: email, Password: password, UserAttributes });
    return tell(meanings.AT_SIGN_UP, () => cognito.send(command));
  },

  confirm: (email, code) =>
    tell(meanings.AT_CONFIRMING, () =>
      cognito.send(new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode: code })),
    ),

  resendCode: (email) =>
    tell(meanings.AT_SENDING, () => cognito.send(new ResendConfirmationCodeCommand({ ClientId, Username: email }))),

  signIn: async (email, password, newPassword) => {
    const AuthParameters = { USERNAME: email, PASSWORD: password };
    const begun = await ask(meanings.AT_SIGN_IN, () =>
      cognito.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters })),
    );
    if (!begun.ok) return begun;
    const { AuthenticationResult, ChallengeName, Session } = begun.value ?? {};
    const signedIn = signedInBy(AuthenticationResult);
    if (signedIn) return ok(signedIn);
    if (newPassword === undefined || ChallengeName !== 'NEW_PASSWORD_REQUIRED') return refuse('SIGN_IN_UNFINISHED');
    const ChallengeResponses = { USERNAME: email, NEW_PASSWORD: newPassword };
    const command = new RespondToAuthChallengeCommand({ ClientId, ChallengeName, Session, ChallengeResponses });
    const finished = await ask(meanings.AT_SIGN_IN, () => cognito.send(command));
    if (!finished.ok) return finished;
    const result = signedInBy(finished.value?.AuthenticationResult);
    return result ? ok(result) : refuse('SIGN_IN_UNFINISHED');
  },

  refresh: async (refreshToken) => {
    const AuthParameters = { REFRESH_TOKEN: refreshToken };
    const refreshed = await ask(meanings.AT_REFRESHING, () =>
      cognito.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters })),
    );
    if (!refreshed.ok) return refreshed;
    const signedIn = signedInBy(refreshed.value?.AuthenticationResult);
    return signedIn ? ok(signedIn) : refuse('REFRESH_TOKEN_INVALID');
  },

  signOut: async (refreshToken) => {
    await tell(meanings.AT_SIGN_OUT, () => cognito.send(new RevokeTokenCommand({ ClientId, Token: refreshToken })));
  },

  forgotPassword: (email) =>
    tell(meanings.AT_SENDING, () => cognito.send(new ForgotPasswordCommand({ ClientId, Username: email }))),

  resetPassword: (email, code, password) => {
    const reset = { ClientId, Username: email, ConfirmationCode: code, Password: password };
    return tell(meanings.AT_RESETTING, () => cognito.send(new ConfirmForgotPasswordCommand(reset)));
  },

  changePassword: (AccessToken, current, wished) => {
    const change = { AccessToken, PreviousPassword: current, ProposedPassword: wished };
    return tell(meanings.AT_CHANGING_PASSWORD, () => cognito.send(new ChangePasswordCommand(change)));
  },

  changeEmail: (AccessToken, email) => {
    const UserAttributes = [{ Name: 'email', Value: email }];
    const command = new UpdateUserAttributesCommand({ AccessToken, UserAttributes });
    return tell(meanings.AT_CHANGING_EMAIL, () => cognito.send(command));
  },

  confirmEmail: async (AccessToken, code) => {
    const verified = await tell(meanings.AT_CONFIRMING_EMAIL, () =>
      cognito.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code: code })),
    );
    if (!verified.ok) return verified;
    const { UserAttributes = [] } = await cognito.send(new GetUserCommand({ AccessToken }));
    return ok((UserAttributes.find(({ Name }) => Name === 'email')?.Value ?? '').toLowerCase());
  },
});
