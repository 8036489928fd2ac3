import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Cloud, ConformanceCase } from './case.ts';
import { refused, same } from './check.ts';
import { SECRETS } from './pages.ts';

interface Request {
  body: unknown;
  readonly headers: Record<string, string>;
}
type Next = (args: { readonly request: unknown }) => Promise<unknown>;
interface Bare {
  readonly middlewareStack: { readonly add: (middleware: unknown, options: object) => void };
}

/** The command with a body of its own: what the SDK would put right, or could not say, goes over the wire as it is. */
const bare = <Command>(command: Command, body: string): Command => {
  const middleware = (next: Next) => (args: { readonly request: unknown }) => {
    const request = args.request as Request;
    request.body = body;
    request.headers['content-length'] = String(Buffer.byteLength(body));
    return next(args);
  };
  (command as Bare).middlewareStack.add(middleware, { step: 'build', priority: 'high', name: 'bare' });
  return command;
};

/** What real DynamoDB answers, as dynalite's own tests record it. */
const RECORDED = 'https://github.com/architect/dynalite/blob/main/test/helpers.js';
const BOOLEANS = 'https://github.com/scylladb/scylladb/issues/9432';
const LENIENT = 'https://github.com/scylladb/scylladb/blob/master/test/alternator/test_manual_requests.py';

const TableName = 'Items';

const putBare = ({ dynamodb, fixture }: Cloud, item: unknown): Promise<unknown> =>
  dynamodb.send(
    bare(
      new PutItemCommand({ TableName, Item: {} }),
      JSON.stringify({ TableName: fixture.name(TableName), Item: item }),
    ),
  );

const getBare = ({ dynamodb }: Cloud, body: string): Promise<unknown> =>
  dynamodb.send(bare(new GetItemCommand({ TableName, Key: {} }), body));

const refuses = (id: string, rule: string, source: string, ...values: readonly unknown[]): ConformanceCase => ({
  id: `dynamodb/wire/${id}`,
  rule,
  source,
  run: async (cloud) => {
    for (const value of values) {
      const key = { pk: { S: cloud.unique('wire') }, sk: { S: 'a' } };
      await refused(putBare(cloud, { ...key, value }), 'SerializationException');
    }
  },
});

/** Requests that no SDK sends: somebody wrote them by hand. */
export const wire: readonly ConformanceCase[] = [
  refuses(
    'base64',
    'Bytes that are no base64, or lack its padding, are refused as such.',
    LENIENT,
    { B: 'YWJjZGVmZ2g' },
    { B: 'YWJj??!!' },
    { BS: ['=+/='] },
    { B: 1 },
  ),
  refuses(
    'boolean',
    'A truth value of another type, or a word that is none, is refused.',
    RECORDED,
    { BOOL: '23' },
    { BOOL: 1 },
    { BOOL: [] },
  ),
  {
    id: 'dynamodb/wire/boolean-word',
    rule: 'Some words are truth values: `yes` is one.',
    source: BOOLEANS,
    run: async (cloud) => {
      const key = { pk: { S: cloud.unique('wire') }, sk: { S: 'a' } };
      await putBare(cloud, { ...key, value: { BOOL: 'true' } });
      const { Item } = await cloud.dynamodb.send(
        new GetItemCommand({ TableName: cloud.fixture.name(TableName), Key: key }),
      );
      same(Item?.['value'], { BOOL: true });
    },
  },
  refuses(
    'text',
    'A text or a number of another type is refused.',
    RECORDED,
    { S: 1 },
    { N: 1 },
    { S: true },
    { SS: 'a' },
  ),
  refuses(
    'container',
    'A list or a map of another type is refused.',
    RECORDED,
    { L: 'x' },
    { M: [] },
    { L: {} },
    'x',
    [],
  ),
  {
    id: 'dynamodb/wire/names',
    rule: 'A name that is no text is refused, and so is a body that is no JSON.',
    source: LENIENT,
    run: async (cloud) => {
      for (const body of ['{"TableName":1,"Key":{}}', '{"TableName":["t"],"Key":{}}', '{', '7', '"x"'])
        await refused(getBare(cloud, body), 'SerializationException');
    },
  },
  {
    id: 'sqs/wire/names',
    rule: 'A name that is no text is refused.',
    source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html',
    only: 'engine',
    why: 'The page does not name the refusal of a wrong type; other services of AWS JSON answer this one.',
    run: async ({ sqs }) => {
      const command = new SendMessageCommand({ QueueUrl: 'http://none', MessageBody: 'x' });
      await refused(sqs.send(bare(command, '{"QueueUrl":1,"MessageBody":"x"}')), 'SerializationException');
    },
  },
  {
    id: 'secretsmanager/wire/token',
    rule: 'A request without a token is refused: an SDK makes one up, a bare request has to bring it.',
    source: SECRETS.api('PutSecretValue'),
    run: async ({ secretsmanager, fixture }) => {
      const SecretId = fixture.name('Rotated');
      const command = new PutSecretValueCommand({ SecretId, SecretString: 'x' });
      const { $metadata } = await refused(
        secretsmanager.send(bare(command, JSON.stringify({ SecretId, SecretString: 'x' }))),
        'InvalidRequestException',
        /You must provide a ClientRequestToken value/,
      );
      same($metadata.httpStatusCode, 400);
    },
  },
];
