import type { Update } from '@aws-sdk/client-dynamodb';
import { discountKey, rowKey } from './keys.ts';

const counting = (TableName: string, code: string, by: '1' | '-1') => ({
  TableName,
  Key: rowKey(discountKey(code)),
  // Who made or closed the code has nothing to do with this write.
  UpdateExpression: 'ADD uses :by REMOVE outbox',
  ExpressionAttributeValues: { ':by': { N: by } },
});

/** Counts one use more, in the transaction that places an order: unless the code is used up or closed by then. */
export const useOf = (tableName: string, code: string): Update => ({
  ...counting(tableName, code, '1'),
  ConditionExpression:
    'attribute_exists(pk) AND attribute_not_exists(closedAt) AND (attribute_not_exists(#limit) OR uses < #limit)',
  ExpressionAttributeNames: { '#limit': 'limit' },
});

/** Gives a use back, in the transaction that rejects or cancels its order: also to a closed code, so that the count stays true. */
export const releaseOf = (tableName: string, code: string): Update => counting(tableName, code, '-1');
