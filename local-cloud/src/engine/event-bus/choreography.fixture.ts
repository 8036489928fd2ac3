import { QUEUE_DEFAULTS } from '../access/a-model.fixture.ts';
import type { Call, Environment, Invocation, Outcome } from '../contract.ts';
import { AwsError, unknownOperation } from '../contract.ts';
import type { StreamRecord } from '../functions/stream-reader.ts';
import { makeMeter } from '../meter.ts';
import type {
  CloudModel,
  FunctionDefinition,
  QueueDefinition,
  QueueMapping,
  RuleDefinition,
  StreamMapping,
} from '../../template/model.ts';
import { makeChoreography, makeChoreographyState } from './choreography.ts';
import type { Dropped } from './delivery.ts';

/** 2026-01-01T00:00:00Z */
export const START = 1_767_225_600_000;
export const STREAM_ARN = 'arn:aws:dynamodb:eu-central-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000';

const arnOf = (service: string, name: string): string => `arn:aws:${service}:eu-central-1:123456789012:${name}`;

export const aQueue = (name: string, more: Partial<QueueDefinition> = {}): QueueDefinition => ({
  name,
  arn: arnOf('sqs', name),
  url: `http://127.0.0.1:4566/123456789012/${name}`,
  ...QUEUE_DEFAULTS,
  ...more,
});

export const aFunction = (name: string, more: Partial<FunctionDefinition> = {}): FunctionDefinition => ({
  name,
  arn: arnOf('lambda', `function:${name}`),
  service: name.split('-')[0] ?? name,
  key: name,
  handler: 'src/lambda.handle',
  zipPath: `/nowhere/${name}.zip`,
  environment: {},
  timeoutSeconds: 6,
  memoryMb: 256,
  roleArn: arnOf('iam', `role/${name}`),
  asynchronous: { maximumRetryAttempts: 2, maximumEventAgeSeconds: 21_600 },
  policy: [],
  ...more,
});

export const aQueueMapping = (
  queueName: string,
  functionName: string,
  more: Partial<QueueMapping> = {},
): QueueMapping => ({
  kind: 'queue',
  id: `${queueName}-to-${functionName}`,
  functionName,
  sourceArn: arnOf('sqs', queueName),
  batchSize: 10,
  batchingWindowSeconds: 0,
  reportBatchItemFailures: true,
  filters: [],
  ...more,
});

export const aStreamMapping = (functionName: string, more: Partial<StreamMapping> = {}): StreamMapping => ({
  kind: 'stream',
  id: `stream-to-${functionName}`,
  functionName,
  sourceArn: STREAM_ARN,
  batchSize: 100,
  batchingWindowSeconds: 0,
  reportBatchItemFailures: true,
  filters: [],
  maximumRetryAttempts: 2,
  maximumRecordAgeSeconds: -1,
  bisectOnError: false,
  parallelizationFactor: 1,
  ...more,
});

export const aRule = (name: string, more: Partial<RuleDefinition> = {}): RuleDefinition => ({
  name,
  arn: arnOf('events', `rule/orders/${name}`),
  busName: 'orders',
  pattern: { source: ['orders'] },
  enabled: true,
  targets: [],
  ...more,
});

export const aTarget = (arn: string, more: Partial<RuleDefinition['targets'][number]> = {}) => ({
  id: 'target',
  arn,
  maximumRetryAttempts: 185,
  maximumEventAgeSeconds: 86_400,
  ...more,
});

export const aModel = (more: Partial<CloudModel> = {}): CloudModel => ({
  region: 'eu-central-1',
  accountId: '123456789012',
  stage: 'local',
  tables: [],
  queues: [],
  buses: [{ name: 'orders', arn: arnOf('events', 'event-bus/orders') }],
  archives: [],
  rules: [],
  functions: [],
  mappings: [],
  httpApi: { id: 'api', endpoint: 'http://127.0.0.1:3000', routes: [] },
  buckets: [],
  secrets: [],
  userPools: [],
  schedules: [],
  roles: [],
  emailIdentities: [],
  outputs: {},
  ...more,
});

/** Small, fast and the same in every run; it need not pass statistical tests. */
export const seededRandom = (seed = 1): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

