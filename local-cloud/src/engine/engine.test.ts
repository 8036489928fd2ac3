import { describe, expect, it } from '@jest/globals';
import { item, model, open, placed, pollQueue, publish, react, roleOf, world } from './engine.fixture.ts';
import { answer, errorNameOf, START, STREAM_ARN } from './event-bus/choreography.fixture.ts';

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
    const { call, pass, now, engine, step, due } = world({ timeToLiveLagMs: 3_600_000 });
    call('dynamodb', 'PutItem', item('o1', { expiresAt: { N: String(START / 1000 + 60) } }));
    engine.finish(step()?.id ?? '', answer());
    expect(engine.nextDueAt(START)).toBe(START + 3_660_000);
    pass(3_600_000);
    expect(call('dynamodb', 'GetItem', { TableName: 'orders', Key: { id: { S: 'o1' } } })).toHaveProperty('Item');
    pass(61_000);
    expect(due()).toEqual(['ttl-expiry']);
    expect([engine.dueCount(now()), engine.dueAt(now(), 0).kind]).toEqual([1, 'ttl-expiry']);
    expect(() => engine.dueAt(now(), 1)).toThrow('no work');
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
