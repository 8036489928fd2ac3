import { describe, expect, it } from '@jest/globals';
import {
  answer,
  aFunction,
  aModel,
  aQueue,
  aQueueMapping,
  aRule,
  aTarget,
  aWorld,
  crash,
  errorNameOf,
} from './choreography.fixture.ts';

const deadLetters = aQueue('inventory-dead');
const queue = aQueue('inventory-events', { redrive: { deadLetterArn: deadLetters.arn, maxReceiveCount: 2 } });
const model = aModel({
  queues: [queue, deadLetters],
  functions: [aFunction('inventory-react')],
  mappings: [aQueueMapping('inventory-events', 'inventory-react')],
  rules: [
    aRule('placed', { pattern: { source: ['orders'], 'detail-type': ['OrderPlaced'] }, targets: [aTarget(queue.arn)] }),
  ],
});

const placed = (orderId: string) => ({
  EventBusName: 'orders',
  Source: 'orders',
  DetailType: 'OrderPlaced',
  Detail: JSON.stringify({ orderId }),
});

interface SqsEvent {
  readonly Records: readonly {
    readonly messageId: string;
    readonly body: string;
    readonly attributes: Record<string, string>;
  }[];
}

describe('two events of which a consumer can handle only one', () => {
  const world = aWorld(model);
  const seen = (payload: unknown) => {
    const { Records } = payload as SqsEvent;
    return Records.map(({ body, attributes }) => ({
      orderId: (JSON.parse(body) as { detail: { orderId: string } }).detail.orderId,
      received: attributes['ApproximateReceiveCount'],
    }));
  };
  const failOf = (payload: unknown, orderId: string) => {
    const poison = (payload as SqsEvent).Records.find(({ body }) => body.includes(orderId));
    return answer({ batchItemFailures: [{ itemIdentifier: poison?.messageId }] });
  };

  it('go from the bus by a rule to the queue and in one batch to the function', () => {
    expect(world.call('events', 'PutEvents', { Entries: [placed('good'), placed('poison')] })).toMatchObject({
      FailedEntryCount: 0,
    });
    expect(world.due(world.now()).map(({ kind }) => kind)).toEqual(['rule-delivery', 'rule-delivery']);
    for (const { id } of world.due(world.now())) expect(world.start(id)).toBeUndefined();
    expect(world.due(world.now()).map(({ kind }) => kind)).toEqual(['queue-batch']);

    const invocation = world.theInvocation();
    expect(seen(invocation.payload)).toEqual([
      { orderId: 'good', received: '1' },
      { orderId: 'poison', received: '1' },
    ]);
    world.finish(invocation.id, failOf(invocation.payload, 'poison'));
  });

  it('leave the failed one hidden until the visibility time-out ends', () => {
    expect(world.due(world.now())).toEqual([]);
    expect(world.nextDueAt()).toBe(world.now() + 30_000);
    world.pass(30_000);
    const invocation = world.theInvocation();
    expect(seen(invocation.payload)).toEqual([{ orderId: 'poison', received: '2' }]);
    world.finish(invocation.id, crash);
  });

  it('end with the failed one in the dead-letter queue, which says where it came from', () => {
    world.pass(30_000);
    expect(world.startDue()).toEqual([]);
    expect(world.due(world.now())).toEqual([]);
    expect(world.nextDueAt()).toBeUndefined();
    const [message, ...others] = world.read('inventory-dead');
    expect(others).toEqual([]);
    expect(message?.Body).toContain('poison');
    expect(message?.Attributes['DeadLetterQueueSourceArn']).toBe(queue.arn);
  });

  it('and were counted as AWS would bill them', () => {
    expect(world.meter.totals()).toEqual({
      platform: { 'event-64kb': 2 },
      // Two sends by the rule, two polls that found messages, one delete, one read of the dead letters by hand.
      inventory: { 'sqs-request': 6, 'lambda-request': 2, 'lambda-ms': 2 },
    });
  });
});

describe('the same calls with the same clock and chance', () => {
  const run = () => {
    const world = aWorld(model);
    world.call('events', 'PutEvents', { Entries: [placed('a'), placed('b')] });
    const trace: unknown[] = [];
    for (let [work] = world.due(world.now()); work !== undefined; [work] = world.due(world.now())) {
      const invocation = world.start(work.id);
      trace.push(work, invocation);
      if (invocation !== undefined) world.finish(invocation.id, answer());
    }
    return { trace, state: structuredClone(world.state) };
  };

  it('give the same work in the same order and the same state', () => {
    expect(run()).toEqual(run());
  });
});

describe('a function with one reserved execution', () => {
  const busy = {
    ...model,
    functions: [aFunction('inventory-react', { reservedConcurrency: 1 })],
    mappings: [aQueueMapping('inventory-events', 'inventory-react', { batchSize: 1 })],
  };

  it('gets one batch at a time; the next is due when it has ended', () => {
    const world = aWorld(busy);
    world.call('events', 'PutEvents', { Entries: [placed('a'), placed('b')] });
    const invocation = world.theInvocation();
    expect(world.due(world.now())).toEqual([]);
    expect(() => world.start('queue-batch/inventory-events-to-inventory-react')).toThrow('no free execution');
    world.finish(invocation.id, answer());
    expect(world.due(world.now())).toHaveLength(1);
  });

  it('refuses a synchronous call meanwhile', () => {
    const world = aWorld(busy);
    world.functions.invoke('inventory-react', {});
    expect(errorNameOf(() => world.functions.invoke('inventory-react', {}))).toBe('TooManyRequestsException');
  });
});

describe('work that is not due', () => {
  it('cannot be started', () => {
    const world = aWorld(model);
    expect(() => world.start('rule-delivery/0')).toThrow('not due');
  });
});

describe('a report about an invocation that is not in flight', () => {
  it('is ignored, also when it comes twice', () => {
    const world = aWorld(model);
    const { id } = world.functions.invoke('inventory-react', {});
    world.finish(id, answer());
    const before = structuredClone(world.state);
    world.finish(id, crash);
    world.finish('unknown', crash);
    expect(world.state).toEqual(before);
    expect(world.functions.inFlight()).toEqual([]);
  });
});
