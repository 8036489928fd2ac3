import type {
  ConfirmForgotPasswordRequest,
  ConfirmForgotPasswordResponse,
  ConfirmSignUpRequest,
  ConfirmSignUpResponse,
  ForgotPasswordRequest,
  ForgotPasswordResponse,
  ResendConfirmationCodeRequest,
  ResendConfirmationCodeResponse,
  SignUpRequest,
  SignUpResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../contract.ts';
import { deliveryTo, expiredCode, newCode, requireCode, RESET_LIFETIME_MS, wrongCode } from './codes.ts';
import type { Directory } from './directory.ts';
import { requirePassword } from './passwords.ts';
import { findUser, type StoredUser } from './state.ts';

const notAuthorized = (message: string): AwsError => new AwsError('NotAuthorizedException', message);
const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message);

/** What somebody does who is not signed in, and proves by a code from a mail. */
export const makeSigningUp = (directory: Directory) => {
  const { environment, sendCode, poolOfClient } = directory;

  const mailCode = (user: StoredUser): void => {
    user.code = newCode(environment);
    sendCode(user.email, 'Your verification code', `Your confirmation code is ${user.code.value}`);
  };

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
    requireCode(environment, user.code, input.ConfirmationCode);
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

  /** For an unknown address it answers as if it had sent a code. */
  const forgotPassword = (input: ForgotPasswordRequest): ForgotPasswordResponse => {
    const username = input.Username ?? '';
    const user = findUser(poolOfClient(input.ClientId).state, username);
    if (user === undefined) return { CodeDeliveryDetails: deliveryTo(username) };
    if (user.status === 'FORCE_CHANGE_PASSWORD') {
      throw notAuthorized('User password cannot be reset in the current state.');
    }
    if (user.attributes['email_verified'] !== 'true') {
      throw invalid('Cannot reset password for the user as there is no registered/verified email or phone_number');
    }
    user.resetCode = newCode(environment, RESET_LIFETIME_MS);
    sendCode(user.email, 'Your verification code', `Your password reset code is ${user.resetCode.value}`);
    return { CodeDeliveryDetails: deliveryTo(user.email) };
  };

  /** The user stays signed in wherever that was: only the password is another. */
  const confirmForgotPassword = (input: ConfirmForgotPasswordRequest): ConfirmForgotPasswordResponse => {
    const pool = poolOfClient(input.ClientId);
    const user = findUser(pool.state, input.Username ?? '');
    if (user === undefined) throw wrongCode();
    requirePassword('ConfirmForgotPassword', input.Password ?? '', pool.definition.passwordPolicy);
    requireCode(environment, user.resetCode, input.ConfirmationCode);
    delete user.resetCode;
    user.password = directory.hash(input.Password ?? '');
    user.status = 'CONFIRMED';
    user.modifiedAt = environment.now();
    return {};
  };

  return {
    SignUp: signUp,
    ConfirmSignUp: confirmSignUp,
    ResendConfirmationCode: resendConfirmationCode,
    ForgotPassword: forgotPassword,
    ConfirmForgotPassword: confirmForgotPassword,
  };
};
