import { describe, expect, it } from '@jest/globals';
import { coldStartOf } from './bundle.ts';

const SOURCE = `import { DynamoDBClient, type Other } from '@aws-sdk/client-dynamodb';
import { makeObservability } from '@orderwire/lambda/observability';
import { once } from '@orderwire/kernel/lazy';
import { randomBytes } from 'node:crypto';
import { dynamoOrders } from './adapters/dynamo-orders.ts';

const config = makeConfig(process.env);

/** \`POST /orders\` */
export const placeOrder = once(() => dynamoOrders(new DynamoDBClient({}), randomBytes, makeObservability()));

/** Every minute. */
export const expire = async () => Date.now();
`;

describe('a lambda.ts in the simulator', () => {
  const bundled = coldStartOf(SOURCE);

  it('takes clients, randomness, logs, its environment and its clock from the sandbox', () => {
    expect(bundled).toContain('({ process, Date, DynamoDBClient, makeObservability, randomBytes }) =>');
    expect(bundled).not.toContain('@aws-sdk');
    expect(bundled).not.toContain('node:crypto');
  });

  it('keeps what it imports of its own', () => {
    expect(bundled).toContain("import { once } from '@orderwire/kernel/lazy';");
    expect(bundled).toContain("import { dynamoOrders } from './adapters/dynamo-orders.ts';");
  });

  it('gives its handlers back', () => {
    expect(bundled).toContain('return { placeOrder, expire };');
    expect(bundled).not.toContain('export const placeOrder');
  });
});
