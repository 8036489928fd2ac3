import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { makeConfig } from '@orderwire/lambda/config';
import { makeObservability } from '@orderwire/lambda/observability';
import { makeCachedSecret } from '@orderwire/secrets/secret-cache';
import { lazyHandler, once } from '@orderwire/kernel/lazy';
import { makeQueueConsumer } from '@orderwire/messaging/queue-consumer';
import { makeStreamPublisher } from '@orderwire/messaging/stream-publisher';
import { makeHttpPost } from '@orderwire/partners/http-post';
import { makeWebhookSender } from '@orderwire/partners/webhook-sender';
import { makeWebhooks } from '@orderwire/partners/webhooks';
import { dynamoRequests } from './adapters/requests.ts';
import { makeTellCourier } from './application/tell-courier.ts';
import { onOrderCancelled } from './handlers/events/on-order-cancelled.ts';
import { onOrderPacked } from './handlers/events/on-order-packed.ts';

const WEBHOOK_TIMEOUT_MS = 15_000;

const config = makeConfig(process.env);
const observability = once(makeObservability);

const sender = () => {
  const allowLocal = config.optional('ALLOW_LOCAL_WEBHOOKS') === 'yes';
  return makeWebhookSender({
    post: makeHttpPost({ timeoutMs: WEBHOOK_TIMEOUT_MS, allowLocal }),
    url: config.required('WEBHOOK_URL'),
    allowLocal,
    secret: makeCachedSecret({
      secretsManager: new SecretsManagerClient({}),
      secretId: config.required('COURIER_SECRET_ARN'),
      clock: Date.now,
    }),
    clock: Date.now,
  });
};

const webhooks = () =>
  makeWebhooks({
    partner: 'courier',
    service: 'delivery',
    webhookLog: dynamoRequests({
      dynamo: new DynamoDBClient({}),
      tableName: config.required('REQUESTS_TABLE'),
    }),
    send: sender(),
    clock: Date.now,
    ...observability(),
    maxAttempts: Number(config.required('MAX_RECEIVE_COUNT')),
    leaseMs: Number(config.required('TIMEOUT_SECONDS')) * 1000,
  });

/** The service's queue. */
export const consume = lazyHandler(() => {
  const tellCourier = makeTellCourier({ webhooks: webhooks(), apiUrl: config.required('API_URL') });
  return makeQueueConsumer({
    subscriptions: [onOrderPacked(tellCourier), onOrderCancelled(tellCourier)],
    sqs: new SQSClient({}),
    inboxUrl: config.required('INBOX_URL'),
    deadLetterQueueUrl: config.required('DEAD_LETTER_QUEUE_URL'),
    ...observability(),
  });
});

/** The Requests table's stream → the bus. */
export const publish = lazyHandler(() =>
  makeStreamPublisher({
    eventBridge: new EventBridgeClient({}),
    busName: config.required('BUS_NAME'),
    sqs: new SQSClient({}),
    failuresUrl: config.required('PUBLISH_FAILURES_URL'),
    source: 'orderwire.delivery',
    ...observability(),
  }),
);
