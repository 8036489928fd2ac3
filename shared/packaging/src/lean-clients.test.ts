import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build, type Plugin } from 'esbuild';

const requireFrom = createRequire(join(process.cwd(), 'package.json'));
const lean = requireFrom('./shared/packaging/src/lean-clients.cjs') as Plugin[] & { readonly files: readonly RegExp[] };

/** The same calls, once for each service whose client is bundled. */
const CALLS = `
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { CognitoIdentityProviderClient, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3';
import { SecretsManagerClient, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';
import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
const calls = {
  dynamodb: (config) => new DynamoDBClient(config).send(new PutItemCommand({ TableName: 't', Item: {} })),
  events: (config) => new EventBridgeClient(config).send(new PutEventsCommand({ Entries: [] })),
  cognito: (config) => new CognitoIdentityProviderClient(config).send(
    new InitiateAuthCommand({ AuthFlow: 'USER_PASSWORD_AUTH', ClientId: 'c' })),
  s3: (config) => new S3Client(config).send(new GetObjectCommand({ Bucket: 'b', Key: 'k' })),
  secrets: (config) => new SecretsManagerClient(config).send(new GetSecretValueCommand({ SecretId: 's' })),
  ses: (config) => new SESClient(config).send(new SendEmailCommand({ Source: 'a@b.c', Destination: {}, Message: {
    Subject: { Data: 's' }, Body: { Text: { Data: 't' } } } })),
  sqs: (config) => new SQSClient(config).send(new SendMessageCommand({ QueueUrl: config.endpoint + '/1/q', MessageBody: 'm' })),
};
export const call = (service, config) => calls[service](config);`;

type Service = 'dynamodb' | 'events' | 'cognito' | 's3' | 'secrets' | 'ses' | 'sqs';
interface Bundle {
  readonly call: (service: Service, config: object) => Promise<object>;
}
interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const folder = mkdtempSync(join(tmpdir(), 'lean-clients-'));
let plain: Bundle;
let leaner: Bundle;
let bundled: readonly string[] = [];
let answer: Answer = { status: 200, body: '{}' };
let asked = 0;
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    asked += 1;
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
});

const bundle = async (name: string, plugins: Plugin[]): Promise<readonly string[]> => {
  const { metafile } = await build({
    stdin: { contents: CALLS, resolveDir: process.cwd() },
    ...{ bundle: true, minify: true, metafile: true, platform: 'node', format: 'cjs', plugins },
    // Jest has no `import()`.
    supported: { 'dynamic-import': false },
    ...{ mainFields: ['module', 'main'], outfile: join(folder, name), logLevel: 'silent' },
  });
  return Object.keys(metafile.inputs);
};

beforeAll(async () => {
  bundled = await bundle('plain.cjs', []);
  await bundle('lean.cjs', lean);
  plain = requireFrom(join(folder, 'plain.cjs')) as Bundle;
  leaner = requireFrom(join(folder, 'lean.cjs')) as Bundle;
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await new Promise((resolve) => server.close(resolve));
});

const config = () => ({
  ...{ region: 'eu-central-1', maxAttempts: 2 },
  credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
  endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
});

interface Failure extends Error {
  readonly $fault: string;
  readonly $retryable?: object;
  readonly $metadata: { readonly httpStatusCode: number; readonly attempts: number };
  readonly Item?: object;
  readonly CancellationReasons?: object;
}

/** All that the SDK or a function of ours reads of an error, and how often AWS was asked. */
const failureOf = async (one: Bundle, service: Service) => {
  asked = 0;
  const thrown: unknown = await one.call(service, config()).catch((error: unknown) => error);
  const { name, message, $fault, $retryable, $metadata, Item, CancellationReasons } = thrown as Failure;
  const { httpStatusCode, attempts } = $metadata;
  return { name, message, $fault, $retryable, httpStatusCode, attempts, Item, CancellationReasons, asked };
};

