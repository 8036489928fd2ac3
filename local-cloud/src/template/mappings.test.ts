import { describe, expect, it } from '@jest/globals';
import { arnOf, modelWith } from './testing/snippets.ts';

describe('an event source mapping', () => {
  const mapping = (Properties: object) =>
    modelWith({ Map: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: 'f', ...Properties } } });
  const stream = { EventSourceArn: arnOf('dynamodb', 'table/t/stream/x'), StartingPosition: 'TRIM_HORIZON' };

  it('of a stream has AWS’s endless defaults', () => {
    expect(mapping(stream).mappings).toMatchObject([
      { kind: 'stream', batchSize: 100, maximumRetryAttempts: -1, maximumRecordAgeSeconds: -1, bisectOnError: false },
    ]);
  });

  it('of a queue has its concurrency and its filters', () => {
    const { mappings } = mapping({
      EventSourceArn: arnOf('sqs', 'inbox'),
      ScalingConfig: { MaximumConcurrency: 5 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      FilterCriteria: { Filters: [{ Pattern: '{"body":{"a":[1]}}' }] },
    });
    expect(mappings).toMatchObject([
      {
        kind: 'queue',
        batchSize: 10,
        maximumConcurrency: 5,
        reportBatchItemFailures: true,
        filters: [{ body: { a: [1] } }],
      },
    ]);
  });

  it('that is not enabled is left out', () => {
    expect(mapping({ ...stream, Enabled: false }).mappings).toEqual([]);
  });

  it.each([
    ['from LATEST', { ...stream, StartingPosition: 'LATEST' }, 'LATEST can miss records'],
    ['of a Kafka topic', { EventSourceArn: arnOf('kafka', 'cluster/x') }, 'is neither a queue nor a table'],
    [
      'with a broken filter',
      { ...stream, FilterCriteria: { Filters: [{ Pattern: '{' }] } },
      'Pattern: is no JSON object',
    ],
    ['with a tumbling window', { ...stream, TumblingWindowInSeconds: 5 }, 'TumblingWindowInSeconds: is a property'],
  ])('%s is refused', (_, properties, message) => {
    expect(() => mapping(properties)).toThrow(message);
  });
});
