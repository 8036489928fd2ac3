import type { ConformanceCase } from './case.ts';
import { batches as batchItems } from './dynamodb/batch.ts';
import { capacity } from './dynamodb/capacity.ts';
import { condition } from './dynamodb/condition.ts';
import { expressions } from './dynamodb/expressions.ts';
import { indexes } from './dynamodb/indexes.ts';
import { projection } from './dynamodb/projection.ts';
import { putItem } from './dynamodb/put-item.ts';
import { query } from './dynamodb/query.ts';
import { scans } from './dynamodb/scan.ts';
import { tables } from './dynamodb/tables.ts';
import { transactGet, transactWrite } from './dynamodb/transact.ts';
import { returnValues, update } from './dynamodb/update.ts';
import { delivery } from './events/delivery.ts';
import { describing } from './events/describing.ts';
import { patterns } from './events/patterns.ts';
import { putEvents } from './events/put-events.ts';
import { asynchronous, invoking } from './lambda/invoke.ts';
import { queueAnswers, queueFilters, queuePacing, queueReports, queueWithoutReports } from './lambda/queue-mappings.ts';
import { listing, objects } from './s3/objects.ts';
import { presigned } from './s3/presigned.ts';
import { rotation, secretValues } from './secretsmanager/values.ts';
import { sending } from './ses/sending.ts';
import { signingIn } from './cognito/signing-in.ts';
import { signingUp } from './cognito/signing-up.ts';
import { attributes } from './sqs/attributes.ts';
import { batches } from './sqs/batches.ts';
import { messages } from './sqs/messages.ts';
import { queues } from './sqs/queues.ts';
import { redrive } from './sqs/redrive.ts';
import { visibility } from './sqs/visibility.ts';
import { values } from './dynamodb/values.ts';
import { aged, bisected, filteredStream, halved, reported, unreported } from './streams/mappings.ts';
import { records } from './streams/records.ts';

/** Every suite. A line each; suites run at the same time, the cases of one in their order. */
export const SUITES: readonly (readonly ConformanceCase[])[] = [
  // DynamoDB and its streams.
  batchItems,
  capacity,
  condition,
  expressions,
  indexes,
  projection,
  putItem,
  query,
  scans,
  returnValues,
  tables,
  transactGet,
  transactWrite,
  update,
  values,
  records,
  aged,
  bisected,
  filteredStream,
  halved,
  reported,
  unreported,
  // EventBridge.
  delivery,
  describing,
  patterns,
  putEvents,
  // Lambda.
  asynchronous,
  invoking,
  ...queueAnswers.map((one) => [one]),
  queueFilters,
  queuePacing,
  queueReports,
  queueWithoutReports,
  // S3.
  listing,
  objects,
  presigned,
  // Cognito.
  signingIn,
  signingUp,
  // Secrets Manager.
  rotation,
  secretValues,
  // SES.
  sending,
  // SQS.
  attributes,
  batches,
  messages,
  queues,
  redrive,
  visibility,
];
