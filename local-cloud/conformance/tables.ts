import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { isObject } from '../src/template/template-error.ts';
import type { JsonObject } from '../src/template/template-error.ts';
import type { Cloud } from './case.ts';

const MADE_WITH = ['AttributeDefinitions', 'KeySchema', 'GlobalSecondaryIndexes', 'BillingMode'] as const;

/** The fixture's tables as CreateTable takes them: the names are those of the template, except the stream. */
const tablesOf = ({ fixture }: Cloud, template: JsonObject): readonly CreateTableCommandInput[] =>
  Object.entries(isObject(template['Resources']) ? template['Resources'] : {}).flatMap(([name, resource]) => {
    if (!isObject(resource) || resource['Type'] !== 'AWS::DynamoDB::Table') return [];
    const properties = isObject(resource['Properties']) ? resource['Properties'] : {};
    const stream = properties['StreamSpecification'];
    const input = {
      TableName: fixture.name(name),
      ...Object.fromEntries(MADE_WITH.flatMap((key) => (key in properties ? [[key, properties[key]]] : []))),
      ...(isObject(stream) && { StreamSpecification: { StreamEnabled: true, ...stream } }),
    };
    return [input];
  });

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

/** `present`: deployed already. `absent`: this endpoint neither has the fixture's tables nor can make them. */
export type Tables = 'present' | 'absent' | { readonly remove: () => Promise<void> };

/**
 * An endpoint that only knows tables (DynamoDB Local) deploys no template: there they are made, and removed by the
 * answer's `remove`.
 */
export const prepareTables = async (cloud: Cloud, template: JsonObject): Promise<Tables> => {
  const { dynamodb, fixture } = cloud;
  const missing = await dynamodb.send(new DescribeTableCommand({ TableName: fixture.name('Items') })).then(
    () => false,
    (error: unknown) => {
      if (nameOf(error) === 'ResourceNotFoundException') return true;
      throw error;
    },
  );
  if (!missing) return 'present';
  const made: string[] = [];
  const remove = async (): Promise<void> => {
    for (const TableName of made) await dynamodb.send(new DeleteTableCommand({ TableName }));
  };
  try {
    for (const table of tablesOf(cloud, template)) {
      await dynamodb.send(new CreateTableCommand(table));
      made.push(table.TableName ?? '');
    }
    for (const TableName of made) await waitUntilTableExists({ client: dynamodb, maxWaitTime: 60 }, { TableName });
  } catch (error) {
    await remove();
    if (nameOf(error) === 'UnknownOperationException') return 'absent';
    throw error;
  }
  return { remove };
};
