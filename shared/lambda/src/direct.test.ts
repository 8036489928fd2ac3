import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { direct } from './direct.ts';

interface Asked {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Answer = 'hang up' | { readonly status: number; readonly body: string };

/** What the next requests are answered; then all succeed. */
let answers: Answer[] = [];
let asked: Asked[] = [];
const JSON_TYPE = 'application/x-amz-json-1.0';
const XML = '<SendEmailResponse><SendEmailResult><MessageId>m-1</MessageId></SendEmailResult></SendEmailResponse>';
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    asked.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    const isQuery = request.headers['x-amz-target'] === undefined;
    const answer = answers.shift() ?? { status: 200, body: isQuery ? XML : '{"FailedEntryCount":0}' };
    if (answer === 'hang up') request.socket.destroy();
    else response.writeHead(answer.status, { 'content-type': isQuery ? 'text/xml' : JSON_TYPE }).end(answer.body);
  });
});

const failing = (status: number, type: string): Answer => ({ status, body: JSON.stringify({ __type: type }) });
const config = () => ({
  ...{ region: 'eu-central-1', maxAttempts: 2 },
  credentials: { accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'token' },
  endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
});
const put = () => new PutItemCommand({ TableName: 'orders', Item: { orderId: { S: 'o-1' }, total: { N: '3' } } });

/** Of the request that was signed, whatever it is called. */
const signedHeadersOf = ({ headers }: Asked): string =>
  /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1] ?? '';

beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe.each([
  ['DynamoDB', () => new DynamoDBClient(config())],
  ['EventBridge', () => new EventBridgeClient(config())],
  ['SES', () => new SESClient(config())],
])('the client of %s', (_service, make) => {
  it('has no layers but those whose work is done', () => {
    expect(make().middlewareStack.identify()).toEqual([
      'loggerMiddleware - initialize',
      'serializerMiddleware - serialize',
      'contentLengthMiddleware - build',
      'getUserAgentMiddleware - build',
      'hostHeaderMiddleware - build',
      'recursionDetectionMiddleware - build',
      'retryMiddleware - finalizeRequest',
      'httpSigningMiddleware (a.k.a. apiKeyMiddleware,tokenMiddleware,awsAuthMiddleware) - finalizeRequest',
      'deserializerMiddleware - deserialize',
    ]);
  });
});

describe('a direct call', () => {
  let dynamo: DynamoDBClient;

  beforeEach(async () => {
    dynamo = direct(new DynamoDBClient(config()));
    answers = [];
    // The first one goes the SDK's whole way.
    await dynamo.send(put());
    asked = [];
  });

  it('asks what the SDK asks, signed likewise', async () => {
    await dynamo.send(put());
    const sdk = new DynamoDBClient(config());
    await sdk.send(put());
    const [ours, theirs] = asked as [Asked, Asked];
    expect(ours.body).toBe(theirs.body);
    for (const name of ['host', 'content-type', 'content-length', 'x-amz-target', 'x-amz-security-token'])
      expect([name, ours.headers[name]]).toEqual([name, theirs.headers[name]]);
    expect(signedHeadersOf(ours).split(';')).toEqual(
      expect.arrayContaining(['host', 'x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token', 'x-amz-target']),
    );
    // What tells of the SDK and of its attempts is left out.
    expect(ours.headers['amz-sdk-request'] ?? ours.headers['x-amz-user-agent']).toBeUndefined();
    expect(theirs.headers['amz-sdk-request']).toBeDefined();
    sdk.destroy();
  });

  it('answers what the SDK answers', async () => {
    const body = JSON.stringify({ Attributes: { total: { N: '3' } } });
    answers = [{ status: 200, body }];
    expect(await dynamo.send(put())).toMatchObject({
      Attributes: { total: { N: '3' } },
      $metadata: { httpStatusCode: 200 },
    });
    expect(asked).toHaveLength(1);
  });

  it('throws the service’s refusal after one request, as the SDK does', async () => {
    answers = [failing(400, 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException')];
    await expect(dynamo.send(put())).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      $metadata: { httpStatusCode: 400, attempts: 1 },
    });
    expect(asked).toHaveLength(1);
  });

  it.each<[string, Answer]>([
    ['a failure of the service', failing(500, 'InternalServerError')],
    ['a throttle', failing(400, 'ThrottlingException')],
    ['a lost connection', 'hang up'],
  ])('is tried once more after %s', async (_what, answer) => {
    answers = [answer];
    expect(await dynamo.send(put())).toMatchObject({ $metadata: { httpStatusCode: 200, attempts: 2 } });
    expect(asked).toHaveLength(2);
    expect(asked[1]?.headers['amz-sdk-request']).toBe('attempt=2; max=2');
  });

  it('fails after as many attempts as the SDK makes', async () => {
    answers = [failing(500, 'InternalServerError'), failing(500, 'InternalServerError'), failing(500, 'Third')];
    await expect(dynamo.send(put())).rejects.toMatchObject({ name: 'InternalServerError' });
    expect(asked).toHaveLength(2);
  });

  it('keeps the token of a transaction when it is tried again', async () => {
    const transaction = () =>
      new TransactWriteItemsCommand({
        TransactItems: [{ Put: { TableName: 'orders', Item: { orderId: { S: '1' } } } }],
      });
    await dynamo.send(transaction());
    answers = [failing(500, 'InternalServerError')];
    asked = [];
    await dynamo.send(transaction());
    const [first, second] = asked.map(
      ({ body }) => (JSON.parse(body) as Record<string, unknown>)['ClientRequestToken'],
    );
    expect(first).toEqual(expect.any(String));
    expect(second).toBe(first);
  });

  it('goes on after a refusal', async () => {
    answers = [failing(400, 'ResourceNotFoundException')];
    await expect(dynamo.send(put())).rejects.toThrow();
    await dynamo.send(put());
    expect(asked.map(({ headers }) => headers['amz-sdk-request'])).toEqual([undefined, undefined]);
  });
});

it('speaks the protocols of EventBridge and SES', async () => {
  const events = direct(new EventBridgeClient(config()));
  const mails = direct(new SESClient(config()));
  const Entries = [{ Source: 'orderwire.test', DetailType: 'Tested', Detail: '{}' }];
  const mail = { Source: 'a@example.com', Destination: {}, Message: { Subject: { Data: 'Hi' }, Body: {} } };
  for (let time = 0; time < 2; time += 1) {
    asked = [];
    expect(await events.send(new PutEventsCommand({ Entries }))).toMatchObject({ FailedEntryCount: 0 });
    expect(await mails.send(new SendEmailCommand(mail))).toMatchObject({ MessageId: 'm-1' });
    expect(asked.map(({ headers }) => headers['amz-sdk-request'] === undefined)).toEqual([time === 1, time === 1]);
  }
});
