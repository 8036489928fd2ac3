import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { makeConfig } from '@orderwire/aws/config';
import { makeObservability } from '@orderwire/aws/observability';
import { makeEndpoints } from '@orderwire/http/endpoint';
import { lazyHandler, once } from '@orderwire/kernel/lazy';
import { makeQueueConsumer } from '@orderwire/messaging/queue-consumer';
import { dynamoTimelines } from './adapters/dynamo-timelines.ts';
import { makeGetTimeline } from './handlers/get-timeline.ts';
import { onOrderEvents } from './handlers/on-order-event.ts';

const config = makeConfig(process.env);
const observability = once(makeObservability);
const timelines = once(() =>
  dynamoTimelines({ dynamo: new DynamoDBClient({}), tableName: config.required('TIMELINE_TABLE') }),
);

/** `GET /orders/{id}/timeline` */
export const getTimeline = lazyHandler(() =>
  makeGetTimeline({ endpoints: makeEndpoints(observability()), timelines: timelines() }),
);

/** The service's queue. */
export const consume = lazyHandler(() =>
  makeQueueConsumer({
    subscriptions: onOrderEvents(timelines()),
    sqs: new SQSClient({}),
    inboxUrl: config.required('INBOX_URL'),
    deadLetterQueueUrl: config.required('DEAD_LETTER_QUEUE_URL'),
    ...observability(),
  }),
);
