import { describe, expect, it } from '@jest/globals';
import { AwsError } from '../contract.ts';
import { aFunction, aModel, aQueue, aRule, aTarget, aWorld, answer, errorNameOf } from './choreography.fixture.ts';
import type { Gate } from './choreography.fixture.ts';

const queue = aQueue('stock-in');
const deadLetters = aQueue('stock-dead');
const handler = aFunction('stock-react');
const target = aTarget(queue.arn, { deadLetterArn: deadLetters.arn });
const placed = { EventBusName: 'orders', Source: 'orders', DetailType: 'OrderPlaced', Detail: '{"n":1.0}' };

const world = (targets = [target], gate?: Gate) =>
  aWorld(
    aModel({ queues: [queue, deadLetters], functions: [handler], rules: [aRule('placed', { targets })] }),
    gate && { gate },
  );
const put = (on: ReturnType<typeof world>, ...Entries: unknown[]) => on.call('events', 'PutEvents', { Entries });

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
describe('PutEvents', () => {
  it('answers 200 with a result by index when some entries fail', () => {
    const on = world();
    const result = put(
      on,
      placed,
      { ...placed, Detail: '{' },
      { ...placed, Detail: '[]' },
      { ...placed, Source: '' },
      { ...placed, DetailType: undefined },
      { ...placed, EventBusName: 'none' },
      { ...placed, Source: 'aws.orders' },
    ) as { FailedEntryCount: number; Entries: { EventId?: string; ErrorCode?: string }[] };
    expect(result.FailedEntryCount).toBe(6);
    expect(result.Entries.map(({ EventId, ErrorCode }) => ErrorCode ?? typeof EventId)).toEqual([
      'string',
      'MalformedDetail',
      'MalformedDetail',
      'InvalidArgument',
      'InvalidArgument',
      'ResourceNotFoundException',
      'NotAuthorizedForSourceException',
    ]);
    expect(on.due(on.now())).toHaveLength(1);
  });

  it.each([
    ['eleven entries', Array.from({ length: 11 }, () => placed)],
    ['no entries', []],
    [
      'more than 1 MB together',
      [
        { ...placed, Detail: JSON.stringify('x'.repeat(600_000)) },
        { ...placed, Detail: JSON.stringify('x'.repeat(600_000)) },
      ],
    ],
  ])('refuses %s as a whole', (_case, entries) => {
    expect(errorNameOf(() => put(world(), ...entries))).toBe('ValidationException');
  });

  it('wraps the detail, as it was written, into the envelope', () => {
    const on = world();
    put(on, { ...placed, Resources: ['order/1'] });
    on.startDue();
    const body = on.read('stock-in')[0]?.Body ?? '';
    expect(body).toContain('"detail":{"n":1.0}');
    expect(JSON.parse(body)).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/) as unknown,
      'detail-type': 'OrderPlaced',
      source: 'orders',
      account: '123456789012',
      time: '2026-01-01T00:00:00Z',
      region: 'eu-central-1',
      resources: ['order/1'],
      detail: { n: 1 },
    });
  });

  it('gives an event that is sent again a second id', () => {
    const result = put(world(), placed, placed) as { Entries: { EventId: string }[] };
    expect(new Set(result.Entries.map(({ EventId }) => EventId)).size).toBe(2);
  });

  it('bills an entry in steps of 64 kB', () => {
    const on = world([]);
    put(on, placed, { ...placed, Detail: JSON.stringify({ text: 'x'.repeat(65_536) }) });
    expect(on.meter.totals()).toEqual({ platform: { 'event-64kb': 3 } });
  });
});

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
describe('a target that may not be reached', () => {
  const refuseQueue: Gate = ({ service, input }) =>
    service === 'sqs' && (input as { QueueUrl: string }).QueueUrl === queue.url
      ? new AwsError('AccessDenied', 'not allowed', 403)
      : undefined;

  it('is not tried again: the event goes to the dead-letter queue at once', () => {
    const on = world([target], refuseQueue);
    put(on, placed);
    on.startDue();
    const [message] = on.read('stock-dead');
    expect(message?.Body).toContain('"detail":{"n":1.0}');
    expect(
      Object.fromEntries(
        Object.entries(message?.MessageAttributes ?? {}).map(([key, { StringValue }]) => [key, StringValue]),
      ),
    ).toEqual({
      RULE_ARN: 'arn:aws:events:eu-central-1:123456789012:rule/orders/placed',
      TARGET_ARN: queue.arn,
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: 'not allowed',
      RETRY_ATTEMPTS: '0',
    });
  });

  it('loses the event, audibly, when there is no dead-letter queue', () => {
    const on = world([aTarget(queue.arn)], refuseQueue);
    put(on, placed);
    on.startDue();
    expect(on.dropped).toMatchObject([
      { what: 'event', reason: 'NO_PERMISSIONS: not allowed There is no dead-letter queue.' },
    ]);
    expect(on.nextDueAt()).toBeUndefined();
  });

  it('loses the event when the dead-letter queue refuses the rule too', () => {
    const on = world([target], ({ service }) =>
      service === 'sqs' ? new AwsError('AccessDenied', 'no', 403) : undefined,
    );
    put(on, placed);
    on.startDue();
    expect(on.dropped).toHaveLength(1);
  });

  it('parks the event for a target that does not exist', () => {
    const on = world([{ ...target, arn: 'arn:aws:sqs:eu-central-1:123456789012:none' }]);
    put(on, placed);
    on.startDue();
    expect(on.read('stock-dead')[0]?.MessageAttributes?.['ERROR_CODE']?.StringValue).toBe('NO_RESOURCE');
  });
});

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
describe('a target that fails for a while', () => {
  const outage = (targets: ReturnType<typeof aTarget>[]) => {
    let isDown = true;
    const on = world(targets, ({ service, operation, input }) =>
      isDown &&
      service === 'sqs' &&
      operation === 'SendMessage' &&
      (input as { QueueUrl: string }).QueueUrl === queue.url
        ? new AwsError('InternalError', 'down', 500)
        : undefined,
    );
    const heal = (): void => {
      isDown = false;
    };
    const drain = (): number => {
      let attempts = 0;
      for (let at: number | undefined = on.now(); at !== undefined; at = on.nextDueAt()) {
        on.pass(at - on.now());
        attempts += on.due(on.now()).length;
        on.startDue();
      }
      return attempts;
    };
    return { on, heal, drain };
  };

  it('gets the event once it is back, with growing waits in between', () => {
    const { on, heal, drain } = outage([target]);
    put(on, placed);
    const waits = Array.from({ length: 4 }, () => {
      on.startDue();
      const wait = (on.nextDueAt() ?? 0) - on.now();
      on.pass(wait);
      return wait;
    });
    for (const [index, wait] of waits.entries()) expect(wait / 2 ** index).toBeGreaterThanOrEqual(500);
    heal();
    drain();
    expect(on.read('stock-in')).toHaveLength(1);
  });

  it('gives up after the retries of the target', () => {
    const { on, drain } = outage([{ ...target, maximumRetryAttempts: 3 }]);
    put(on, placed);
    expect(drain()).toBe(4);
    const attributes = on.read('stock-dead')[0]?.MessageAttributes;
    expect(attributes?.['EXHAUSTED_RETRY_CONDITION']?.StringValue).toBe('MaximumRetryAttempts');
    expect(attributes?.['RETRY_ATTEMPTS']?.StringValue).toBe('3');
    expect(attributes?.['ERROR_CODE']?.StringValue).toBe('ERROR_FROM_TARGET');
  });

  it('gives up at the age of the target, and by default within 24 hours and 185 retries', () => {
    const young = outage([{ ...target, maximumEventAgeSeconds: 60 }]);
    put(young.on, placed);
    young.drain();
    expect(young.on.read('stock-dead')[0]?.MessageAttributes?.['EXHAUSTED_RETRY_CONDITION']?.StringValue).toBe(
      'MaximumEventAgeInSeconds',
    );

    const { on, drain } = outage([target]);
    put(on, placed);
    const began = on.now();
    expect(drain()).toBeLessThanOrEqual(186);
    expect(on.now() - began).toBeLessThanOrEqual(86_400_000);
    expect(on.read('stock-dead')).toHaveLength(1);
  });
});

