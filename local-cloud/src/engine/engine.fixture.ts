import { generateKeyPairSync } from 'node:crypto';
import type { CloudModel, PolicyStatement, RoleDefinition, TableDefinition } from '../template/model.ts';
import type { Call, Environment } from './contract.ts';
import { makeEngine } from './engine.ts';
import type { EngineOptions } from './engine.ts';
import {
  aFunction,
  aModel,
  aQueue,
  aQueueMapping,
  aRule,
  aStreamMapping,
  aTarget,
  seededRandom,
  START,
  STREAM_ARN,
} from './event-bus/choreography.fixture.ts';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

const allow = (actions: string[], resource: string): PolicyStatement => ({
  effect: 'Allow',
  actions,
  resources: [resource],
  conditions: {},
});

const table: TableDefinition = {
  name: 'orders',
  arn: 'arn:aws:dynamodb:eu-central-1:123456789012:table/orders',
  hashKey: { name: 'id', type: 'S' },
  indexes: [],
  stream: { arn: STREAM_ARN, view: 'NEW_IMAGE' },
  ttlAttribute: 'expiresAt',
};
const busArn = 'arn:aws:events:eu-central-1:123456789012:event-bus/orders';
const rule = aRule('placed', { targets: [] });
const letRuleIn = (arn: string): PolicyStatement => ({
  ...allow(['sqs:SendMessage'], arn),
  principals: ['events.amazonaws.com'],
  conditions: { ArnEquals: { 'aws:SourceArn': [rule.arn] } },
});
export const open = aQueue('stock-in');
const stockQueue = { ...open, policy: [letRuleIn(open.arn)] };
export const publish = aFunction('orders-publish');
export const react = aFunction('stock-react');

export const roleOf = (arn: string, ...statements: PolicyStatement[]): RoleDefinition => ({
  name: arn.split('/').at(-1) ?? arn,
  arn,
  statements,
});
const pollStream = allow(['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'], STREAM_ARN);
export const pollQueue = allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], stockQueue.arn);

export const model = (more: Partial<CloudModel> = {}): CloudModel =>
  aModel({
    tables: [table],
    queues: [stockQueue],
    rules: [{ ...rule, targets: [aTarget(stockQueue.arn)] }],
    functions: [publish, react],
    mappings: [aStreamMapping('orders-publish'), aQueueMapping('stock-in', 'stock-react')],
    owners: { [table.arn]: 'orders', [stockQueue.arn]: 'stock' },
    roles: [roleOf(publish.roleArn, pollStream, allow(['events:PutEvents'], busArn)), roleOf(react.roleArn, pollQueue)],
    ...more,
  });

/** An engine of this model with a clock that the test moves. */
export const world = ({ random = seededRandom(), ...more }: Partial<EngineOptions & Environment> = {}) => {
  let time = START;
  const environment: Environment = { now: () => time, random };
  const signingKey = { privateKeyPem: privateKey, kid: 'test' };
  const engine = makeEngine({ model: model(), environment, signingKey, shardsPerStream: 1, ...more });
  const call = (service: Call['service'], operation: string, input: unknown, functionName?: string): unknown =>
    engine.execute({
      service,
      operation,
      input,
      caller: functionName === undefined ? { kind: 'admin' } : { kind: 'function', functionName },
    });
  return {
    engine,
    call,
    now: (): number => time,
    pass: (milliseconds: number): void => {
      time += milliseconds;
    },
    due: () => engine.due(time).map(({ kind }) => kind),
    step: () => {
      const [work] = engine.due(time);
      return engine.start(work?.id ?? 'none');
    },
  };
};

export const item = (id: string, more: object = {}) => ({ TableName: 'orders', Item: { id: { S: id }, ...more } });
export const placed = {
  EventBusName: 'orders',
  Source: 'orders',
  DetailType: 'OrderPlaced',
  Detail: '{"orderId":"o1"}',
};
