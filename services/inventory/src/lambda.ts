import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { makeConfig } from '@orderwire/lambda/config';
import { makeObservability } from '@orderwire/lambda/observability';
import { makeEndpoints } from '@orderwire/http/endpoint';
import { lazyHandler, once } from '@orderwire/kernel/lazy';
import { makeQueueConsumer } from '@orderwire/messaging/queue-consumer';
import { makeStreamPublisher } from '@orderwire/messaging/stream-publisher';
import { dynamoStocks } from './adapters/dynamo-stocks.ts';
import { stockAttention } from './adapters/stock-attention.ts';
import { makeReceive } from './application/receive.ts';
import { makeReservations } from './application/reservations.ts';
import { subscriptionsOf } from './handlers/events.ts';
import { makeGetStock } from './handlers/http.ts';

const config = makeConfig(process.env);
const observability = once(makeObservability);
const table = once(() => ({
  dynamo: new DynamoDBClient({}),
  tableName: config.required('STOCK_TABLE'),
  clock: Date.now,
}));
const stocks = once(() => dynamoStocks(table()));

/** `GET /stock/{itemId}` */
export const getStock = lazyHandler(() =>
  makeGetStock({ endpoints: makeEndpoints(observability()), stocks: stocks() }),
);

/** The Stock table's stream → the bus. */
export const publish = lazyHandler(() =>
  makeStreamPublisher({
    eventBridge: new EventBridgeClient({}),
    busName: config.required('BUS_NAME'),
    sqs: new SQSClient({}),
    failuresUrl: config.required('PUBLISH_FAILURES_URL'),
    source: 'orderwire.inventory',
    ...observability(),
  }),
);

/** The service's queue. */
export const consume = lazyHandler(() =>
  makeQueueConsumer({
    subscriptions: subscriptionsOf({
      receive: makeReceive({ stocks: stocks() }),
      reservations: makeReservations({ stocks: stocks(), raise: stockAttention(table()) }),
    }),
    sqs: new SQSClient({}),
    inboxUrl: config.required('INBOX_URL'),
    deadLetterQueueUrl: config.required('DEAD_LETTER_QUEUE_URL'),
    ...observability(),
  }),
);
