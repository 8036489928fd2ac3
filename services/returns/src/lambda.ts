import { dynamo, eventBridge, sqs } from '@orderwire/lambda/clients';
import { onLambda } from '@orderwire/lambda/lambda';
import { compose } from './service.ts';

export const { listReturns, listWaitingReturns, requestReturn, approveReturn, rejectReturn, consume, publish } =
  compose(onLambda({ dynamo, eventBridge, sqs }));
