import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { makeConfig } from '@orderwire/lambda/config';
import { makeObservability } from '@orderwire/lambda/observability';
import { makeEndpoints } from '@orderwire/http/endpoint';
import { lazyHandler, once } from '@orderwire/kernel/lazy';
import { makeQueueConsumer } from '@orderwire/messaging/queue-consumer';
import { makeStreamPublisher } from '@orderwire/messaging/stream-publisher';
import { dynamoItems } from './adapters/dynamo-items.ts';
import { makeImportItems } from './application/import-items.ts';
import { makeGetItem, makeListItems } from './handlers/http.ts';
import { makeImport } from './handlers/import-items.ts';
import { onStockLevelChanged } from './handlers/on-stock-level-changed.ts';

const config = makeConfig(process.env);
const observability = once(makeObservability);
const endpoints = once(() => makeEndpoints(observability()));
const items = once(() =>
  dynamoItems({ dynamo: new DynamoDBClient({}), tableName: config.required('ITEMS_TABLE'), clock: Date.now }),
);

/** `GET /items`, `GET /products` */
export const listItems = lazyHandler(() => makeListItems({ endpoints: endpoints(), items: items() }));

/** `GET /items/{id}`, `GET /products/{id}` */
export const getItem = lazyHandler(() => makeGetItem({ endpoints: endpoints(), items: items() }));

/** Lists items and changes listed ones; invoked by an operator. */
export const importItems = lazyHandler(() =>
  makeImport({ importItems: makeImportItems({ items: items() }), ...observability() }),
);

/** The Items table's stream → the bus. */
export const publish = lazyHandler(() =>
  makeStreamPublisher({
    eventBridge: new EventBridgeClient({}),
    busName: config.required('BUS_NAME'),
    sqs: new SQSClient({}),
    failuresUrl: config.required('PUBLISH_FAILURES_URL'),
    source: 'orderwire.catalog',
    ...observability(),
  }),
);

/** The service's queue. */
export const consume = lazyHandler(() =>
  makeQueueConsumer({
    subscriptions: [onStockLevelChanged(items())],
    sqs: new SQSClient({}),
    inboxUrl: config.required('INBOX_URL'),
    deadLetterQueueUrl: config.required('DEAD_LETTER_QUEUE_URL'),
    ...observability(),
  }),
);
