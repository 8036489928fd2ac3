import {
  aFunction,
  aModel,
  aQueue,
  aQueueMapping,
  aRule,
  aTarget,
} from '../../engine/event-bus/choreography.fixture.ts';
import { aStreamMapping, STREAM_ARN } from '../../engine/event-bus/choreography.fixture.ts';
import type { CloudModel, FunctionDefinition, PolicyStatement } from '../../template/model.ts';
import type { Urls } from '../start.ts';
import type { Workshop } from './zips.ts';

/** What the SDK would do, without bundling it into every hand-made package. */
const SEND = `
const send = async (target, input) => {
  const response = await fetch(process.env.AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: { 'x-amz-target': target, authorization: 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/x' },
    body: JSON.stringify(input),
  });
  const output = await response.json();
  if (!response.ok) throw Object.assign(new Error(output.message), { name: output.__type });
  return output;
};`;

const PLACE = `${SEND}
exports.handler = async (event) => {
  const { id } = JSON.parse(event.body);
  await send('DynamoDB_20120810.PutItem', { TableName: 'orders', Item: { id: { S: id } } });
  return { statusCode: 201, body: JSON.stringify({ id, by: event.requestContext.authorizer.jwt.claims.username }) };
};`;
const PUBLISH = `${SEND}
exports.handler = async ({ Records }) => {
  const entries = Records.map((record) => ({
    EventBusName: 'orders', Source: 'orders', DetailType: 'OrderPlaced', Detail: JSON.stringify({ id: record.dynamodb.Keys.id.S }) }));
  while (entries.length > 0) await send('AWSEvents.PutEvents', { Entries: entries.splice(0, 10) });
};`;
const REACT = `
exports.handler = async ({ Records }) => {
  for (const { body } of Records) console.log('reacted to ' + JSON.parse(body).detail.id);
  return { batchItemFailures: [] };
};`;
const ODD = `exports.handler = async (event) => {
  if (event.rawPath === '/odd/fail') throw new Error('secret detail');
  if (event.rawPath === '/odd/hang') await new Promise(() => {});
  return { length: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8').length };
};`;

const allow = (actions: readonly string[], resource: string, more: Partial<PolicyStatement> = {}): PolicyStatement => ({
  effect: 'Allow',
  actions,
  resources: [resource],
  conditions: {},
  ...more,
});

export const CLIENT_ID = 'client-1';
export const WAREHOUSE_KEY = 'key-of-the-warehouse-0123456789';

/** A small shop on everything that the server has: route → table → stream → bus → queue → function. */
export const shopModel =
  (workshop: Workshop) =>
  ({ apiUrl, awsUrl }: Urls): CloudModel => {
    const base = aModel();
    const { region, accountId } = base;
    const arn = (service: string, name: string): string => `arn:aws:${service}:${region}:${accountId}:${name}`;
    const letApiIn = (name: string): PolicyStatement =>
      allow(['lambda:InvokeFunction'], arn('lambda', `function:${name}`), {
        principals: ['apigateway.amazonaws.com'],
        conditions: { ArnLike: { 'aws:SourceArn': [arn('execute-api', 'api/*')] } },
      });
    const make = (name: string, source: string, more: Partial<FunctionDefinition> = {}): FunctionDefinition =>
      aFunction(name, {
        handler: 'src/lambda.handler',
        zipPath: workshop.pack(name, source),
        policy: [letApiIn(name)],
        ...more,
      });
    const [place, publish, react] = [
      make('orders-place', PLACE),
      make('orders-publish', PUBLISH),
      make('stock-react', REACT),
    ];
    const forbidden = make('orders-forbidden', PLACE, { policy: [] });
    const odd = make('orders-odd', ODD, { timeoutSeconds: 1 });
    const rule = aRule('placed');
    const deadLetters = aQueue('stock-dead', { url: `${awsUrl}/${accountId}/stock-dead` });
    const queue = aQueue('stock-in', {
      url: `${awsUrl}/${accountId}/stock-in`,
      redrive: { deadLetterArn: deadLetters.arn, maxReceiveCount: 3 },
      policy: [
        allow(['sqs:SendMessage'], arn('sqs', 'stock-in'), {
          principals: ['events.amazonaws.com'],
          conditions: { ArnEquals: { 'aws:SourceArn': [rule.arn] } },
        }),
      ],
    });
    const issuer = `${awsUrl}/local_pool`;
    const authorizer = { issuer, audience: [CLIENT_ID], scopes: [] };
    const role = (definition: FunctionDefinition, ...statements: PolicyStatement[]) => ({
      name: definition.name,
      arn: definition.roleArn,
      statements,
    });
    const secretArn = arn('secretsmanager', 'secret:warehouse-AbCdEf');
    return {
      ...base,
      tables: [
        {
          name: 'orders',
          arn: arn('dynamodb', 'table/orders'),
          hashKey: { name: 'id', type: 'S' },
          indexes: [],
          stream: { arn: STREAM_ARN, view: 'NEW_IMAGE' },
        },
      ],
      queues: [queue, deadLetters],
      rules: [{ ...rule, targets: [aTarget(queue.arn)] }],
      functions: [place, publish, react, forbidden, odd],
      mappings: [aStreamMapping(publish.name), aQueueMapping(queue.name, react.name)],
      httpApi: {
        id: 'api',
        endpoint: apiUrl,
        routes: [
          { method: 'POST', path: '/orders', functionName: place.name, authorizer },
          { method: 'POST', path: '/forbidden', functionName: forbidden.name },
          { method: 'ANY', path: '/odd/{what}', functionName: odd.name },
        ],
      },
      buckets: [{ name: 'invoices', arn: 'arn:aws:s3:::invoices' }],
      secrets: [
        {
          name: 'shop/partners/warehouse',
          arn: secretArn,
          value: { kind: 'string', text: JSON.stringify({ kid: 'k1', key: WAREHOUSE_KEY }) },
        },
      ],
      userPools: [
        {
          id: 'local_pool',
          arn: arn('cognito-idp', 'userpool/local_pool'),
          clientIds: [CLIENT_ID],
          groups: ['staff'],
          issuer,
          passwordPolicy: {
            minimumLength: 8,
            requireUppercase: false,
            requireLowercase: false,
            requireNumbers: false,
            requireSymbols: false,
          },
          accessTokenMinutes: 60,
        },
      ],
      roles: [
        role(place, allow(['dynamodb:PutItem'], arn('dynamodb', 'table/orders'))),
        role(
          publish,
          allow(['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'], STREAM_ARN),
          allow(['events:PutEvents'], arn('events', 'event-bus/orders')),
        ),
        role(react, allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], queue.arn)),
        role(forbidden),
        role(odd),
      ],
      emailIdentities: [{ identity: 'example.com', arn: arn('ses', 'identity/example.com') }],
      outputs: { 'platform.WarehouseSecretArn': secretArn, 'platform.ApiUrl': apiUrl },
      owners: { [arn('dynamodb', 'table/orders')]: 'orders' },
    };
  };
