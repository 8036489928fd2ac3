import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { makeConfig } from '@orderwire/lambda/config';
import { makeObservability } from '@orderwire/lambda/observability';
import { makeCachedSecret } from '@orderwire/secrets/secret-cache';
import { makeEndpoints } from '@orderwire/http/endpoint';
import { lazyHandler, once } from '@orderwire/kernel/lazy';
import { makeLinks } from '@orderwire/secrets/links';
import { makeQueueConsumer } from '@orderwire/messaging/queue-consumer';
import { makeStreamPublisher } from '@orderwire/messaging/stream-publisher';
import { dynamoInvoices } from './adapters/dynamo-invoices.ts';
import { renderInvoice } from './adapters/pdf/render-invoice.ts';
import { invoiceAttention } from './adapters/invoice-attention.ts';
import { s3InvoiceFiles } from './adapters/s3-invoice-files.ts';
import { sellerFrom } from './adapters/seller-settings.ts';
import { makeIssueInvoice } from './application/issue-invoice.ts';
import { makeOpenInvoice } from './application/open-invoice.ts';
import { makeDownloadInvoice, makeOpenInvoiceLink } from './handlers/http.ts';
import { onOrderPlaced, onPaymentCaptured } from './handlers/reactions.ts';

const clock = Date.now;
const config = makeConfig(process.env);
const observability = once(makeObservability);
const endpoints = once(() => makeEndpoints(observability()));
const table = once(() => ({ dynamo: new DynamoDBClient({}), tableName: config.required('INVOICES_TABLE'), clock }));
const invoices = once(() => dynamoInvoices(table()));
const files = once(() => {
  const s3 = new S3Client({});
  return s3InvoiceFiles({
    s3,
    presign: (command, options) => getSignedUrl(s3, command, options),
    bucket: config.required('INVOICE_BUCKET'),
    clock,
  });
});
const openInvoice = once(() => makeOpenInvoice({ invoices: invoices(), files: files() }));

/** `GET /orders/{id}/invoice` */
export const downloadInvoice = lazyHandler(() =>
  makeDownloadInvoice({ endpoints: endpoints(), openInvoice: openInvoice() }),
);

/** `GET /invoices/{token}`: the signed link from the mail. */
export const openInvoiceLink = lazyHandler(() =>
  makeOpenInvoiceLink({
    endpoints: endpoints(),
    openInvoice: openInvoice(),
    links: makeLinks({
      secret: makeCachedSecret({
        secretsManager: new SecretsManagerClient({}),
        secretId: config.required('LINK_SECRET_ARN'),
        clock,
      }),
      clock,
    }),
  }),
);

/** The service's queue. */
export const consume = lazyHandler(() =>
  makeQueueConsumer({
    subscriptions: [
      onOrderPlaced(invoices()),
      onPaymentCaptured(
        makeIssueInvoice({
          invoices: invoices(),
          files: files(),
          render: renderInvoice,
          raise: invoiceAttention(table()),
          seller: sellerFrom({
            name: config.required('SHOP_NAME'),
            address: config.optional('SHOP_ADDRESS'),
            taxId: config.optional('SHOP_TAX_ID'),
          }),
          clock,
        }),
      ),
    ],
    sqs: new SQSClient({}),
    inboxUrl: config.required('INBOX_URL'),
    deadLetterQueueUrl: config.required('DEAD_LETTER_QUEUE_URL'),
    ...observability(),
  }),
);

/** The Invoices table's stream → the bus. */
export const publish = lazyHandler(() =>
  makeStreamPublisher({
    eventBridge: new EventBridgeClient({}),
    busName: config.required('BUS_NAME'),
    sqs: new SQSClient({}),
    failuresUrl: config.required('PUBLISH_FAILURES_URL'),
    source: 'orderwire.invoice',
    ...observability(),
  }),
);
