import type { ConformanceCase } from './case.ts';
import { httpApi } from './api/http-api.ts';
import { batches as batchItems } from './dynamodb/batch.ts';
import { capacity } from './dynamodb/capacity.ts';
import { cancellation } from './dynamodb/cancellation.ts';
import { comparisons } from './dynamodb/comparisons.ts';
import { expressions } from './dynamodb/expressions.ts';
import { functions } from './dynamodb/functions.ts';
import { indexes } from './dynamodb/indexes.ts';
import { keyConditions } from './dynamodb/key-conditions.ts';
import { logic } from './dynamodb/logic.ts';
import { queryPages } from './dynamodb/pages.ts';
import { placeholders } from './dynamodb/placeholders.ts';
import { projection } from './dynamodb/projection.ts';
import { putItem } from './dynamodb/put-item.ts';
import { returnValues } from './dynamodb/return-values.ts';
import { scans } from './dynamodb/scan.ts';
import { tables } from './dynamodb/tables.ts';
import { transactGet } from './dynamodb/transact-get.ts';
import { transactWrite } from './dynamodb/transact-write.ts';
import { updateSet } from './dynamodb/update-set.ts';
import { update } from './dynamodb/update.ts';
import { values } from './dynamodb/values.ts';
import { archives } from './events/archives.ts';
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
import { ownAccount } from './cognito/own-account.ts';
import { signingIn } from './cognito/signing-in.ts';
import { signingUp } from './cognito/signing-up.ts';
import { attributes } from './sqs/attributes.ts';
import { batches } from './sqs/batches.ts';
import { messages } from './sqs/messages.ts';
import { queues } from './sqs/queues.ts';
import { redrive } from './sqs/redrive.ts';
import { visibility } from './sqs/visibility.ts';
import { bisected, halved } from './streams/bisected.ts';
import { filteredStream } from './streams/filtered.ts';
import { records } from './streams/records.ts';
import { reported } from './streams/reported.ts';
import { aged, unreported } from './streams/retries.ts';
import { timeToLive } from './streams/time-to-live.ts';
import { views } from './streams/views.ts';
import { wire } from './wire.ts';

/** Every suite. A line each; suites run at the same time, the cases of one in their order. */
export const SUITES: readonly (readonly ConformanceCase[])[] = [
  // DynamoDB and its streams.
  batchItems,
  cancellation,
  capacity,
  comparisons,
  expressions,
  functions,
  indexes,
  keyConditions,
  logic,
  placeholders,
  projection,
  putItem,
  queryPages,
  returnValues,
  scans,
  tables,
  transactGet,
  transactWrite,
  update,
  updateSet,
  values,
  aged,
  bisected,
  filteredStream,
  halved,
  records,
  reported,
  timeToLive,
  unreported,
  views,
  // EventBridge.
  archives,
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
  // API Gateway.
  httpApi,
  // Cognito.
  ownAccount,
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
  // The wire itself.
  wire,
];
