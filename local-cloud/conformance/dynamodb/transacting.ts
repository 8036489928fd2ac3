import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type {
  CancellationReason,
  TransactWriteItem,
  TransactWriteItemsCommandInput,
  TransactWriteItemsCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { Cloud } from '../case.ts';
import { refused } from '../check.ts';
import { S, type Item, type Items } from './items.ts';

export const write = (
  { dynamodb }: Cloud,
  TransactItems: TransactWriteItem[],
  more: Partial<TransactWriteItemsCommandInput> = {},
): Promise<TransactWriteItemsCommandOutput> => dynamodb.send(new TransactWriteItemsCommand({ ...more, TransactItems }));

export const CANCELLED = 'TransactionCanceledException';
export const ABSENT = { ConditionExpression: 'attribute_not_exists(pk)' } as const;
export const PRESENT = { ConditionExpression: 'attribute_exists(pk)' } as const;

export const makers = ({ TableName }: Items) => ({
  put: (Item: Item, more: object = {}): TransactWriteItem => ({ Put: { TableName, Item, ...more } }),
  remove: ({ pk, sk }: Item, more: object = {}): TransactWriteItem => ({
    Delete: { TableName, Key: { pk, sk } as Item, ...more },
  }),
  check: ({ pk, sk }: Item, ConditionExpression: string, more: object = {}): TransactWriteItem => ({
    ConditionCheck: { TableName, Key: { pk, sk } as Item, ConditionExpression, ...more },
  }),
  update: ({ pk, sk }: Item, UpdateExpression: string, values?: Item, more: object = {}): TransactWriteItem => ({
    Update: {
      TableName,
      Key: { pk, sk } as Item,
      UpdateExpression,
      ...(values !== undefined && { ExpressionAttributeValues: values }),
      ...more,
    },
  }),
});

export const reasonsOf = async (transaction: Promise<unknown>): Promise<readonly CancellationReason[]> => {
  const { CancellationReasons } = await refused(
    transaction,
    CANCELLED,
    /^Transaction cancelled, please refer cancellation reasons/,
  );
  return CancellationReasons as readonly CancellationReason[];
};

export const codesOf = async (transaction: Promise<unknown>): Promise<readonly (string | undefined)[]> =>
  (await reasonsOf(transaction)).map(({ Code }) => Code);

const KILOBYTE = 1024;
export const LARGE = S('x'.repeat(390 * KILOBYTE));
