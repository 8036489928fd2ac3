import { join } from 'node:path';
import { makeBlob } from '@orderwire/local-cloud/engine/blob/blob';
import { makeDynamoDb } from '@orderwire/local-cloud/engine/dynamodb/dynamodb';
import { makeLinks } from '@orderwire/secrets/links';
import { heldToRoutes } from '@orderwire/testing/answers';
import { aBatch, type Detail } from '@orderwire/testing/batch';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { makeFakeClient } from '@orderwire/testing/fakes';
import { makeOutside } from '@orderwire/testing/outside';
import { tableFrom } from '@orderwire/testing/table-definition';
import { dynamoInvoices } from '../adapters/dynamo-invoices.ts';
import { compose } from '../service.ts';
import { SELLER } from './builders.ts';

const SECRET = JSON.stringify({ keys: [{ kid: 'one', key: 'k'.repeat(32) }] });

const ENVIRONMENT = {
  ...{ INVOICES_TABLE: 'InvoicesTable', INVOICE_BUCKET: 'invoices', LINK_SECRET_ARN: 'link-secret' },
  ...{ INBOX_URL: 'inbox', DEAD_LETTER_QUEUE_URL: 'dlq' },
  ...{ SHOP_NAME: SELLER.name, SHOP_ADDRESS: SELLER.address.join('|'), SHOP_TAX_ID: 'DE123456789' },
  SHOP_TIME_ZONE: 'Europe/Berlin',
};

/** The service on a table and a bucket of its own. The link to a file tells what it would open. */
export const aService = () => {
  const meter = { count: () => undefined, totals: () => ({}), reset: () => undefined };
  const environment = { now: () => 0, random: () => 0.5 };
  const { operations } = makeDynamoDb({
    ...{ environment, meter, ownerOf: () => 'invoice' },
    tables: [tableFrom(join(__dirname, '../../resources.yml'), 'InvoicesTable')],
  });
  const bucket = makeBlob({
    ...{ environment, meter, ownerOf: () => 'invoice', requireMayList: () => undefined },
    buckets: [{ name: 'invoices', arn: 'arn:aws:s3:::invoices' }],
  });
  const sqs = makeFakeClient(() => ({}));
  const dynamo = makeEngineClient(operations);
  const { outside, advance, lines } = makeOutside({
    environment: ENVIRONMENT,
    clients: {
      dynamo: dynamo.client,
      s3: makeEngineClient(bucket.operations).client,
      secretsManager: makeFakeClient(() => ({ SecretString: SECRET })).client,
      sqs: sqs.client,
    },
  });
  const composed = compose({
    ...outside,
    presign: ({ input: { Key = '', ResponseContentDisposition = '' } }) =>
      Promise.resolve(`https://files.example/${Key}?as=${ResponseContentDisposition}`),
  });
  const { downloadInvoice, openInvoiceLink, consume } = heldToRoutes(composed);
  const links = makeLinks({
    secret: { read: () => Promise.resolve(SECRET), refresh: () => Promise.resolve(false) },
    clock: outside.clock,
  });
  return {
    ...{ downloadInvoice, openInvoiceLink, advance, lines },
    invoices: dynamoInvoices({ dynamo: dynamo.client, tableName: 'InvoicesTable', clock: outside.clock }),
    /** What was asked of the table. */
    asked: dynamo.sent,
    /** What was parked. */
    parked: () => sqs.inputs.filter(({ QueueUrl }) => QueueUrl === 'dlq'),
    /** The table's rows, as they are stored. */
    rows: () => operations.Scan({ TableName: 'InvoicesTable' }).Items ?? [],
    /** The token of a link as it stands in mails. */
    token: (orderId: string) => links.sign({ audience: 'invoice', subject: orderId, expiresInSeconds: 30 * 86_400 }),
    deliver: (...details: readonly Detail[]) => consume(aBatch(...details)),
  };
};
