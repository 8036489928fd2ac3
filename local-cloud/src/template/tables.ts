import type { Cloud, Found } from './cloud.ts';
import type { IndexDefinition, KeyDefinition, TableDefinition } from './model.ts';
import type { Reader } from './reader.ts';

type Keys = Pick<IndexDefinition, 'hashKey' | 'rangeKey'>;
type KeyTypes = ReadonlyMap<string, KeyDefinition['type']>;

const keyTypes = (properties: Reader): KeyTypes =>
  new Map(
    properties.children('AttributeDefinitions').map((definition) => {
      const type = definition.text('AttributeType');
      if (type !== 'S' && type !== 'N' && type !== 'B') return definition.fail('AttributeType', 'must be S, N or B.');
      return [definition.text('AttributeName'), type];
    }),
  );

const keysOf = (owner: Reader, types: KeyTypes): Keys => {
  const keys = owner.children('KeySchema').map((key) => {
    const name = key.text('AttributeName');
    const type = types.get(name) ?? key.fail('AttributeName', `${name} has no AttributeDefinition.`);
    return { kind: key.text('KeyType'), definition: { name, type } };
  });
  const hashKey = keys.find(({ kind }) => kind === 'HASH')?.definition;
  const rangeKey = keys.find(({ kind }) => kind === 'RANGE')?.definition;
  if (hashKey === undefined) return owner.fail('KeySchema', 'has no HASH key.');
  return rangeKey === undefined ? { hashKey } : { hashKey, rangeKey };
};

const projectionOf = (index: Reader): IndexDefinition['projection'] => {
  const projection = index.child('Projection');
  const type = projection?.text('ProjectionType');
  const include = projection?.texts('NonKeyAttributes') ?? [];
  if (type === 'INCLUDE') return { include };
  if (type === 'ALL' || type === 'KEYS_ONLY') return type;
  return index.fail('Projection', 'must be ALL, KEYS_ONLY or INCLUDE.');
};

const streamOf = ({ properties, attribute }: Found): TableDefinition['stream'] => {
  const view = properties.child('StreamSpecification')?.text('StreamViewType');
  switch (view) {
    case undefined:
      return undefined;
    case 'NEW_IMAGE':
    case 'OLD_IMAGE':
    case 'NEW_AND_OLD_IMAGES':
    case 'KEYS_ONLY':
      return { arn: attribute('StreamArn'), view };
    default:
      return properties.fail('StreamSpecification.StreamViewType', `${view} is no view of a stream.`);
  }
};

const tableOf = (found: Found): TableDefinition => {
  const { ref, properties, attribute } = found;
  const types = keyTypes(properties);
  const stream = streamOf(found);
  const ttl = properties.child('TimeToLiveSpecification');
  const ttlAttribute = ttl?.flag('Enabled', false) === true ? ttl.text('AttributeName') : undefined;
  ttl?.ignore('AttributeName');
  const indexes = [...properties.children('GlobalSecondaryIndexes'), ...properties.children('LocalSecondaryIndexes')];
  properties.ignore('TableName', 'BillingMode', 'SSESpecification', 'PointInTimeRecoverySpecification', 'Tags');
  properties.ignore(
    'DeletionProtectionEnabled',
    'TableClass',
    'OnDemandThroughput',
    'ContributorInsightsSpecification',
  );
  return {
    name: ref,
    arn: attribute('Arn'),
    ...keysOf(properties, types),
    indexes: indexes.map((index) => {
      index.ignore('OnDemandThroughput', 'ContributorInsightsSpecification');
      return { name: index.text('IndexName'), ...keysOf(index, types), projection: projectionOf(index) };
    }),
    ...(stream === undefined ? {} : { stream }),
    ...(ttlAttribute === undefined ? {} : { ttlAttribute }),
  };
};

export const tablesOf = (cloud: Cloud): readonly TableDefinition[] => cloud.each('AWS::DynamoDB::Table', tableOf);
