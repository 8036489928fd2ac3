import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { CloudModel, PolicyStatement, RoleDefinition, TableDefinition } from '../template/model.ts';
import type { Call, Environment } from './contract.ts';
import { makeEngine } from './engine.ts';
import type { EngineOptions } from './engine.ts';
import {
  aFunction,
  aModel,
  answer,
  aQueue,
  aQueueMapping,
  aRule,
  aStreamMapping,
  aTarget,
  errorNameOf,
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
const open = aQueue('stock-in');
const stockQueue = { ...open, policy: [letRuleIn(open.arn)] };
const publish = aFunction('orders-publish');
const react = aFunction('stock-react');

const roleOf = (arn: string, ...statements: PolicyStatement[]): RoleDefinition => ({
  name: arn.split('/').at(-1) ?? arn,
  arn,
  statements,
});
const pollStream = allow(['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'], STREAM_ARN);
const pollQueue = allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], stockQueue.arn);

const model = (more: Partial<CloudModel> = {}): CloudModel =>
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

const world = (more: Partial<EngineOptions> = {}) => {
  let time = START;
  const environment: Environment = { now: () => time, random: seededRandom() };
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

const item = (id: string, more: object = {}) => ({ TableName: 'orders', Item: { id: { S: id }, ...more } });
const placed = { EventBusName: 'orders', Source: 'orders', DetailType: 'OrderPlaced', Detail: '{"orderId":"o1"}' };

describe('a write to a table', () => {
  it('goes by its stream, a function, the bus, a rule and a queue to another function', () => {
    const { call, due, step, engine } = world();
    call('dynamodb', 'PutItem', item('o1'));
    expect(due()).toEqual(['stream-batch']);

    const publishing = step();
    expect(publishing).toMatchObject({
      functionName: 'orders-publish',
      payload: { Records: [{ eventName: 'INSERT', dynamodb: { NewImage: { id: { S: 'o1' } } } }] },
    });
    call('events', 'PutEvents', { Entries: [placed] }, 'orders-publish');
    engine.finish(publishing?.id ?? '', answer());

    expect(due()).toEqual(['rule-delivery']);
    step();
    expect(due()).toEqual(['queue-batch']);
    const reacting = step();
    expect(reacting).toMatchObject({ functionName: 'stock-react', payload: { Records: [{ eventSource: 'aws:sqs' }] } });
    engine.finish(reacting?.id ?? '', answer());
    expect(due()).toEqual([]);
    expect(engine.nextDueAt(START)).toBeUndefined();
    expect(engine.meter.totals()).toMatchObject({
      orders: { wru: 1, 'stream-read': 1, 'event-64kb': 1, 'lambda-request': 1 },
      stock: { 'sqs-request': 3, 'lambda-request': 1 },
    });
  });
});

describe('access', () => {
  it('is checked for what functions call', () => {
    const { call } = world();
    expect(errorNameOf(() => call('events', 'PutEvents', { Entries: [placed] }, 'stock-react'))).toBe(
      'AccessDeniedException',
    );
  });

  it('is checked for what rules send: a queue that does not let the rule in gets nothing', () => {
    const dropped: unknown[] = [];
    const { call, step, due } = world({ model: model({ queues: [open] }), onDrop: (one) => dropped.push(one) });
    call('events', 'PutEvents', { Entries: [placed] });
    step();
    expect(due()).toEqual([]);
    expect(dropped).toMatchObject([{ what: 'event', reason: expect.stringContaining('NO_PERMISSIONS') as unknown }]);
  });

  it('is checked for synchronous calls', () => {
    const { engine } = world();
    const caller = { kind: 'function', functionName: 'stock-react' } as const;
    expect(errorNameOf(() => engine.invoke('orders-publish', {}, caller))).toBe('AccessDeniedException');
    expect(engine.invoke('orders-publish', {}, { kind: 'admin' }).functionName).toBe('orders-publish');
  });

  it('lets no mapping begin whose role may not poll', () => {
    const roles = [roleOf(publish.roleArn), roleOf(react.roleArn, pollQueue)];
    expect(() => world({ model: model({ roles }) })).toThrow(
      `The role of orders-publish may not call dynamodb:GetRecords on ${STREAM_ARN}.`,
    );
  });
});

describe('the driver', () => {
  it('is told of work once the engine is at rest, and not before', () => {
    const { engine, call } = world();
    const seen: string[][] = [];
    engine.onWork(() => seen.push(engine.due(START).map(({ kind }) => kind)));
    call('events', 'PutEvents', { Entries: [placed, placed] });
    call('events', 'DescribeEventBus', { Name: 'orders' });
    expect(seen).toEqual([['rule-delivery', 'rule-delivery']]);
  });

  it('can see and stop every call, AWS’s own too', () => {
    const calls: string[] = [];
    const { call, step } = world({
      beforeCall: ({ service, operation, caller }) => calls.push(`${caller.kind} ${service}:${operation}`),
    });
    call('events', 'PutEvents', { Entries: [placed] });
    step();
    expect(calls).toEqual(['admin events:PutEvents', 'service sqs:SendMessage']);
  });

  it('learns what was in flight', () => {
    const { engine } = world();
    const { id } = engine.invoke('orders-publish', {}, { kind: 'admin' });
    expect(engine.inFlight()).toMatchObject([{ id, functionName: 'orders-publish' }]);
    engine.finish(id, answer());
    expect(engine.inFlight()).toEqual([]);
  });

  it('gets an AwsError for an operation that nobody implements', () => {
    expect(errorNameOf(() => world().call('sqs', 'CreateQueue', {}))).toBe('UnknownOperationException');
    expect(errorNameOf(() => world().call('sqs', 'toString', {}))).toBe('UnknownOperationException');
  });
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html */
describe('an item that has expired', () => {
  it('shows until its removal, which comes late and into the stream as DynamoDB’s own', () => {
    const { call, pass, engine, step, due } = world({ timeToLiveLagMs: 3_600_000 });
    call('dynamodb', 'PutItem', item('o1', { expiresAt: { N: String(START / 1000 + 60) } }));
    engine.finish(step()?.id ?? '', answer());
    expect(engine.nextDueAt(START)).toBe(START + 3_660_000);
    pass(3_600_000);
    expect(call('dynamodb', 'GetItem', { TableName: 'orders', Key: { id: { S: 'o1' } } })).toHaveProperty('Item');
    pass(61_000);
    expect(due()).toEqual(['ttl-expiry']);
    step();
    expect(call('dynamodb', 'GetItem', { TableName: 'orders', Key: { id: { S: 'o1' } } })).not.toHaveProperty('Item');
    expect(step()?.payload).toMatchObject({
      Records: [{ eventName: 'REMOVE', userIdentity: { principalId: 'dynamodb.amazonaws.com' } }],
    });
  });
});

describe('the same calls, clock and chance', () => {
  it('give the same state', () => {
    const run = () => {
      const { call, step, engine } = world();
      call('dynamodb', 'PutItem', item('o1'));
      call('events', 'PutEvents', { Entries: [placed] });
      step();
      engine.finish(step()?.id ?? '', answer());
      return engine.state;
    };
    expect(structuredClone(run())).toEqual(structuredClone(run()));
  });
});
