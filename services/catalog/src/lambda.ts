import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { makeConfig } from '@orderwire/aws/config';
import { makeObservability } from '@orderwire/aws/observability';
import { makeQueueConsumer } from '@orderwire/messaging/queue-consumer';
import { makeStreamPublisher } from '@orderwire/messaging/stream-publisher';
const config = makeConfig(process.env);
const dynamo = new DynamoDBClient({});
const { log, count } = makeObservability();
export const listItems = () => dynamo.send(new QueryCommand({ TableName: config.required('ITEMS_TABLE') }));
export const publish = makeStreamPublisher({
  eventBridge: new EventBridgeClient({}),
  busName: config.required('BUS_NAME'),
  source: 'orderwire.catalog',
  log,
  count,
});
export const consume = makeQueueConsumer({
  subscriptions: [],
  sqs: new SQSClient({}),
  deadLetterQueueUrl: '',
  log,
  count,
});
