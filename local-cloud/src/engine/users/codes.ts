import type { CodeDeliveryDetailsType } from '@aws-sdk/client-cognito-identity-provider';
import { AwsError, type Environment } from '../contract.ts';
import type { StoredUser } from './state.ts';

/** https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html */
const CODE_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** `jane@example.com` → `j***@e***`, as Cognito shows where a code went. */
export const deliveryTo = (email: string): CodeDeliveryDetailsType => {
  const [local = '', domain = ''] = email.split('@');
  return {
    Destination: `${local.slice(0, 1)}***@${domain.slice(0, 1)}***`,
    DeliveryMedium: 'EMAIL',
    AttributeName: 'email',
  };
};

/** A new code replaces the one before it. */
export const giveCode = (environment: Environment, user: StoredUser): string => {
  const value = String(Math.floor(environment.random() * 1_000_000)).padStart(6, '0');
  user.code = { value, expiresAt: environment.now() + CODE_LIFETIME_MS };
  return value;
};

export const expiredCode = (): AwsError =>
  new AwsError('ExpiredCodeException', 'Invalid code provided, please request a code again.');

/** Throws `CodeMismatchException` or `ExpiredCodeException`. */
export const requireCode = (environment: Environment, user: StoredUser, given: string): void => {
  if (user.code === undefined || environment.now() >= user.code.expiresAt) throw expiredCode();
  if (user.code.value !== given) {
    throw new AwsError('CodeMismatchException', 'Invalid verification code provided, please try again.');
  }
};