/** Thrown by access or by a planned outage; undefined lets the call pass. */
export type Gate = (call: Call) => AwsError | undefined;

/**
 * The event side alone, with a clock that the test moves, one shard of records, and a gate instead of access control.
 */
export const aWorld = (model: CloudModel, options: { gate?: Gate; defaultConcurrency?: number } = {}) => {
  let time = START;
  const environment: Environment = { now: () => time, random: seededRandom() };
  const meter = makeMeter();
  const dropped: Dropped[] = [];
  const records: (StreamRecord & { readonly dynamodb: { readonly SequenceNumber: string } })[] = [];
  const state = makeChoreographyState(model, START);
  const perform = (call: Call): unknown => {
    const refused = options.gate?.(call);
    if (refused !== undefined) throw refused;
    const operation = choreography.operations[call.service as 'sqs'][call.operation];
    if (operation === undefined) throw unknownOperation(call.service, call.operation);
    return operation(call.input as never, call.caller);
  };
  const choreography = makeChoreography({
    model,
    environment,
    meter,
    ownerOf: (resource) => resource.split(':').at(-1)?.split('-')[0] ?? '',
    payerOf: (caller) => (caller.kind === 'function' ? (caller.functionName.split('-')[0] ?? '') : 'platform'),
    defaultConcurrency: options.defaultConcurrency ?? 10,
    streams: {
      shardsOf: () => ['shard-0'],
      read: (_arn, _shard, after, limit) =>
        records.filter(({ dynamodb }) => after === undefined || dynamodb.SequenceNumber > after).slice(0, limit),
      count: () => records.length,
      release: () => undefined,
    },
    perform,
    onDrop: (one) => dropped.push(one),
    onWork: () => undefined,
    state,
  });

  const startDue = (): Invocation[] => {
    const begun: Invocation[] = [];
    for (let [work] = choreography.due(time); work !== undefined; [work] = choreography.due(time)) {
      const invocation = choreography.start(work.id);
      if (invocation !== undefined) begun.push(invocation);
    }
    return begun;
  };

  return {
    ...choreography,
    meter,
    dropped,
    state,
    environment,
    now: () => time,
    nextDueAt: () => choreography.agenda.nextAfter(time),
    pass: (milliseconds: number): void => {
      time += milliseconds;
    },
    call: (service: 'events' | 'sqs' | 'lambda', operation: string, input: unknown): unknown =>
      perform({ service, operation, input, caller: { kind: 'admin' } }),
    /** Appends a stream record with the given sequence number. */
    write: (sequenceNumber: string, more: Record<string, unknown> = {}): void => {
      const ApproximateCreationDateTime = Math.floor(time / 1000);
      records.push({ ...more, dynamodb: { SequenceNumber: sequenceNumber, ApproximateCreationDateTime } });
      choreography.functions.onStreamRecord(STREAM_ARN, 'shard-0');
    },
    /** Starts everything that is due and answers the invocations that this began. */
    startDue,
    /** The only invocation that starting everything due begins. */
    theInvocation: (): Invocation => {
      const begun = startDue();
      const [invocation] = begun;
      if (invocation === undefined || begun.length > 1)
        throw new Error(`Expected one invocation, there are ${begun.length}.`);
      return invocation;
    },
    /** The messages of a queue, hidden from others for as long as the queue says. */
    read: (queueName: string) => {
      const { Messages = [] } = perform({
        service: 'sqs',
        operation: 'ReceiveMessage',
        input: {
          QueueUrl: `/${queueName}`,
          MaxNumberOfMessages: 10,
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
        },
        caller: { kind: 'admin' },
      }) as {
        Messages?: readonly {
          Body: string;
          MessageId: string;
          ReceiptHandle: string;
          Attributes: Record<string, string>;
          MessageAttributes?: Record<string, { StringValue: string }>;
        }[];
      };
      return Messages;
    },
  };
};

export const answer = (payload: unknown = null): Outcome => ({ ok: true, payload });
export const crash: Outcome = { ok: false, errorType: 'Error', errorMessage: 'boom' };

/** The error that `act` throws, by name; undefined when it throws none. */
export const errorNameOf = (act: () => unknown): string | undefined => {
  try {
    act();
  } catch (error) {
    return error instanceof AwsError ? error.name : String(error);
  }
  return undefined;
};
