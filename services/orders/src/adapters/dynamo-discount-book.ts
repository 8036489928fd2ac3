import { type DynamoDBClient, PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { batchGet } from '@orderwire/store/batch-get';
import { isConditionFailed } from '@orderwire/store/dynamo-errors';
import { retryConflicts } from '@orderwire/store/retry-conflicts';
import type { DiscountBook } from '../application/ports.ts';
import { discountIn } from './discount-row.ts';
import { DISCOUNT_INDEX, discountCodeIn, discountKey, rowKey } from './keys.ts';

/** The index that lists codes has no other rows: only they have this attribute. */
const LISTED = { kind: 'discount' };

/** Discount codes, for staff. */
export const dynamoDiscountBook = ({
  dynamo,
  tableName: TableName,
}: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}): DiscountBook => ({
  add: async ({ code, ...discount }) => {
    const row = { ...discount, ...LISTED, pk: discountKey(code) };
    try {
      await dynamo.send(
        new PutItemCommand({
          TableName,
          Item: marshall(row, { removeUndefinedValues: true }),
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
      return 'added';
    } catch (error) {
      if (isConditionFailed(error)) return 'taken';
      throw error;
    }
  },

  close: async (code, at) => {
    const update = new UpdateItemCommand({
      TableName,
      Key: rowKey(discountKey(code)),
      UpdateExpression: 'SET closedAt = if_not_exists(closedAt, :at)',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: marshall({ ':at': at }),
      ReturnValues: 'ALL_NEW',
    });
    try {
      const { Attributes: row } = await retryConflicts(() => dynamo.send(update));
      return row && discountIn(row);
    } catch (error) {
      if (isConditionFailed(error)) return undefined;
      throw error;
    }
  },

  list: async ({ limit, after }) => {
    const { Items: keys = [], LastEvaluatedKey } = await dynamo.send(
      new QueryCommand({
        TableName,
        IndexName: DISCOUNT_INDEX,
        KeyConditionExpression: 'kind = :kind',
        ExpressionAttributeValues: marshall({ ':kind': LISTED.kind }),
        Limit: limit,
        ...(after !== undefined && {
          ExclusiveStartKey: { ...rowKey(discountKey(after)), ...marshall(LISTED) },
        }),
      }),
    );
    const rows = await batchGet(
      dynamo,
      TableName,
      keys.map(({ pk }) => rowKey(pk?.S ?? '')),
    );
    const last = LastEvaluatedKey?.['pk']?.S;
    return {
      discounts: rows.map(discountIn).sort((one, other) => (one.code < other.code ? -1 : 1)),
      ...(last !== undefined && { last: discountCodeIn(last) }),
    };
  },
});
