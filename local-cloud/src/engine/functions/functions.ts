import type { Caller, Invocation, Operations, Outcome } from '../contract.ts';
import { AwsError } from '../contract.ts';
import { parseJson } from '../parse-json.ts';
import type { Entry } from '../schedule/agenda.ts';
import { makeAsynchronous } from './asynchronous.ts';
import type { FunctionsDeps } from './deps.ts';
import { makeInvocations } from './invocations.ts';
import { makeQueueMappings } from './queue-mappings.ts';
import type { InFlight } from './state.ts';
import { makeStreamMappings } from './stream-mappings.ts';
import type { StreamMappings } from './stream-mappings.ts';

export interface Functions {
  readonly operations: Operations;
  /** Begins a synchronous call. Throws ResourceNotFoundException, or TooManyRequestsException without a free execution. */
  readonly invoke: (nameOrArn: string, payload: unknown) => Invocation;
  readonly start: (work: Entry) => Invocation | undefined;
  readonly finish: (invocationId: string, outcome: Outcome) => void;
  /** Ends an invocation whose worker is gone as if it had never begun. */
  readonly takeBack: (invocationId: string) => void;
  /** How many more executions the function may begin now. */
  readonly free: (functionName: string) => number;
  /** Functions that may begin none now. */
  readonly busy: ReadonlySet<string>;
  readonly inFlight: () => readonly InFlight[];
  readonly rewindStreams: StreamMappings['rewind'];
  readonly onQueueChange: (queueArn: string) => void;
  readonly onStreamRecord: (streamArn: string, shardId: string) => void;
}

interface InvokeInput {
  readonly FunctionName?: string;
  readonly InvocationType?: string;
  readonly Payload?: string | Uint8Array;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LARGEST_ASYNCHRONOUS_PAYLOAD = 1_048_576;

const parsePayload = (payload: string | Uint8Array | undefined): unknown => {
  if (payload === undefined || payload.length === 0) return {};
  const text = typeof payload === 'string' ? payload : Buffer.from(payload).toString();
  if (Buffer.byteLength(text) > LARGEST_ASYNCHRONOUS_PAYLOAD)
    throw new AwsError(
      'RequestTooLargeException',
      'Request must be smaller than 1048576 bytes for the InvokeFunction operation',
      413,
    );
  try {
    return parseJson(text);
  } catch {
    throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json.');
  }
};

/** Lambda: synchronous and asynchronous calls, and the mappings that feed functions from queues and streams. */
export const makeFunctions = (deps: FunctionsDeps): Functions => {
  const invocations = makeInvocations(deps);
  const asynchronous = makeAsynchronous(deps, invocations);
  const queues = makeQueueMappings(
    deps,
    invocations,
    deps.mappings.filter((one) => one.kind === 'queue'),
  );
  const streams = makeStreamMappings(
    deps,
    invocations,
    deps.mappings.filter((one) => one.kind === 'stream'),
  );

  const operations: Operations = {
    /** A RequestResponse call takes time and therefore goes through `invoke`, from the driver. */
    Invoke: (input: InvokeInput, _caller: Caller) => {
      const definition = invocations.find(input.FunctionName);
      if (input.InvocationType === 'DryRun') return { StatusCode: 204 };
      if (input.InvocationType !== 'Event')
        throw new AwsError(
          'InvalidParameterValueException',
          'The engine executes no RequestResponse call: the driver begins it with invoke.',
        );
      asynchronous.enqueue(definition, parsePayload(input.Payload));
      return { StatusCode: 202 };
    },
    ListFunctions: () => ({
      Functions: deps.functions.map(({ name, arn, handler, memoryMb, timeoutSeconds, roleArn }) => ({
        FunctionName: name,
        FunctionArn: arn,
        Handler: handler,
        MemorySize: memoryMb,
        Timeout: timeoutSeconds,
        Role: roleArn,
      })),
    }),
    ListEventSourceMappings: () => ({
      EventSourceMappings: deps.mappings.map(({ id, functionName, sourceArn, batchSize }) => ({
        UUID: id,
        EventSourceArn: sourceArn,
        FunctionArn: invocations.find(functionName).arn,
        BatchSize: batchSize,
        State: 'Enabled',
      })),
    }),
  };

  return {
    operations,
    invoke: (nameOrArn, payload) => {
      const definition = invocations.find(nameOrArn);
      if (invocations.free(definition.name) <= 0)
        throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, {
          Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
        });
      return invocations.begin(definition, payload, { kind: 'direct' });
    },
    start: ({ id, kind }) => {
      if (kind === 'queue-batch') return queues.start(id);
      if (kind === 'stream-batch') return streams.start(id);
      return asynchronous.start(id);
    },
    finish: (invocationId, outcome) => {
      const ended = invocations.end(invocationId, outcome);
      if (ended === undefined) return;
      const { origin } = ended;
      switch (origin.kind) {
        case 'direct':
          return;
        case 'asynchronous':
          asynchronous.finish(origin.eventId, invocationId, outcome);
          return;
        case 'queue':
          queues.finish(origin.mappingId, origin.messages, outcome);
          return;
        case 'stream':
          streams.finish(origin.mappingId, origin.shardId, invocationId, outcome);
          return;
      }
    },
    takeBack: (invocationId) => {
      const origin = invocations.forget(invocationId)?.origin;
      if (origin?.kind === 'asynchronous') asynchronous.takeBack(origin.eventId);
      if (origin?.kind === 'queue') queues.takeBack(origin.mappingId, origin.messages);
      if (origin?.kind === 'stream') streams.takeBack(origin.mappingId, origin.shardId);
    },
    rewindStreams: streams.rewind,
    free: invocations.free,
    busy: invocations.busy,
    inFlight: () => [...deps.state.inFlight.values()],
    onQueueChange: queues.refresh,
    onStreamRecord: streams.onRecord,
  };
};
