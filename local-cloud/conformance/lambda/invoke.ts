import { InvokeCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import type { InvocationType } from '@aws-sdk/client-lambda';
import { casesOf } from '../area.ts';
import type { Cloud } from '../case.ts';
import { holds, refused, same } from '../check.ts';
import { recordedWhen } from '../deliveries.ts';
import { take } from '../sqs/taking.ts';
import { LAMBDA } from '../pages.ts';

const invoke = async ({ lambda, fixture }: Cloud, name: string, event: unknown, type?: InvocationType) => {
  const { Payload, ...answer } = await lambda.send(
    new InvokeCommand({
      FunctionName: fixture.name(name),
      ...(event !== undefined && { Payload: JSON.stringify(event) }),
      ...(type && { InvocationType: type }),
    }),
  );
  const text = Payload?.transformToString() ?? '';
  return { ...answer, payload: text === '' ? undefined : (JSON.parse(text) as unknown) };
};

interface ErrorPayload {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export const invoking = casesOf('lambda/invoke', LAMBDA.api('Invoke'), [
  {
    name: 'answer',
    rule: 'A call waits and answers 200 with what the function returned and the version that ran.',
    source: LAMBDA.guide('invocation-sync'),
    run: async (cloud) => {
      const event = { text: '\u{20ac}', list: [1, null, true] };
      const { StatusCode, FunctionError, ExecutedVersion, payload } = await invoke(cloud, 'Echo', event);
      same([StatusCode, FunctionError, ExecutedVersion, payload], [200, undefined, '$LATEST', event]);
    },
  },
  {
    name: 'any-json',
    rule: 'An event may be any JSON value.',
    run: async (cloud) => {
      for (const event of ['text', 7, [1], null, true]) same((await invoke(cloud, 'Echo', event)).payload, event);
    },
  },
  {
    name: 'by-arn',
    rule: 'A function is named by its name, its ARN or a part of its ARN.',
    run: async ({ lambda, fixture }) => {
      const arn = await fixture.arn('lambda', 'Echo');
      const names = [
        arn,
        `${await fixture.accountId()}:function:${fixture.name('Echo')}`,
        `${fixture.name('Echo')}:$LATEST`,
      ];
      for (const FunctionName of names) {
        same((await lambda.send(new InvokeCommand({ FunctionName, Payload: '1' }))).Payload?.transformToString(), '1');
      }
    },
  },
  {
    name: 'thrown',
    rule: 'A function that throws is no failed call: the answer is 200 with FunctionError, and the payload has type and message.',
    source: LAMBDA.guide('nodejs-exceptions'),
    run: async (cloud) => {
      const { StatusCode, FunctionError, payload } = await invoke(cloud, 'Echo', { fail: 'as asked' });
      same([StatusCode, FunctionError], [200, 'Unhandled']);
      const { errorType, errorMessage, trace } = payload as ErrorPayload;
      same([errorType, errorMessage, Array.isArray(trace)], ['Asked', 'as asked', true]);
    },
  },
  {
    name: 'timed-out',
    rule: 'A function that takes longer than its limit is ended: FunctionError, and a message that it timed out.',
    source: LAMBDA.guide('configuration-timeout'),
    run: async (cloud) => {
      const started = performance.now();
      const { StatusCode, FunctionError, payload } = await invoke(cloud, 'Brief', { sleepMs: 30_000 });
      same([StatusCode, FunctionError], [200, 'Unhandled']);
      const { errorMessage } = payload as ErrorPayload;
      holds(/Task timed out after 1\.00 seconds/.test(errorMessage), errorMessage);
      holds(performance.now() - started < 20_000, 'It was not ended.');
    },
  },
  {
    name: 'after-a-time-out',
    rule: 'The next event after a time-out meets a fresh sandbox: nothing is left of what its module knew.',
    source: LAMBDA.guide('lambda-runtime-environment'),
    run: async (cloud) => {
      await invoke(cloud, 'Brief', { sleepMs: 30_000 });
      same((await invoke(cloud, 'Brief', {})).payload, { calls: 1 });
    },
  },
  {
    name: 'unknown',
    rule: 'A function that does not exist is refused with ResourceNotFoundException.',
    run: async (cloud) => {
      const { $metadata } = await refused(invoke(cloud, cloud.unique('no-function'), {}), 'ResourceNotFoundException');
      same($metadata.httpStatusCode, 404);
    },
  },
  {
    name: 'no-json',
    rule: 'A payload that is no JSON is refused with InvalidRequestContentException, and the function is not called.',
    run: async ({ lambda, fixture }) => {
      for (const InvocationType of ['RequestResponse', 'Event'] as const) {
        const call = new InvokeCommand({ FunctionName: fixture.name('Echo'), InvocationType, Payload: '{"open":' });
        await refused(lambda.send(call), 'InvalidRequestContentException');
      }
    },
  },
  {
    name: 'too-large',
    rule: 'An event of more than 6 MB is refused with 413.',
    source: LAMBDA.guide('gettingstarted-limits'),
    run: async (cloud) => {
      const call = invoke(cloud, 'Echo', { x: 'x'.repeat(6 * 1024 * 1024) });
      same((await refused(call, 'RequestTooLargeException')).$metadata.httpStatusCode, 413);
    },
  },
  {
    name: 'answer-too-large',
    rule: 'An answer of more than 6 MB is an error of the function.',
    source: LAMBDA.guide('gettingstarted-limits'),
    run: async (cloud) => {
      const { FunctionError, payload } = await invoke(cloud, 'Echo', { size: 6 * 1024 * 1024 + 1 });
      same([FunctionError, (payload as ErrorPayload).errorType], ['Unhandled', 'Function.ResponseSizeTooLarge']);
    },
  },
  {
    name: 'throttled',
    rule: 'A call beyond the reserved concurrency is refused with TooManyRequestsException, 429.',
    source: LAMBDA.guide('configuration-concurrency'),
    run: async (cloud) => {
      // The SDK would try again until the first call has ended.
      const longerThanRetries = { sleepMs: 3000 };
      const calls = Array.from({ length: 4 }, () =>
        invoke(cloud, 'Single', longerThanRetries).then(
          ({ StatusCode }) => String(StatusCode),
          (error: unknown) => (error as Error).name,
        ),
      );
      const outcomes = await Promise.all(calls);
      holds(outcomes.includes('200'), `None was let in: ${outcomes.join()}`);
      holds(outcomes.includes('TooManyRequestsException'), `None was refused: ${outcomes.join()}`);
    },
  },
  {
    name: 'dry-run',
    rule: 'A dry run answers 204 and calls nothing.',
    run: async (cloud) => {
      const { StatusCode, payload } = await invoke(cloud, 'Echo', { fail: 'if called' }, 'DryRun');
      same([StatusCode, payload], [204, undefined]);
    },
  },
  {
    name: 'listed',
    rule: 'Functions are listed with name, ARN, handler, memory and time-out.',
    source: LAMBDA.api('ListFunctions'),
    run: async ({ lambda, fixture }) => {
      const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
      const echo = Functions.find(({ FunctionName }) => FunctionName === fixture.name('Echo'));
      same(
        [echo?.FunctionArn, echo?.Handler, echo?.MemorySize, echo?.Timeout],
        [await fixture.arn('lambda', 'Echo'), 'index.handler', 128, 20],
      );
    },
  },
]);

export const asynchronous = casesOf('lambda/asynchronous', LAMBDA.api('Invoke'), [
  {
    name: 'accepted',
    rule: 'An Event call answers 202 without a payload, and the function is called with the event.',
    run: async (cloud) => {
      const run = cloud.unique('accepted');
      const { StatusCode, payload, FunctionError } = await invoke(cloud, 'Recorder', { run, x: 1 }, 'Event');
      same([StatusCode, payload, FunctionError], [202, undefined, undefined]);
      const [call] = await recordedWhen(cloud, run);
      same(call?.event, { run, x: 1 });
    },
  },
  {
    name: 'destination',
    rule: 'When no attempt is left, the event goes to the on-failure destination with the request, the error and the count.',
    source: LAMBDA.guide('invocation-async-retain-records'),
    run: async (cloud) => {
      const run = cloud.unique('hopeless');
      await invoke(cloud, 'Hopeless', { run }, 'Event');
      const { Body = '' } = await take(cloud, await cloud.fixture.queueUrl('GivenUp'), run, 60_000);
      const record = JSON.parse(Body) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
      same(record['requestPayload'], { run });
      const { condition, approximateInvokeCount, functionArn } = record['requestContext'] ?? {};
      same([condition, approximateInvokeCount], ['RetriesExhausted', 1]);
      same(functionArn, `${await cloud.fixture.arn('lambda', 'Hopeless')}:$LATEST`);
      same(record['responseContext'], { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' });
      const { errorType, errorMessage } = record['responsePayload'] ?? {};
      same([record['version'], errorType, errorMessage], ['1.0', 'Error', 'hopeless']);
    },
  },
  {
    name: 'too-large',
    rule: 'An event of more than 1 MB is refused for an Event call.',
    source: LAMBDA.guide('gettingstarted-limits'),
    run: async (cloud) => {
      const call = invoke(cloud, 'Recorder', { x: 'x'.repeat(1024 * 1024) }, 'Event');
      same((await refused(call, 'RequestTooLargeException')).$metadata.httpStatusCode, 413);
    },
  },
  {
    name: 'two-more-tries',
    rule: 'A function that fails is called again after one minute and after two more, and then no more.',
    source: LAMBDA.guide('invocation-async-error-handling'),
    only: 'aws',
    why: 'It takes over three minutes; engine/functions/asynchronous.test.ts asks the engine with a clock of its own.',
    run: async (cloud) => {
      const run = cloud.unique('three-times');
      await invoke(cloud, 'Recorder', { run, Records: [{ body: '{"ask":"throw"}' }] }, 'Event');
      const threeMinutes = 4 * 60_000;
      await cloud.eventually(async () => ((await recordedWhen(cloud, run)).length === 3 ? true : undefined), {
        withinMs: threeMinutes,
      });
    },
  },
]);
