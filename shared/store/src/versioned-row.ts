import { type AttributeValue, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { itemInTheWay } from './dynamo-errors.ts';
import { OUTBOX_ATTRIBUTE } from './outbox.ts';

/**
 * Writes the next version of a row together with the outbox of this very write: version 1 where there is no row, any
 * other in the place of the version before it. `undefined` when it is written; otherwise somebody else was faster, and
 * the answer is the item as it is now, for a `rowReader`. A write is all it takes: it reads what was in its way.
 * @throws ConditionalCheckFailedException when it was to replace a row and there is none, and whatever else is refused
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html
 */
export const putNextVersion = async <Row extends { readonly version: number }>(
  table: {
    readonly dynamo: Pick<DynamoDBClient, 'send'>;
    readonly tableName: string;
    /** The table's only key attribute. */
    readonly key: keyof Row & string;
  },
  row: Row,
  outbox: string | undefined,
): Promise<Readonly<Record<string, AttributeValue>> | undefined> => {
  try {
    await table.dynamo.send(
      new PutItemCommand({
        TableName: table.tableName,
        Item: marshall({ ...row, ...(outbox !== undefined && { [OUTBOX_ATTRIBUTE]: outbox }) }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        ...(row.version === 1
          ? { ConditionExpression: `attribute_not_exists(${table.key})` }
          : {
              ConditionExpression: 'version = :seen',
              ExpressionAttributeValues: marshall({ ':seen': row.version - 1 }),
            }),
      }),
    );
    return undefined;
  } catch (error) {
    const item = itemInTheWay(error);
    if (!item) throw error;
    return item;
  }
};
