import { dynamo, eventBridge, secretsManager, sqs } from '@orderwire/lambda/clients';
import { onLambda } from '@orderwire/lambda/lambda';
import { makeHttpPost } from '@orderwire/partners/http-post';
import { compose } from './service.ts';

export const { consume, publish } = compose({
  ...onLambda({ dynamo, eventBridge, secretsManager, sqs }),
  makeHttpPost,
});