describe('a rule that targets a function', () => {
  it('has delivered once the asynchronous queue has taken the event', () => {
    const on = world([aTarget(handler.arn)]);
    put(on, placed);
    const invocation = on.theInvocation();
    expect(invocation).toMatchObject({ functionName: 'stock-react', payload: { source: 'orders', detail: { n: 1 } } });
    on.finish(invocation.id, answer());
    expect(on.nextDueAt()).toBeUndefined();
  });
});

describe('rules', () => {
  it('that are disabled, on another bus or about other events deliver nothing', () => {
    const rules = [
      aRule('off', { enabled: false, targets: [target] }),
      aRule('elsewhere', { busName: 'other', targets: [target] }),
      aRule('shipped', { pattern: { 'detail-type': ['OrderShipped'] }, targets: [target] }),
    ];
    const on = aWorld(aModel({ queues: [queue], rules }));
    on.call('events', 'PutEvents', { Entries: [placed] });
    expect(on.due(on.now())).toEqual([]);
  });

  it('are listed with their patterns', () => {
    expect(world().call('events', 'ListRules', { EventBusName: 'orders' })).toMatchObject({
      Rules: [{ Name: 'placed', EventPattern: '{"source":["orders"]}', State: 'ENABLED', EventBusName: 'orders' }],
    });
    expect(world().call('events', 'DescribeEventBus', { Name: 'orders' })).toMatchObject({ Name: 'orders' });
    expect(errorNameOf(() => world().call('events', 'DescribeEventBus', { Name: 'none' }))).toBe(
      'ResourceNotFoundException',
    );
  });

  it('with a pattern that is not valid stop the cloud from starting', () => {
    expect(errorNameOf(() => aWorld(aModel({ rules: [aRule('bad', { pattern: { source: 'orders' } })] })))).toBe(
      'InvalidEventPatternException',
    );
  });
});

describe('TestEventPattern', () => {
  it('says whether an event would match', () => {
    const test = (EventPattern: string) => () =>
      world().call('events', 'TestEventPattern', { EventPattern, Event: '{"source":"orders"}' });
    expect(test('{"source":["orders"]}')()).toEqual({ Result: true });
    expect(test('{"source":["stock"]}')()).toEqual({ Result: false });
    expect(errorNameOf(test('{'))).toBe('InvalidEventPatternException');
    expect(errorNameOf(test('{"source":"orders"}'))).toBe('InvalidEventPatternException');
  });
});
