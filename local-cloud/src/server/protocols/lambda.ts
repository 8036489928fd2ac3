import { AwsError, unknownOperation } from '../../engine/contract.ts';
import type { Caller } from '../../engine/contract.ts';
import { parseJsonBytes } from '../../engine/parse-json.ts';
import type { FunctionDefinition, MappingDefinition } from '../../template/model.ts';
import type { Answered } from '../calls.ts';
import { headerOf, wireErrorOf } from './wire.ts';
import type { Execute, WireAnswer, WireRequest } from './wire.ts';

export interface LambdaDeps {
  readonly execute: Execute;
  readonly functions: readonly FunctionDefinition[];
  readonly mappings: readonly MappingDefinition[];
  /** Checks the permission, calls, and counts. Throws `AwsError`. */
  readonly invoke: (functionName: string, payload: unknown, caller: Caller) => Promise<Answered>;
}

/** What this port answers of Lambda beside what the engine does. */
export const LAMBDA_LISTS = ['ListFunctions', 'ListEventSourceMappings'] as const;

const PATH = /^\/2015-03-31\/functions(?:\/([^/]+)(\/invocations)?)?\/?$/;

const MAPPINGS_PATH = /^\/2015-03-31\/event-source-mappings\/?$/;

export const isLambda = ({ path }: Pick<WireRequest, 'path'>): boolean =>
  /^\/2015-03-31\/(functions|event-source-mappings)/.test(path);

/** A name, an ARN or a partial ARN, any of them perhaps with a qualifier. */
const nameOf = (given: string): string => {
  const parts = given.split(':');
  return (parts.length >= 7 ? parts[6] : parts.length >= 3 ? parts[2] : parts[0]) ?? given;
};

const configurationOf = (definition: FunctionDefinition) => ({
  FunctionName: definition.name,
  FunctionArn: definition.arn,
  Handler: definition.handler,
  MemorySize: definition.memoryMb,
  PackageType: 'Zip',
  Role: definition.roleArn,
  Timeout: definition.timeoutSeconds,
  State: 'Active',
});

const mappingsFor = ({ query }: WireRequest, { functions, mappings }: LambdaDeps) => {
  const [sourceArn, given] = [query.get('EventSourceArn'), query.get('FunctionName')];
  const functionName = given === null ? null : nameOf(given);
  const wanted = mappings.filter(
    (one) =>
      (sourceArn === null || one.sourceArn === sourceArn) &&
      (functionName === null || one.functionName === functionName),
  );
  return wanted.map(({ id, functionName: name, sourceArn: EventSourceArn, batchSize, batchingWindowSeconds }) => ({
    UUID: id,
    EventSourceArn,
    FunctionArn: functions.find((one) => one.name === name)?.arn,
    BatchSize: batchSize,
    MaximumBatchingWindowInSeconds: batchingWindowSeconds,
    State: 'Enabled',
  }));
};

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new AwsError('ValidationException', 'The path is not well-formed.');
  }
};

const payloadOf = (body: Buffer): unknown => {
  try {
    return body.length === 0 ? {} : parseJsonBytes(body);
  } catch {
    throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json.');
  }
};

const invoked = (request: WireRequest, answered: Answered): WireAnswer => ({
  status: 200,
  headers: {
    'content-type': 'application/json',
    'x-amzn-requestid': request.requestId,
    'x-amz-executed-version': '$LATEST',
    ...(!answered.ok && { 'x-amz-function-error': 'Unhandled' }),
  },
  body: answered.ok ? answered.text : JSON.stringify(answered.failure),
});

const json = (request: WireRequest, status: number, value: unknown): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-requestid': request.requestId },
  body: value === undefined ? '' : JSON.stringify(value),
});

const answer = async (request: WireRequest, deps: LambdaDeps): Promise<WireAnswer> => {
  if (MAPPINGS_PATH.test(request.path) && request.method === 'GET') {
    return json(request, 200, { EventSourceMappings: mappingsFor(request, deps) });
  }
  const [, given, invocations] = PATH.exec(request.path) ?? [];
  if (given === undefined && request.method === 'GET') {
    return json(request, 200, { Functions: deps.functions.map(configurationOf) });
  }
  const functionName = nameOf(decoded(given ?? ''));
  if (invocations === undefined || request.method !== 'POST') {
    throw unknownOperation('lambda', `${request.method} ${request.path}`);
  }
  if (!deps.functions.some(({ name }) => name === functionName)) {
    throw new AwsError('ResourceNotFoundException', `Function not found: ${functionName}`, 404);
  }
  const type = headerOf(request.headers, 'x-amz-invocation-type') ?? 'RequestResponse';
  const payload = payloadOf(request.body);
  if (type === 'RequestResponse') return invoked(request, await deps.invoke(functionName, payload, request.caller));
  const input = { FunctionName: functionName, InvocationType: type, Payload: request.body };
  deps.execute('lambda', 'Invoke', input, request.caller);
  return json(request, type === 'Event' ? 202 : 204, undefined);
};

/** Lambda's REST-JSON: `Invoke`, `ListFunctions` and `ListEventSourceMappings`. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export const answerLambda = async (request: WireRequest, deps: LambdaDeps): Promise<WireAnswer> => {
  try {
    return await answer(request, deps);
  } catch (error) {
    const { name, message, status, fault } = wireErrorOf(error);
    const refusal = json(request, status, { Type: fault === 'client' ? 'User' : 'Service', Message: message });
    return { ...refusal, headers: { ...refusal.headers, 'x-amzn-errortype': name } };
  }
};
