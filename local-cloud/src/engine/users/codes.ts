import type { CodeDeliveryDetailsType } from '@aws-sdk/client-cognito-identity-provider';
import { AwsError, type Environment } from '../contract.ts';
import type { Code } from './state.ts';

/** https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html */
const CODE_LIFETIME_MS = 24 * 60 * 60 * 1000;
/** https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html */
export const RESET_LIFETIME_MS = 60 * 60 * 1000;

/** `jane@example.com` → `j***@e***`, as Cognito shows where a code went. */
export const deliveryTo = (email: string): CodeDeliveryDetailsType => {
  const [local = '', domain = ''] = email.split('@');
  return {
    Destination: `${local.slice(0, 1)}***@${domain.slice(0, 1)}***`,
    DeliveryMedium: 'EMAIL',
    AttributeName: 'email',
  };
};

/** It replaces the one before it. */
export const newCode = (environment: Environment, lifetimeMs = CODE_LIFETIME_MS): Code => ({
  value: String(Math.floor(environment.random() * 1_000_000)).padStart(6, '0'),
  expiresAt: environment.now() + lifetimeMs,
});

export const expiredCode = (): AwsError =>
  new AwsError('ExpiredCodeException', 'Invalid code provided, please request a code again.');

export const wrongCode = (): AwsError =>
  new AwsError('CodeMismatchException', 'Invalid verification code provided, please try again.');

/** Throws `CodeMismatchException` or `ExpiredCodeException`. */
export const requireCode = (environment: Environment, code: Code | undefined, given: string | undefined): void => {
  if (code === undefined || environment.now() >= code.expiresAt) throw expiredCode();
  if (code.value !== given) throw wrongCode();
};
