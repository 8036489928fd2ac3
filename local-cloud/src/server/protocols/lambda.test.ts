import {
  InvokeCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aQueueMapping } from '../../engine/event-bus/choreography.fixture.ts';
import { startAwsStub } from '../testing/aws-stub.ts';
import type { AwsStub } from '../testing/aws-stub.ts';
import { aFunction } from '../testing/zips.ts';
import type { Answered } from '../calls.ts';

let aws: AwsStub;
let client: LambdaClient;
let answered: Answered;
let invoked: unknown[] = [];
const definition = aFunction({ name: 'orders-local-place', zipPath: '/nowhere' });

beforeEach(async () => {
  invoked = [];
  aws = await startAwsStub({
    answer: () => ({ StatusCode: 202 }),
    functions: [definition],
    mappings: [aQueueMapping('in', definition.name), aQueueMapping('other', definition.name)],
    invoke: (functionName, payload) => {
      invoked.push([functionName, payload]);
      return Promise.resolve(answered);
    },
  });
  client = new LambdaClient(aws.client);
});
afterEach(async () => {
  client.destroy();
  await aws.stop();
});
const invoke = (FunctionName: string, more: object = {}) =>
  client.send(new InvokeCommand({ FunctionName, Payload: Buffer.from('{"a":1}'), ...more }));

describe('invoking a function', () => {
  it.each([
    'orders-local-place',
    definition.arn,
    '000000000000:function:orders-local-place',
    'orders-local-place:$LATEST',
  ])('as %s waits for its answer', async (name) => {
    answered = { ok: true, payload: { b: 2 }, text: '{"b":2}' };
    const output = await invoke(name);
    expect(invoked).toEqual([['orders-local-place', { a: 1 }]]);
    expect([output.StatusCode, Buffer.from(output.Payload ?? []).toString()]).toEqual([200, '{"b":2}']);
    expect(output.FunctionError).toBeUndefined();
  });

  it('that fails answers 200 with the error in the payload', async () => {
    const failure = { errorType: 'TypeError', errorMessage: 'no', trace: ['at x'] };
    answered = { ok: false, failure };
    const output = await invoke('orders-local-place');
    expect([output.StatusCode, output.FunctionError]).toEqual([200, 'Unhandled']);
    expect(JSON.parse(Buffer.from(output.Payload ?? []).toString())).toEqual(failure);
  });

  it('asynchronously leaves it to the engine', async () => {
    expect(await invoke('orders-local-place', { InvocationType: 'Event' })).toMatchObject({ StatusCode: 202 });
    expect(aws.heard).toMatchObject([{ service: 'lambda', operation: 'Invoke', input: { InvocationType: 'Event' } }]);
    expect(invoked).toEqual([]);
  });

  it('that does not exist is not found', async () => {
    await expect(invoke('other')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
  });
});

describe('listing functions', () => {
  it('names them all', async () => {
    const { Functions } = await client.send(new ListFunctionsCommand({}));
    expect(Functions).toMatchObject([{ FunctionName: 'orders-local-place', Handler: 'src/lambda.handler' }]);
  });
});

describe('listing mappings', () => {
  it('finds those of a source', async () => {
    const { EventSourceMappings: all } = await client.send(
      new ListEventSourceMappingsCommand({ FunctionName: definition.name }),
    );
    expect(all).toHaveLength(2);
    const [first] = all ?? [];
    const { EventSourceMappings } = await client.send(
      new ListEventSourceMappingsCommand({ EventSourceArn: first?.EventSourceArn }),
    );
    expect(EventSourceMappings).toEqual([first]);
    expect(first).toMatchObject({ FunctionArn: definition.arn, BatchSize: 10, State: 'Enabled' });
  });
});
