import { cognito, dynamo, eventBridge, sqs } from '@orderwire/lambda/clients';
import { onLambda } from '@orderwire/lambda/lambda';
import { makeCallOwnApi } from '@orderwire/lambda/own-api';
import { compose } from './service.ts';

export const {
  signUp,
  confirmSignUp,
  resendCode,
  signIn,
  refresh,
  signOut,
  forgotPassword,
  resetPassword,
  getMe,
  changePassword,
  changeEmail,
  confirmEmail,
  createCustomer,
  listCustomers,
  getCustomer,
  changeCustomer,
  eraseCustomer,
  exportCustomer,
  publish,
} = compose({ ...onLambda({ cognito, dynamo, eventBridge, sqs }), makeCallOwnApi });
