import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Accounts } from '../application/ports.ts';

/** Asks the index of the customers service's table; the function's role grants that index, which holds keys only. */
export const dynamoAccounts = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}): Accounts => ({
  withEmail: async (email) => {
    const { Items = [] } = await deps.dynamo.send(
      new QueryCommand({
        TableName: deps.tableName,
        IndexName: 'byEmail',
        KeyConditionExpression: 'email = :email',
        ExpressionAttributeValues: { ':email': { S: email } },
        Limit: 2,
      }),
    );
    return Items.flatMap(({ customerId }) => customerId?.S ?? []);
  },
});
