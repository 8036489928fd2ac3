import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

type KeySchema = readonly { readonly AttributeName: string; readonly KeyType: 'HASH' | 'RANGE' }[];

interface TableResource {
  readonly Properties: {
    readonly AttributeDefinitions: readonly {
      readonly AttributeName: string;
      readonly AttributeType: 'S' | 'N' | 'B';
    }[];
    readonly KeySchema: KeySchema;
    readonly GlobalSecondaryIndexes?: readonly {
      readonly IndexName: string;
      readonly KeySchema: KeySchema;
      readonly Projection:
        | { readonly ProjectionType: 'ALL' | 'KEYS_ONLY' }
        | { readonly ProjectionType: 'INCLUDE'; readonly NonKeyAttributes: readonly string[] };
    }[];
    readonly TimeToLiveSpecification?: { readonly AttributeName: string };
    readonly StreamSpecification?: { readonly StreamViewType: 'NEW_AND_OLD_IMAGES' };
  };
}

interface Template {
  readonly Resources: Readonly<Record<string, TableResource | undefined>>;
}

const read = new Map<string, Template>();

/** Each file is read once: a property test asks for its table thousands of times. */
const templateIn = (path: string): Template => {
  const known = read.get(path);
  if (known) return known;
  // CloudFormation's tags (!GetAtt …) are read as plain text: nothing here depends on them.
  const file = parse(readFileSync(path, 'utf8'), { logLevel: 'silent' }) as Template | { readonly resources: Template };
  const template = 'resources' in file ? file.resources : file;
  read.set(path, template);
  return template;
};

/**
 * A table as infrastructure declares it, for the engine (its `TableDefinition`), so that an adapter is tested
 * on the keys that are deployed.
 * @param path of a service's resources.yml, or of a file beside the services that holds a template under `resources`
 */
export const tableFrom = (path: string, logicalId: string) => {
  const resource = templateIn(path).Resources[logicalId];
  if (!resource) throw new Error(`There is no table ${logicalId} in ${path}.`);
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes = [] } = resource.Properties;
  const { TimeToLiveSpecification: ttl, StreamSpecification } = resource.Properties;
  const keysOf = (schema: KeySchema) => {
    const keyOf = (type: 'HASH' | 'RANGE') => {
      const name = schema.find(({ KeyType }) => KeyType === type)?.AttributeName;
      const definition = AttributeDefinitions.find(({ AttributeName }) => AttributeName === name);
      return definition && { name: definition.AttributeName, type: definition.AttributeType };
    };
    const [hashKey, rangeKey] = [keyOf('HASH'), keyOf('RANGE')];
    if (!hashKey) throw new Error(`A key of ${logicalId} is not declared.`);
    return { hashKey, ...(rangeKey && { rangeKey }) };
  };
  const arn = `arn:aws:dynamodb:eu-central-1:000000000000:table/${logicalId}`;
  const stream = { arn: `${arn}/stream/2026-01-01T00:00:00.000`, view: StreamSpecification?.StreamViewType };
  return {
    name: logicalId,
    arn,
    ...keysOf(KeySchema),
    indexes: GlobalSecondaryIndexes.map(({ IndexName, KeySchema: schema, Projection }) => ({
      name: IndexName,
      ...keysOf(schema),
      projection:
        Projection.ProjectionType === 'INCLUDE' ? { include: Projection.NonKeyAttributes } : Projection.ProjectionType,
    })),
    ...(stream.view && { stream: { arn: stream.arn, view: stream.view } }),
    ...(ttl && { ttlAttribute: ttl.AttributeName }),
  };
};
