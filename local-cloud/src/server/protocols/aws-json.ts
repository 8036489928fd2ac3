import { AwsError } from '../../engine/contract.ts';
import { parseJsonBytes } from '../../engine/parse-json.ts';
import { LOG_INPUTS } from './logs.ts';
import { readInput } from './read-input.ts';
import { inputShape } from './shapes.ts';
import type { ModelledService, Shape } from './shapes.ts';
import { toWire } from './values.ts';
import { headerOf, wireErrorOf } from './wire.ts';
import type { WireAnswer, WireError, WireRequest } from './wire.ts';

export type JsonService = Exclude<ModelledService, 'ses'> | 'logs';

/** `X-Amz-Target`'s first half → service; `logs` is served by the log book and not by the engine. */
export const TARGETS: Readonly<Record<string, JsonService>> = {
  DynamoDB_20120810: 'dynamodb',
  DynamoDBStreams_20120810: 'dynamodb',
  AWSEvents: 'events',
  AmazonSQS: 'sqs',
  secretsmanager: 'secretsmanager',
  AWSCognitoIdentityProviderService: 'cognito-idp',
  Logs_20140328: 'logs',
};

/** SQS kept the error codes of its old protocol beside the new types; SDKs and the CLI show the codes. */
const SQS_TYPES: Readonly<Record<string, string>> = {
  InvalidParameterValue: 'InvalidParameterValueException',
  MissingParameter: 'MissingRequiredParameterException',
};
const QUERY_CODES: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  PurgeQueueInProgress: 'AWS.SimpleQueueService.PurgeQueueInProgress',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
};

export type JsonOperation = (service: JsonService, operation: string, input: unknown, request: WireRequest) => unknown;

export const isAwsJson = ({ headers }: Pick<WireRequest, 'headers'>): boolean => headers['x-amz-target'] !== undefined;

const errorAnswer = (error: WireError, service: string, contentType: string, request: WireRequest): WireAnswer => {
  const sender = error.fault === 'client' ? 'Sender' : 'Receiver';
  const queryCode = service === 'sqs' ? (QUERY_CODES[error.name] ?? error.name) : undefined;
  const type = service === 'sqs' ? (SQS_TYPES[error.name] ?? error.name) : error.name;
  return {
    status: error.status,
    headers: {
      'content-type': contentType,
      'x-amzn-requestid': request.requestId,
      'x-amzn-errortype': type,
      ...(queryCode !== undefined && { 'x-amzn-query-error': `${queryCode};${sender}` }),
    },
    body: JSON.stringify({ __type: type, message: error.message, ...(toWire(error.extra) as object) }),
  };
};

/** DynamoDB's, the largest of these services: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
const LARGEST_REQUEST_BYTES = 16 * 1024 * 1024;

const parse = (body: Buffer): unknown => {
  if (body.length > LARGEST_REQUEST_BYTES)
    throw new AwsError('RequestEntityTooLargeException', 'The request is too large.', 413);
  try {
    return body.length === 0 ? {} : parseJsonBytes(body);
  } catch {
    throw new AwsError('SerializationException', 'The request body is no JSON.');
  }
};

const shapeOf = (service: JsonService, operation: string): Shape | undefined =>
  service === 'logs' ? LOG_INPUTS.get(operation) : inputShape(service, operation);

/**
 * The SDK fills it in, and so do its commands in the engine; a request without the SDK must carry it.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html, measured in
 * https://github.com/localstack/localstack/pull/8308
 */
const requireToken = (operation: string, input: unknown): void => {
  if (!/^(Put|Update)Secret(Value)?$/.test(operation)) return;
  if ((input as { readonly ClientRequestToken?: string }).ClientRequestToken === undefined)
    throw new AwsError(
      'InvalidRequestException',
      'You must provide a ClientRequestToken value. We recommend a UUID-type value.',
    );
};

/** An operation that AWS does not have is refused by the part that would serve it, whatever its input. */
const inputOf = (service: JsonService, operation: string, body: Buffer): unknown => {
  const json = parse(body);
  const shape = shapeOf(service, operation);
  const input = shape === undefined ? {} : readInput(shape, json);
  if (service === 'secretsmanager') requireToken(operation, input);
  return input;
};

const contentTypeOf = ({ headers }: WireRequest): string => {
  const given = headerOf(headers, 'content-type') ?? '';
  return /^application\/x-amz-json-1\.[01]$/.test(given) ? given : 'application/x-amz-json-1.1';
};

/**
 * AWS JSON 1.0 and 1.1: one path, the operation in a header. https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export const answerAwsJson = async (request: WireRequest, run: JsonOperation): Promise<WireAnswer> => {
  const target = headerOf(request.headers, 'x-amz-target') ?? '';
  const dot = target.lastIndexOf('.');
  const [prefix, operation] = [target.slice(0, dot), target.slice(dot + 1)];
  const service = Object.hasOwn(TARGETS, prefix) ? TARGETS[prefix] : undefined;
  const contentType = contentTypeOf(request);
  try {
    if (!service) throw new AwsError('UnknownOperationException', `The local cloud does not know ${target}.`);
    const output = await run(service, operation, inputOf(service, operation, request.body), request);
    return {
      status: 200,
      headers: { 'content-type': contentType, 'x-amzn-requestid': request.requestId },
      body: JSON.stringify(toWire(output ?? {})),
    };
  } catch (error) {
    return errorAnswer(wireErrorOf(error), service ?? '', contentType, request);
  }
};
