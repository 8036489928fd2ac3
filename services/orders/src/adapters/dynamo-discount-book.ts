import { type DynamoDBClient, PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Cause } from '@orderwire/events-schema/cause';
import { batchGet } from '@orderwire/store/batch-get';
import { isConditionFailed, itemInTheWay } from '@orderwire/store/dynamo-errors';
import { makeOutbox } from '@orderwire/store/outbox';
import { retryConflicts } from '@orderwire/store/retry-conflicts';
import type { DiscountBook } from '../application/ports.ts';
import { discountIn } from './discount-row.ts';
import { DISCOUNT_INDEX, discountCodeIn, discountKey, rowKey } from './keys.ts';

/** The index that lists codes has no other rows: only they have this attribute. */
const LISTED = { kind: 'discount' };

const outboxOf = makeOutbox();

/** No other service has to know; the audit list has. A code is made once and closed once. */
const told = (subject: string, sequence: 1 | 2, at: number, cause: Cause): string =>
  outboxOf({ subject, sequence, at, cause, events: [] });

/** Discount codes, for staff. */
export const dynamoDiscountBook = ({
  dynamo,
  tableName: TableName,
}: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}): DiscountBook => ({
  add: async ({ code, ...discount }, cause) => {
    const outbox = told(code, 1, discount.createdAt, cause);
    const row = { ...discount, ...LISTED, pk: discountKey(code), outbox };
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

  close: async (code, at, cause) => {
    const update = new UpdateItemCommand({
      TableName,
      Key: rowKey(discountKey(code)),
      UpdateExpression: 'SET closedAt = :at, outbox = :outbox',
      ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(closedAt)',
      ExpressionAttributeValues: marshall({ ':at': at, ':outbox': told(code, 2, at, cause) }),
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const row = await retryConflicts(() => dynamo.send(update)).then(({ Attributes }) => Attributes, itemInTheWay);
    return row && discountIn(row);
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
