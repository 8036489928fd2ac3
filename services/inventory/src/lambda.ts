import { dynamo, eventBridge, sqs } from '@orderwire/lambda/clients';
import { onLambda } from '@orderwire/lambda/lambda';
import { compose } from './service.ts';

export const { getStock, listStock, stockHistory, correctStock, receiveGoods, consume, publish } = compose(
  onLambda({ dynamo, eventBridge, sqs }),
);
