import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { makeConfig } from '@orderwire/lambda/config';
import { makeObservability } from '@orderwire/lambda/observability';
import { makeEndpoints } from '@orderwire/http/endpoint';
import { lazyHandler, once } from '@orderwire/kernel/lazy';
import { makeQueueConsumer } from '@orderwire/messaging/queue-consumer';
import { dynamoAttention } from './adapters/dynamo-attention.ts';
import { dynamoTimelines } from './adapters/dynamo-timelines.ts';
import { makeCloseAttention } from './application/close-attention.ts';
import { makeRaiseAttention } from './application/raise-attention.ts';
import { makeCloseAttentionHandler } from './handlers/close-attention.ts';
import { makeGetTimeline } from './handlers/get-timeline.ts';
import { makeListAttention } from './handlers/list-attention.ts';
import { onOrderEvents } from './handlers/on-order-event.ts';

const config = makeConfig(process.env);
const observability = once(makeObservability);
const endpoints = once(() => makeEndpoints(observability()));
const table = once(() => ({ dynamo: new DynamoDBClient({}), tableName: config.required('TIMELINE_TABLE') }));
const timelines = once(() => dynamoTimelines(table()));
const attention = once(() => dynamoAttention(table()));

/** `GET /orders/{id}/timeline` */
export const getTimeline = lazyHandler(() => makeGetTimeline({ endpoints: endpoints(), timelines: timelines() }));

/** `GET /ops/attention` */
export const listAttention = lazyHandler(() => makeListAttention({ endpoints: endpoints(), list: attention() }));

/** `POST /ops/attention/{id}/closing` */
export const closeAttention = lazyHandler(() =>
  makeCloseAttentionHandler({
    endpoints: endpoints(),
    closeAttention: makeCloseAttention({ list: attention(), clock: Date.now }),
  }),
);

/** The service's queue. */
export const consume = lazyHandler(() =>
  makeQueueConsumer({
    subscriptions: onOrderEvents(timelines(), makeRaiseAttention({ list: attention(), ...observability() })),
    sqs: new SQSClient({}),
    inboxUrl: config.required('INBOX_URL'),
    deadLetterQueueUrl: config.required('DEAD_LETTER_QUEUE_URL'),
    ...observability(),
  }),
);
