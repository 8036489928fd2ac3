import { describe, expect, it } from '@jest/globals';
import { aFunction, aModel, answer, aQueue, aWorld, crash, errorNameOf } from '../event-bus/choreography.fixture.ts';

const lost = aQueue('mail-lost');
const world = (asynchronous: object = {}) =>
  aWorld(
    aModel({
      queues: [lost],
      functions: [
        aFunction('mail-send', {
          asynchronous: {
            maximumRetryAttempts: 2,
            maximumEventAgeSeconds: 21_600,
            onFailureArn: lost.arn,
            ...asynchronous,
          },
        }),
      ],
    }),
  );
const invoke = (on: ReturnType<typeof world>, more: object = {}) =>
  on.call('lambda', 'Invoke', { FunctionName: 'mail-send', InvocationType: 'Event', Payload: '{"n":1}', ...more });

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
describe('an asynchronous invocation', () => {
  it('is accepted at once and runs when it is due', () => {
    const on = world();
    expect(invoke(on)).toEqual({ StatusCode: 202 });
    const invocation = on.theInvocation();
    expect(invocation).toMatchObject({ functionName: 'mail-send', payload: { n: 1 }, deadlineAt: on.now() + 6000 });
    on.finish(invocation.id, answer());
    expect(on.nextDueAt()).toBeUndefined();
    expect(on.state.functions.events.size).toBe(0);
  });

  it('is tried two more times, after one minute and after two, and is then gone to the destination', () => {
    const on = world();
    invoke(on);
    on.finish(on.theInvocation().id, crash);
    expect(on.nextDueAt()).toBe(on.now() + 60_000);
    on.pass(60_000);
    on.finish(on.theInvocation().id, crash);
    expect(on.nextDueAt()).toBe(on.now() + 120_000);
    on.pass(120_000);
    on.finish(on.theInvocation().id, crash);
    expect(on.nextDueAt()).toBeUndefined();
    expect(JSON.parse(on.read('mail-lost')[0]?.Body ?? '')).toMatchObject({
      version: '1.0',
      requestContext: {
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
        functionArn: expect.stringMatching(/:\$LATEST$/) as unknown,
      },
      requestPayload: { n: 1 },
      responseContext: { statusCode: 200, functionError: 'Unhandled' },
      responsePayload: { errorType: 'Error', errorMessage: 'boom' },
    });
  });

  it('is dropped without a destination', () => {
    const on = world({ maximumRetryAttempts: 0, onFailureArn: undefined });
    invoke(on);
    on.finish(on.theInvocation().id, crash);
    expect(on.dropped).toMatchObject([{ what: 'invocation', subject: 'mail-send' }]);
  });

  it('is given up when it is too old', () => {
    const on = world({ maximumEventAgeSeconds: 60 });
    invoke(on);
    on.pass(61_000);
    expect(on.startDue()).toEqual([]);
    expect(JSON.parse(on.read('mail-lost')[0]?.Body ?? '')).toMatchObject({
      requestContext: { condition: 'EventAgeExceeded' },
    });
  });

  it('is refused for an unknown function and for a payload that is no JSON', () => {
    expect(errorNameOf(() => invoke(world(), { FunctionName: 'none' }))).toBe('ResourceNotFoundException');
    expect(errorNameOf(() => invoke(world(), { Payload: '{' }))).toBe('InvalidRequestContentException');
    expect(errorNameOf(() => invoke(world(), { Payload: JSON.stringify('x'.repeat(1_048_576)) }))).toBe(
      'RequestTooLargeException',
    );
  });
});

describe('durations', () => {
  it('are billed in whole milliseconds from start to finish', () => {
    const on = world();
    const { id } = on.functions.invoke('mail-send', {});
    on.pass(123);
    on.finish(id, answer());
    expect(on.meter.totals()).toEqual({ mail: { 'lambda-request': 1, 'lambda-ms': 123 } });
  });
});
