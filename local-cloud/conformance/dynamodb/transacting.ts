import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type {
  CancellationReason,
  TransactWriteItem,
  TransactWriteItemsCommandInput,
  TransactWriteItemsCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { casesGiven } from '../area.ts';
import type { Cloud } from '../case.ts';
import { refused } from '../check.ts';
import { itemsOf, S, type Item } from './items.ts';

export const CANCELLED = 'TransactionCanceledException';
export const ABSENT = { ConditionExpression: 'attribute_not_exists(pk)' } as const;
export const PRESENT = { ConditionExpression: 'attribute_exists(pk)' } as const;

/** The table `Items`, actions on it, and the transaction that does them. */
export const transactionsOf = (cloud: Cloud) => {
  const items = itemsOf(cloud);
  const { TableName } = items;
  return {
    items,
    write: (
      TransactItems: TransactWriteItem[],
      more: Partial<TransactWriteItemsCommandInput> = {},
    ): Promise<TransactWriteItemsCommandOutput> =>
      cloud.dynamodb.send(new TransactWriteItemsCommand({ ...more, TransactItems })),
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
  };
};

/** Cases on transactions of DynamoDB. */
export const casesOnTransactions = casesGiven(transactionsOf, 'dynamodb');

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
