import { dynamo, sqs } from '@orderwire/lambda/clients';
import { onLambda } from '@orderwire/lambda/lambda';
import { compose } from './service.ts';

export const { listAudit, consume } = compose(onLambda({ dynamo, sqs }));
