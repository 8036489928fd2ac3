import { makeDynamoDb } from '@orderwire/local-cloud/engine/dynamodb/dynamodb';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { tableFrom } from '@orderwire/testing/table-definition';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { join } from 'node:path';

/** The Timeline table as it is deployed, in the local cloud's engine. */
export const aTable = () => {
  const tableName = 'TimelineTable';
  const { operations } = makeDynamoDb({
    environment: { now: () => 0, random: () => 0.5 },
    tables: [tableFrom(join(__dirname, '../../resources.yml'), tableName)],
    meter: { count: () => undefined, totals: () => ({}), reset: () => undefined },
    ownerOf: () => 'timeline',
  });
  return {
    dynamo: makeEngineClient(operations).client,
    tableName,
    rows: () => operations.Scan({ TableName: tableName }).Items ?? [],
  };
};

interface Asked {
  /** `<sub>` or `staff:<sub>`; nobody when not given. */
  readonly as?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly id?: string;
  readonly body?: unknown;
}

interface Answered<Body> {
  readonly status: number | undefined;
  readonly body: Body & { readonly code?: string };
}

/** Calls a function as API Gateway does, and reads its answer. */
export const ask = async <Body>(
  call: (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>,
  { as, query = {}, id, body }: Asked,
): Promise<Answered<Body>> => {
  const [sub, group] = as?.split(':').reverse() ?? [];
  const claims = { sub, token_use: 'access', ...(group !== undefined && { 'cognito:groups': `[${group}]` }) };
  const answer = await call({
    requestContext: { requestId: 'r', ...(as !== undefined && { authorizer: { jwt: { claims } } }) },
    headers: {},
    pathParameters: { id },
    queryStringParameters: query,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  } as unknown as APIGatewayProxyEventV2);
  return { status: answer.statusCode, body: JSON.parse(answer.body ?? '') as Answered<Body>['body'] };
};
