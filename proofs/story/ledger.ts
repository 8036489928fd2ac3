import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { LOCAL_OPERATOR, type Platform } from '../actors/platform.ts';

interface Account {
  /** `pay/<orderId>/authorize` */
  readonly key: string;
  readonly captured: number;
  readonly refunded: number;
}

/** What the simulated payment provider has booked for an order, by its own ledger: not what our service believes. */
export const ledgerOf = async (
  { awsUrl }: Platform,
  orderId: string,
): Promise<{ readonly captured: number; readonly refunded: number }> => {
  const dynamo = new DynamoDBClient({ region: 'eu-central-1', endpoint: awsUrl, credentials: LOCAL_OPERATOR });
  try {
    const { TableNames = [] } = await dynamo.send(new ListTablesCommand({}));
    const TableName = TableNames.find((name) => name.includes('SimulatedProviderTable'));
    if (TableName === undefined) throw new Error('The simulated payment provider has no ledger.');
    const { Items = [] } = await dynamo.send(
      new ScanCommand({
        TableName,
        FilterExpression: '#key = :key',
        ExpressionAttributeNames: { '#key': 'key' },
        ExpressionAttributeValues: { ':key': { S: `pay/${orderId}/authorize` } },
      }),
    );
    const accounts = Items.map((item) => unmarshall(item) as Account);
    const sumOf = (field: 'captured' | 'refunded'): number => accounts.reduce((sum, one) => sum + one[field], 0);
    return { captured: sumOf('captured'), refunded: sumOf('refunded') };
  } finally {
    dynamo.destroy();
  }
};
