import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient } from '@aws-sdk/client-ses';
import { SQSClient } from '@aws-sdk/client-sqs';
import { makeConfig } from '@orderwire/lambda/config';
import { makeObservability } from '@orderwire/lambda/observability';
import { makeCachedSecret } from '@orderwire/secrets/secret-cache';
import { lazyHandler, once } from '@orderwire/kernel/lazy';
import { makeLinks } from '@orderwire/secrets/links';
import { makeQueueConsumer } from '@orderwire/messaging/queue-consumer';
import { makeStreamPublisher } from '@orderwire/messaging/stream-publisher';
import { dynamoContacts, dynamoMails } from './adapters/dynamo-mails.ts';
import { makeInvoiceLink } from './adapters/invoice-link.ts';
import { sesMail } from './adapters/ses-mail.ts';
import { kindsFrom } from './adapters/settings.ts';
import { makeNotify } from './application/notify.ts';
import { makeTell } from './application/tell.ts';
import { onEvents } from './handlers/events/subscriptions.ts';

/** Longer than the function’s timeout (serverless.yml), far shorter than all the queue’s tries together. */
const LEASE_MS = 60_000;
/** The inbox’s `maxReceiveCount`. */
const MAX_ATTEMPTS = 10;

const clock = Date.now;
const config = makeConfig(process.env);
const observability = once(makeObservability);

const invoiceLink = once(() =>
  makeInvoiceLink({
    links: makeLinks({
      secret: makeCachedSecret({
        secretsManager: new SecretsManagerClient({}),
        secretId: config.required('LINK_SECRET_ARN'),
        clock,
      }),
      clock,
    }),
    apiUrl: config.required('API_URL'),
  }),
);

const subscriptions = once(() => {
  const table = { dynamo: new DynamoDBClient({}), tableName: config.required('MAILS_TABLE') };
  const shopName = config.required('SHOP_NAME');
  const contacts = dynamoContacts({ ...table, clock });
  const notify = makeNotify({
    contacts,
    mails: dynamoMails(table),
    send: sesMail({ ses: new SESClient({}), from: config.required('MAIL_FROM'), shopName }),
    clock,
    log: observability().log,
    shopName,
    leaseMs: LEASE_MS,
    maxAttempts: MAX_ATTEMPTS,
    off: kindsFrom(config.optional('MAILS_OFF')),
  });
  return onEvents(makeTell({ contacts, notify, invoiceLink: (orderId) => invoiceLink()(orderId) }));
});

/** The service's queue. */
export const consume = lazyHandler(() =>
  makeQueueConsumer({
    subscriptions: subscriptions(),
    sqs: new SQSClient({}),
    inboxUrl: config.required('INBOX_URL'),
    deadLetterQueueUrl: config.required('DEAD_LETTER_QUEUE_URL'),
    ...observability(),
  }),
);

/** The Mails table's stream → the bus. */
export const publish = lazyHandler(() =>
  makeStreamPublisher({
    eventBridge: new EventBridgeClient({}),
    busName: config.required('BUS_NAME'),
    sqs: new SQSClient({}),
    failuresUrl: config.required('PUBLISH_FAILURES_URL'),
    source: 'orderwire.notification',
    ...observability(),
  }),
);
