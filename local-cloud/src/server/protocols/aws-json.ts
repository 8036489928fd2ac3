import { AwsError } from '../../engine/contract.ts';
import type { ServiceName } from '../../engine/contract.ts';
import { fromWire, toWire } from './values.ts';
import { headerOf, wireErrorOf } from './wire.ts';
import type { WireAnswer, WireError, WireRequest } from './wire.ts';

/** `X-Amz-Target`'s first half → service; `logs` is served by the log book and not by the engine. */
const TARGETS: Readonly<Record<string, ServiceName | 'logs'>> = {
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

export type JsonOperation = (
  service: ServiceName | 'logs',
  operation: string,
  input: unknown,
  request: WireRequest,
) => unknown;

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

const parse = (service: ServiceName | 'logs', body: Buffer): unknown => {
  const text = body.toString('utf8');
  try {
    const input: unknown = text === '' ? {} : JSON.parse(text);
    return service === 'logs' ? input : fromWire(service, input, text);
  } catch {
    throw new AwsError('SerializationException', 'The request body is no JSON.');
  }
};

/**
 * AWS JSON 1.0 and 1.1: one path, the operation in a header. https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export const answerAwsJson = async (request: WireRequest, run: JsonOperation): Promise<WireAnswer> => {
  const target = headerOf(request.headers, 'x-amz-target') ?? '';
  const dot = target.lastIndexOf('.');
  const [prefix, operation] = [target.slice(0, dot), target.slice(dot + 1)];
  const service = Object.hasOwn(TARGETS, prefix) ? TARGETS[prefix] : undefined;
  const contentType = headerOf(request.headers, 'content-type') ?? 'application/x-amz-json-1.1';
  try {
    if (!service) throw new AwsError('UnknownOperationException', `The local cloud does not know ${target}.`);
    const output = await run(service, operation, parse(service, request.body), request);
    return {
      status: 200,
      headers: { 'content-type': contentType, 'x-amzn-requestid': request.requestId },
      body: JSON.stringify(toWire(output ?? {})),
    };
  } catch (error) {
    return errorAnswer(wireErrorOf(error), service ?? '', contentType, request);
  }
};
