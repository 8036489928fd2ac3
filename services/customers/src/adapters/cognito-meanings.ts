import type {
  ChangeEmailRefusal,
  ChangePasswordRefusal,
  ConfirmRefusal,
  RefreshRefusal,
  ResetRefusal,
  SendRefusal,
  SignInRefusal,
  SignUpRefusal,
} from '../application/ports.ts';
import { type Meanings, TOO_MANY } from './cognito-calls.ts';

/**
 * What Cognito's errors mean to a caller, by operation. What would tell who has an account is answered as if there were
 * none. Anything else is our failure; `TooManyRequestsException` (the account's own limit) is thrown, too, and becomes a 503.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
 */
export const AT_SIGN_UP: Meanings<SignUpRefusal> = {
  ...TOO_MANY,
  UsernameExistsException: 'nothing',
  InvalidPasswordException: 'PASSWORD_TOO_WEAK',
  InvalidParameterException: 'EMAIL_REFUSED',
  CodeDeliveryFailureException: 'CODE_NOT_SENT',
};

export const AT_CONFIRMING: Meanings<ConfirmRefusal> = {
  ...TOO_MANY,
  AliasExistsException: 'CODE_INVALID',
  CodeMismatchException: 'CODE_INVALID',
  ExpiredCodeException: 'CODE_INVALID',
  InvalidParameterException: 'CODE_INVALID',
  NotAuthorizedException: 'CODE_INVALID',
  UserNotFoundException: 'CODE_INVALID',
};

/** Whoever is confirmed, not confirmed, invited or not there gets no such code, and the caller does not hear which it is. */
export const AT_SENDING: Meanings<SendRefusal> = {
  ...TOO_MANY,
  CodeDeliveryFailureException: 'CODE_NOT_SENT',
  InvalidParameterException: 'nothing',
  NotAuthorizedException: 'nothing',
  UserNotConfirmedException: 'nothing',
  UserNotFoundException: 'nothing',
};

export const AT_RESETTING: Meanings<ResetRefusal> = {
  ...AT_CONFIRMING,
  InvalidPasswordException: 'PASSWORD_TOO_WEAK',
  UserNotConfirmedException: 'CODE_INVALID',
};

export const AT_SIGN_IN: Meanings<SignInRefusal> = {
  ...TOO_MANY,
  NotAuthorizedException: 'CREDENTIALS_WRONG',
  UserNotFoundException: 'CREDENTIALS_WRONG',
  UserNotConfirmedException: 'USER_NOT_CONFIRMED',
  PasswordResetRequiredException: 'PASSWORD_RESET_REQUIRED',
  InvalidPasswordException: 'PASSWORD_TOO_WEAK',
};

export const AT_REFRESHING: Meanings<RefreshRefusal> = {
  ...TOO_MANY,
  InvalidParameterException: 'REFRESH_TOKEN_INVALID',
  NotAuthorizedException: 'REFRESH_TOKEN_INVALID',
  UserNotFoundException: 'REFRESH_TOKEN_INVALID',
};

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html */
export const AT_SIGN_OUT: Meanings<never> = {
  InvalidParameterException: 'nothing',
  NotAuthorizedException: 'nothing',
  UnauthorizedException: 'nothing',
  UnsupportedTokenTypeException: 'nothing',
};

export const AT_CHANGING_PASSWORD: Meanings<ChangePasswordRefusal> = {
  ...TOO_MANY,
  InvalidPasswordException: 'PASSWORD_TOO_WEAK',
  // The authorizer has let the token pass a moment ago: nearly always it is the password. It says the same of a token that was revoked.
  NotAuthorizedException: 'PASSWORD_WRONG',
  UserNotFoundException: 'SESSION_ENDED',
};

export const AT_CHANGING_EMAIL: Meanings<ChangeEmailRefusal> = {
  ...TOO_MANY,
  AliasExistsException: 'nothing',
  CodeDeliveryFailureException: 'CODE_NOT_SENT',
  InvalidParameterException: 'EMAIL_REFUSED',
  NotAuthorizedException: 'SESSION_ENDED',
  UserNotFoundException: 'SESSION_ENDED',
};

export const AT_CONFIRMING_EMAIL: Meanings<ConfirmRefusal | 'SESSION_ENDED'> = {
  ...AT_CONFIRMING,
  NotAuthorizedException: 'SESSION_ENDED',
  UserNotFoundException: 'SESSION_ENDED',
};
