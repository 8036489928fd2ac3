import { describe, expect, it } from '@jest/globals';
import { arnOf, modelWith } from './testing/snippets.ts';

describe('a table', () => {
  const Items = {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'id', AttributeType: 'S' },
        { AttributeName: 'at', AttributeType: 'N' },
      ],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byTime',
          KeySchema: [
            { AttributeName: 'at', KeyType: 'HASH' },
            { AttributeName: 'id', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['title'] },
        },
      ],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    },
  };

  it('has keys, indexes, a stream and a time to live', () => {
    const arn = arnOf('dynamodb', 'table/orderwire-shop-local-Items');
    expect(modelWith({ Items }).tables).toEqual([
      {
        name: 'orderwire-shop-local-Items',
        arn,
        hashKey: { name: 'id', type: 'S' },
        indexes: [
          {
            name: 'byTime',
            hashKey: { name: 'at', type: 'N' },
            rangeKey: { name: 'id', type: 'S' },
            projection: { include: ['title'] },
          },
        ],
        stream: { arn: `${arn}/stream/2026-01-01T00:00:00.000`, view: 'NEW_AND_OLD_IMAGES' },
        ttlAttribute: 'expiresAt',
      },
    ]);
  });

  it('must define the attributes of its keys', () => {
    const Properties = { ...Items.Properties, AttributeDefinitions: [] };
    expect(() => modelWith({ Items: { ...Items, Properties } })).toThrow('KeySchema.0.AttributeName: id has no');
  });
});