const json = (status: number, type: string, more: object = {}): Answer => ({
  ...{ status, headers: { 'content-type': 'application/x-amz-json-1.0' } },
  body: JSON.stringify({ __type: type, message: 'because', ...more }),
});
const xml = (status: number, body: string): Answer => ({ status, body, headers: { 'content-type': 'text/xml' } });

describe('the clients as they are bundled', () => {
  it.each(lean.files.map((file) => [file]))('have the file %s, which is made leaner', (file) => {
    expect(bundled.filter((path) => file.test(path))).not.toEqual([]);
  });

  it.each<[Service, string, Answer]>([
    ['dynamodb', 'a condition', json(400, 'a#ConditionalCheckFailedException', { Item: { id: { S: '1' } } })],
    [
      'dynamodb',
      'a transaction',
      json(400, 'a#TransactionCanceledException', { CancellationReasons: [{ Code: 'None' }] }),
    ],
    ['dynamodb', 'a throttle, tried again', json(400, 'a#ProvisionedThroughputExceededException')],
    ['dynamodb', 'a failure of AWS, tried again', json(500, 'a#InternalServerError')],
    ['dynamodb', 'an error that no model names', json(400, 'a#NobodyKnowsException')],
    ['events', 'a failure of AWS', json(500, 'InternalException')],
    ['cognito', 'a wrong password', json(400, 'NotAuthorizedException')],
    ['secrets', 'no such secret', json(400, 'ResourceNotFoundException')],
    ['sqs', 'a throttle', json(403, 'com.amazonaws.sqs#RequestThrottled')],
    [
      'ses',
      'a refused mail',
      xml(400, '<E><Error><Code>MessageRejected</Code><Message>because</Message></Error><RequestId>r</RequestId></E>'),
    ],
    ['ses', 'a throttle', xml(400, '<E><Error><Code>Throttling</Code><Message>because</Message></Error></E>')],
    ['s3', 'no such key', xml(404, '<Error><Code>NoSuchKey</Code><Message>because</Message></Error>')],
  ])('say of %s, and of %s, what the SDK says', async (service, _what, given) => {
    answer = given;
    const expected = await failureOf(plain, service);
    expect(expected).toMatchObject({ message: 'because', httpStatusCode: given.status });
    expect(await failureOf(leaner, service)).toEqual(expected);
  });

  it('name an error of SQS by the code that AWS sends, which for some is another name than its class has', async () => {
    const code = 'AWS.SimpleQueueService.NonExistentQueue';
    answer = {
      ...json(400, 'com.amazonaws.sqs#QueueDoesNotExist'),
      headers: { 'x-amzn-query-error': `${code};Sender` },
    };
    const expected = await failureOf(plain, 'sqs');
    expect(expected).toMatchObject({ name: 'QueueDoesNotExist', asked: 1 });
    expect(await failureOf(leaner, 'sqs')).toEqual({ ...expected, name: code });
  });

  it('find AWS in every region', async () => {
    const hosts = await Promise.all(
      ['eu-central-1', 'us-gov-west-1', 'cn-north-1'].map(async (region) => {
        const hostOf = async (one: Bundle): Promise<unknown> => {
          let host: unknown;
          const handle = ({ hostname }: { hostname: string }) => {
            host = hostname;
            return Promise.reject(new Error('asked'));
          };
          const { endpoint: _endpoint, ...rest } = config();
          await one.call('dynamodb', { ...rest, region, maxAttempts: 1, requestHandler: { handle } }).catch(() => host);
          return host;
        };
        return [await hostOf(plain), await hostOf(leaner)];
      }),
    );
    for (const [expected, host] of hosts) expect(host).toBe(expected);
    expect(hosts.map(([host]) => host)).toEqual([
      'dynamodb.eu-central-1.amazonaws.com',
      'dynamodb.us-gov-west-1.amazonaws.com',
      'dynamodb.cn-north-1.amazonaws.com.cn',
    ]);
  });
});
