import type { CloudModel, FunctionDefinition, PolicyStatement } from '../../template/model.ts';

/** Builders for the tests of this folder and its neighbours: override what the rule is about. */

export const ACCOUNT = '000000000000';
export const REGION = 'eu-west-1';
export const arn = (service: string, resource: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

export const aStatement = (override: Partial<PolicyStatement> = {}): PolicyStatement => ({
  effect: 'Allow',
  actions: ['*'],
  resources: ['*'],
  conditions: {},
  ...override,
});

export const aFunction = (override: Partial<FunctionDefinition> = {}): FunctionDefinition => ({
  name: 'orders-local-place',
  arn: arn('lambda', 'function:orders-local-place'),
  service: 'orders',
  key: 'place',
  handler: 'src/lambda.place',
  zipPath: '/nowhere/orders.zip',
  environment: {},
  timeoutSeconds: 6,
  memoryMb: 256,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/orders-place`,
  asynchronous: { maximumRetryAttempts: 2, maximumEventAgeSeconds: 21_600 },
  policy: [],
  ...override,
});

/** Of a queue that says nothing else. */
export const QUEUE_DEFAULTS = {
  visibilityTimeoutSeconds: 30,
  retentionSeconds: 345_600,
  largestMessageBytes: 1_048_576,
  receiveWaitSeconds: 0,
  otherAttributes: {},
  delaySeconds: 0,
  policy: [],
} as const;

export const aModel = (override: Partial<CloudModel> = {}): CloudModel => ({
  region: REGION,
  accountId: ACCOUNT,
  stage: 'local',
  tables: [
    {
      name: 'orders-local',
      arn: arn('dynamodb', 'table/orders-local'),
      hashKey: { name: 'pk', type: 'S' },
      rangeKey: { name: 'sk', type: 'S' },
      indexes: [{ name: 'byCustomer', hashKey: { name: 'customerId', type: 'S' }, projection: 'ALL' }],
    },
    { name: 'stock-local', arn: arn('dynamodb', 'table/stock-local'), hashKey: { name: 'pk', type: 'S' }, indexes: [] },
  ],
  queues: [
    {
      name: 'payments-in',
      arn: arn('sqs', 'payments-in'),
      url: `http://127.0.0.1:4566/${ACCOUNT}/payments-in`,
      ...QUEUE_DEFAULTS,
    },
  ],
  buses: [{ name: 'shop', arn: arn('events', 'event-bus/shop') }],
  archives: [],
  rules: [],
  functions: [aFunction()],
  mappings: [],
  httpApi: { id: 'api', endpoint: 'http://127.0.0.1:3000', routes: [] },
  buckets: [{ name: 'invoices', arn: 'arn:aws:s3:::invoices' }],
  secrets: [
    {
      name: 'warehouse/key',
      arn: arn('secretsmanager', 'secret:warehouse/key-Ab12Cd'),
      value: { kind: 'string', text: 'initial' },
    },
  ],
  userPools: [
    {
      id: 'eu-west-1_local',
      arn: arn('cognito-idp', 'userpool/eu-west-1_local'),
      clientIds: ['shop-client'],
      groups: ['staff'],
      issuer: 'http://127.0.0.1:4566/eu-west-1_local',
      passwordPolicy: {
        minimumLength: 10,
        requireUppercase: true,
        requireLowercase: true,
        requireNumbers: true,
        requireSymbols: true,
      },
      accessTokenMinutes: 60,
    },
  ],
  schedules: [],
  roles: [{ name: 'orders-place', arn: `arn:aws:iam::${ACCOUNT}:role/orders-place`, statements: [] }],
  emailIdentities: [{ identity: 'shop.example', arn: arn('ses', 'identity/shop.example') }],
  outputs: {},
  ...override,
});

/** The function `orders-local-place` with a role of exactly these statements. */
export const aModelWhereRoleSays = (
  statements: readonly PolicyStatement[],
  override: Partial<CloudModel> = {},
): CloudModel =>
  aModel({
    roles: [{ name: 'orders-place', arn: `arn:aws:iam::${ACCOUNT}:role/orders-place`, statements }],
    ...override,
  });
