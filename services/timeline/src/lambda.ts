import { dynamo, sqs } from '@orderwire/lambda/clients';
import { onLambda } from '@orderwire/lambda/lambda';
import { compose } from './service.ts';

export const { getTimeline, listAttention, closeAttention, listStuck, consume } = compose(onLambda({ dynamo, sqs }));
