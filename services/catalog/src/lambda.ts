import { dynamo, eventBridge, sqs } from '@orderwire/lambda/clients';
import { onLambda } from '@orderwire/lambda/lambda';
import { compose } from './service.ts';

export const { listItems, getItem, createItem, changeItem, retireItem, importProducts, importItems, consume, publish } =
  compose(onLambda({ dynamo, eventBridge, sqs }));
