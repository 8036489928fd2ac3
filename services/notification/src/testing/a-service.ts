import { join } from 'node:path';
import { makeDynamoDb } from '@orderwire/local-cloud/engine/dynamodb/dynamodb';
import { readOutbox } from '@orderwire/store/outbox';
import { aBatch, type Detail } from '@orderwire/testing/batch';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { makeFakeClient } from '@orderwire/testing/fakes';
import { makeOutside } from '@orderwire/testing/outside';
import { tableFrom } from '@orderwire/testing/table-definition';
import { compose } from '../service.ts';

export const API_URL = 'https://api.example';

const ENVIRONMENT = {
  ...{ MAILS_TABLE: 'MailsTable', INBOX_URL: 'inbox', DEAD_LETTER_QUEUE_URL: 'dlq', LINK_SECRET_ARN: 'link-secret' },
  ...{
    MAIL_FROM: 'shop@example.com',
    SHOP_NAME: 'Mug Shop',
    SHOP_TIME_ZONE: 'Europe/Berlin',
    API_URL,
    TIMEOUT_SECONDS: '30',
    MAX_RECEIVE_COUNT: '10',
  },
};

/** What SES was asked to send. */
interface Sending {
  readonly Destination: { readonly ToAddresses: readonly string[] };
  readonly Message: {
    readonly Subject: { readonly Data: string };
    readonly Body: { readonly Text: { readonly Data: string }; readonly Html: { readonly Data: string } };
  };
}

/**
 * The service on a table of its own.
 * @param refuses the name of the error by which SES refuses its first, second … (0, 1 …) mail; undefined where it takes it
 */
export const aService = (refuses: (index: number) => string | undefined = () => undefined) => {
  const { operations } = makeDynamoDb({
    environment: { now: () => 0, random: () => 0.5 },
    tables: [tableFrom(join(__dirname, '../../resources.yml'), 'MailsTable')],
    meter: { count: () => undefined, totals: () => ({}), reset: () => undefined },
    ownerOf: () => 'notification',
  });
  const posted: { readonly to: string; readonly subject: string; readonly text: string; readonly html: string }[] = [];
  const ses = makeFakeClient((input, index) => {
    const name = refuses(index);
    if (name !== undefined) throw Object.assign(new Error('zoe@example.com was refused'), { name });
    const { Destination, Message } = input as unknown as Sending;
    const { Subject, Body } = Message;
    posted.push({
      to: Destination.ToAddresses.join(),
      ...{ subject: Subject.Data, text: Body.Text.Data, html: Body.Html.Data },
    });
    return { MessageId: `m-${index}` };
  });
  const sqs = makeFakeClient(() => ({}));
  const { outside, lines } = makeOutside({
    // `ord_1`, of which the events are, says no other time.
    start: 0,
    environment: ENVIRONMENT,
    clients: {
      dynamo: makeEngineClient(operations).client,
      secretsManager: makeFakeClient(() => ({
        SecretString: JSON.stringify({ keys: [{ kid: 'one', key: 'k'.repeat(32) }] }),
      })).client,
      ses: ses.client,
      sqs: sqs.client,
    },
  });
  const { consume } = compose(outside);
  const rowOf = (id: string) =>
    operations.GetItem({ TableName: 'MailsTable', Key: { id: { S: id } }, ConsistentRead: true }).Item;
  return {
    ...{ posted, lines },
    deliver: (...details: readonly Detail[]) => consume(aBatch(...details)),
    /** What was parked. */
    parked: () => sqs.inputs.filter(({ QueueUrl }) => QueueUrl === 'dlq'),
    statusOf: (id: string) => rowOf(id)?.['status']?.S,
    /** The events that the newest write of a row causes. */
    eventsOf: (id: string) =>
      readOutbox(rowOf(id)?.['outbox']?.S ?? '', 'orderwire.notification').map(
        ({ detail }) =>
          JSON.parse(detail) as { readonly meta: Readonly<Record<string, unknown>>; readonly data: unknown },
      ),
  };
};
