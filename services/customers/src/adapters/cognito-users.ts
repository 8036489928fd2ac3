import {
  type CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { nameOf } from '@orderwire/kernel/errors';
import { ok, refuse, type Result } from '@orderwire/kernel/result';
import * as z from 'zod/mini';
import type { ConfirmRefusal, SignInRefusal, SignUpRefusal, Users } from '../application/ports.ts';
import type { Identity } from '../domain/profile.ts';

/** The name of an error of Cognito → what it means to the caller. */
type Meanings<Refusal> = Readonly<Record<string, Refusal | 'nothing'>>;

const TOO_MANY = {
  LimitExceededException: 'TOO_MANY_ATTEMPTS',
  TooManyFailedAttemptsException: 'TOO_MANY_ATTEMPTS',
} as const;

/**
 * What Cognito's errors mean to a caller, by operation. What would tell who has an account is answered as if there were
 * none. Anything else is our failure; `TooManyRequestsException` (the account's own limit) is thrown, too, and becomes a 503.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
 */
const AT_SIGN_UP: Meanings<SignUpRefusal> = {
  ...TOO_MANY,
  UsernameExistsException: 'nothing',
  InvalidPasswordException: 'PASSWORD_TOO_WEAK',
  InvalidParameterException: 'EMAIL_REFUSED',
  CodeDeliveryFailureException: 'CODE_NOT_SENT',
};

const AT_CONFIRMING: Meanings<ConfirmRefusal> = {
  ...TOO_MANY,
  AliasExistsException: 'CODE_INVALID',
  CodeMismatchException: 'CODE_INVALID',
  ExpiredCodeException: 'CODE_INVALID',
  InvalidParameterException: 'CODE_INVALID',
  NotAuthorizedException: 'CODE_INVALID',
  UserNotFoundException: 'CODE_INVALID',
};

const AT_SIGN_IN: Meanings<SignInRefusal> = {
  ...TOO_MANY,
  NotAuthorizedException: 'CREDENTIALS_WRONG',
  UserNotFoundException: 'CREDENTIALS_WRONG',
  UserNotConfirmedException: 'USER_NOT_CONFIRMED',
  PasswordResetRequiredException: 'PASSWORD_RESET_REQUIRED',
};

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

/**
 * Makes one call. Cognito's messages may quote what the caller sent: they go no further than here.
 * @throws Error with the name of Cognito's own where `meanings` has none for it
 */
const ask = async <T, Refusal>(
  meanings: Meanings<Refusal>,
  call: () => Promise<T>,
): Promise<Result<T | undefined, Refusal>> => {
  try {
    return ok(await call());
  } catch (error) {
    const name = nameOf(error);
    const meaning = meanings[name];
    if (meaning === 'nothing') return ok(undefined);
    if (meaning !== undefined) return refuse(meaning);
    throw Object.assign(new Error('The user pool failed.'), { name });
  }
};

/** The user pool, through an app client without a secret: its operations need no IAM permission. */
export const cognitoUsers = ({
  cognito,
  clientId: ClientId,
}: {
  readonly cognito: Pick<CognitoIdentityProviderClient, 'send'>;
  readonly clientId: string;
}): Users => {
  return {
    signUp: async ({ email, password, name }) => {
      const UserAttributes = [
        { Name: 'email', Value: email },
        ...(name === undefined ? [] : [{ Name: 'name', Value: name }]),
      ];
      const command = new SignUpCommand({ ClientId, Username: email, Password: password, UserAttributes });
      const signedUp = await ask(AT_SIGN_UP, () => cognito.send(command));
      return signedUp.ok ? ok(undefined) : signedUp;
    },

    confirm: async (email, code) => {
      const command = new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode: code });
      const confirmed = await ask(AT_CONFIRMING, () => cognito.send(command));
      return confirmed.ok ? ok(undefined) : confirmed;
    },

    signIn: async (email, password) => {
      const AuthParameters = { USERNAME: email, PASSWORD: password };
      const command = new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
      const signedIn = await ask(AT_SIGN_IN, () => cognito.send(command));
      if (!signedIn.ok) return signedIn;
      const { AccessToken, IdToken, RefreshToken, ExpiresIn, TokenType } = signedIn.value?.AuthenticationResult ?? {};
      // Without tokens Cognito asks for more, for example a new password after an administrator made the user.
      if (AccessToken === undefined || IdToken === undefined) return refuse('SIGN_IN_UNFINISHED');
      const tokens = {
        accessToken: AccessToken,
        idToken: IdToken,
        refreshToken: RefreshToken ?? '',
        expiresIn: ExpiresIn ?? 0,
        tokenType: TokenType ?? 'Bearer',
      };
      return ok({ tokens, identity: identityIn(IdToken) });
    },
  };
};
