import { scryptSync, timingSafeEqual } from 'node:crypto';
import type { UserPoolDefinition } from '../../template/model.ts';
import { AwsError } from '../contract.ts';

type Policy = UserPoolDefinition['passwordPolicy'];

/** https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html */
const SYMBOLS = /[\^$*.[\]{}()?\-"!@#%&/\\,><':;|_~`+=]|(?<=\S) (?=\S)/;
const MAX_LENGTH = 256;

const faultOf = (password: string, policy: Policy): string | undefined => {
  if (password.length < policy.minimumLength) return 'Password not long enough';
  if (policy.requireLowercase && !/[a-z]/.test(password)) return 'Password must have lowercase characters';
  if (policy.requireUppercase && !/[A-Z]/.test(password)) return 'Password must have uppercase characters';
  if (policy.requireNumbers && !/[0-9]/.test(password)) return 'Password must have numeric characters';
  if (policy.requireSymbols && !SYMBOLS.test(password)) return 'Password must have symbol characters';
  return undefined;
};

/** Cognito begins the same refusal in three ways, depending on who sets the password. */
const BEGINNINGS = {
  SignUp: 'Password did not conform with policy: ',
  AdminCreateUser: 'Password did not conform with password policy: ',
  AdminSetUserPassword: 'Password does not conform to policy: ',
  ChangePassword: 'Password does not conform to policy: ',
  ConfirmForgotPassword: 'Password does not conform to policy: ',
  RespondToAuthChallenge: 'Password does not conform to policy: ',
} as const;

/** Throws `InvalidPasswordException` with the first rule of the pool's policy that the password breaks. */
export const requirePassword = (operation: keyof typeof BEGINNINGS, password: string, policy: Policy): void => {
  if (password.length > MAX_LENGTH) {
    const message = `1 validation error detected: Value at 'password' failed to satisfy constraint: Member must have length less than or equal to ${MAX_LENGTH}`;
    throw new AwsError('InvalidParameterException', message);
  }
  const fault = faultOf(password, policy);
  if (fault !== undefined) throw new AwsError('InvalidPasswordException', BEGINNINGS[operation] + fault);
};

export interface PasswordHash {
  readonly salt: string;
  readonly hash: string;
}

/** Far cheaper than in a real service: nothing is protected here, and sign-in has to be quick. */
const derive = (password: string, salt: string): Buffer => scryptSync(password, salt, 32, { N: 1024, r: 8, p: 1 });

export const hashPassword = (password: string, salt: string): PasswordHash => ({
  salt,
  hash: derive(password, salt).toString('base64'),
});

export const isPassword = (password: string, { salt, hash }: PasswordHash): boolean =>
  timingSafeEqual(derive(password, salt), Buffer.from(hash, 'base64'));
