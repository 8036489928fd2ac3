import { type AttributeValue, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Clock } from '@orderwire/kernel/clock';
import { itemInTheWay } from './dynamo-errors.ts';

/** Of a customer who was erased: what is still due for an order is done within minutes, and after an outage. */
const ERASED_KEPT_SECONDS = 3 * 24 * 60 * 60;

/**
 * Has a row with something personal expire in three days (`expiresAt`, in seconds), unless it does so earlier.
 * @param status that the row must have; in another one it stays as it is
 * @returns whether there is such a row at all
 * @throws what DynamoDB throws
 */
export const forgetSoon = (
  { dynamo, tableName, clock }: { dynamo: Pick<DynamoDBClient, 'send'>; tableName: string; clock: Clock },
  key: Record<string, AttributeValue>,
  status?: string,
): Promise<boolean> => {
  const update = new UpdateItemCommand({
    TableName: tableName,
    Key: key,
    UpdateExpression: 'SET expiresAt = :soon',
    ConditionExpression: `${status === undefined ? '' : '#status = :status AND '}expiresAt > :soon`,
    ...(status !== undefined && { ExpressionAttributeNames: { '#status': 'status' } }),
    ExpressionAttributeValues: marshall({
      ':soon': Math.floor(clock() / 1000) + ERASED_KEPT_SECONDS,
      ...(status !== undefined && { ':status': status }),
    }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  // Nothing was in the way where the write went well.
  return dynamo.send(update).then(
    () => true,
    (error: unknown) => itemInTheWay(error) !== undefined,
  );
};
