import type { Cloud, Found } from './cloud.ts';
import { functionNameOf } from './functions.ts';
import type { EventPattern, MappingDefinition } from './model.ts';
import type { Reader } from './reader.ts';
import type { Json } from './template-error.ts';
import { isObject } from './template-error.ts';

const filterOf = (filter: Reader): EventPattern => {
  const text = filter.text('Pattern');
  try {
    const pattern = JSON.parse(text) as Json;
    if (isObject(pattern)) return pattern;
  } catch {
    // Said below, with the place.
  }
  return filter.fail('Pattern', `is no JSON object: ${text}`);
};

const mappingOf = ({ ref, properties }: Found): MappingDefinition | undefined => {
  const sourceArn = properties.text('EventSourceArn');
  const isQueue = sourceArn.startsWith('arn:aws:sqs:');
  if (!isQueue && !/^arn:aws:dynamodb:.*\/stream\//.test(sourceArn)) {
    return properties.fail('EventSourceArn', `${sourceArn} is neither a queue nor a table's stream.`);
  }
  const enabled = properties.flag('Enabled', true);
  const base = {
    id: ref,
    functionName: functionNameOf(properties.text('FunctionName')),
    sourceArn,
    batchSize: properties.number('BatchSize', isQueue ? 10 : 100),
    batchingWindowSeconds: properties.number('MaximumBatchingWindowInSeconds', 0),
    reportBatchItemFailures: properties.texts('FunctionResponseTypes').includes('ReportBatchItemFailures'),
    filters: properties.child('FilterCriteria')?.children('Filters').map(filterOf) ?? [],
  };
  properties.ignore('Tags');
  const mapping = isQueue ? queueMapping(base, properties) : streamMapping(base, properties);
  return enabled ? mapping : undefined;
};

type Base = Omit<MappingDefinition, 'kind'>;

const queueMapping = (base: Base, properties: Reader): MappingDefinition => {
  const maximumConcurrency = properties.child('ScalingConfig')?.optionalNumber('MaximumConcurrency');
  return { kind: 'queue', ...base, ...(maximumConcurrency === undefined ? {} : { maximumConcurrency }) };
};

const streamMapping = (base: Base, properties: Reader): MappingDefinition => {
  const startingPosition = properties.text('StartingPosition');
  if (startingPosition !== 'TRIM_HORIZON') {
    return properties.fail('StartingPosition', `${startingPosition} can miss records; use TRIM_HORIZON.`);
  }
  const onFailureArn = properties.child('DestinationConfig')?.child('OnFailure')?.text('Destination');
  return {
    kind: 'stream',
    ...base,
    maximumRetryAttempts: properties.number('MaximumRetryAttempts', -1),
    maximumRecordAgeSeconds: properties.number('MaximumRecordAgeInSeconds', -1),
    bisectOnError: properties.flag('BisectBatchOnFunctionError', false),
    parallelizationFactor: properties.number('ParallelizationFactor', 1),
    ...(onFailureArn === undefined ? {} : { onFailureArn }),
  };
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html gives the defaults. */
export const mappingsOf = (cloud: Cloud): readonly MappingDefinition[] =>
  cloud.each('AWS::Lambda::EventSourceMapping', mappingOf).flatMap((mapping) => mapping ?? []);
