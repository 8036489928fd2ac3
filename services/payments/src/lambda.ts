import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { makeConfig } from '@orderwire/lambda/config';
import { makeObservability } from '@orderwire/lambda/observability';
import { lazyHandler, once } from '@orderwire/kernel/lazy';
import { makeQueueConsumer } from '@orderwire/messaging/queue-consumer';
import { makeStreamPublisher } from '@orderwire/messaging/stream-publisher';
import { dynamoPayments } from './adapters/dynamo-payments.ts';
import { paymentAttention } from './adapters/payment-attention.ts';
import { simulatedProvider } from './adapters/simulated-provider.ts';
import { makeTakePayment } from './application/take-payment.ts';
import { subscriptionsOf } from './handlers/events.ts';

const config = makeConfig(process.env);
const observability = once(makeObservability);
const takePayment = () => {
  const table = { dynamo: new DynamoDBClient({}), tableName: config.required('PAYMENTS_TABLE'), clock: Date.now };
  return makeTakePayment({
    payments: dynamoPayments(table),
    provider: simulatedProvider(),
    raise: paymentAttention(table),
    maxAttempts: Number(config.required('MAX_RECEIVE_COUNT')),
  });
};

/** The Payments table's stream → the bus. */
export const publish = lazyHandler(() =>
  makeStreamPublisher({
    eventBridge: new EventBridgeClient({}),
    busName: config.required('BUS_NAME'),
    sqs: new SQSClient({}),
    failuresUrl: config.required('PUBLISH_FAILURES_URL'),
    source: 'orderwire.payments',
    ...observability(),
  }),
);

/** The service's queue. */
export const consume = lazyHandler(() =>
  makeQueueConsumer({
    subscriptions: subscriptionsOf(takePayment()),
    sqs: new SQSClient({}),
    inboxUrl: config.required('INBOX_URL'),
    deadLetterQueueUrl: config.required('DEAD_LETTER_QUEUE_URL'),
    ...observability(),
  }),
);
