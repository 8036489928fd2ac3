import { cognito, dynamo, eventBridge, sqs } from '@orderwire/lambda/clients';
import { onLambda } from '@orderwire/lambda/lambda';
import { compose } from './service.ts';

export const { signUp, confirmSignUp, signIn, getMe, publish } = compose(
  onLambda({ cognito, dynamo, eventBridge, sqs }),
);
