import { dynamo, eventBridge, sqs } from '@orderwire/lambda/clients';
import { onLambda } from '@orderwire/lambda/lambda';
import { compose } from './service.ts';

export const { getTimeline, listAttention, closeAttention, listStuck, publish, consume } = compose(
  onLambda({ dynamo, eventBridge, sqs }),
);
