import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Cause } from '@orderwire/events-schema/cause';
import { GoodsReceived, StockCorrected, StockLevelChanged, StockLow } from '@orderwire/events-schema/inventory';
import type { Clock } from '@orderwire/kernel/clock';
import { makeOutbox } from '@orderwire/store/outbox';
import type { Stock, StockEvent } from '../domain/stock.ts';
import { type Row, stockId, stockRow } from './stock-rows.ts';

export interface StockTable {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  readonly clock: Clock;
}

const stockOutbox = makeOutbox<
  typeof StockLevelChanged | typeof StockLow | typeof StockCorrected | typeof GoodsReceived
>(StockLevelChanged, StockLow, StockCorrected, GoodsReceived);

/** How rows of the Stock table are written whole: as the next version of what was read. */
export const makeStockWrites = ({ tableName, clock }: Omit<StockTable, 'dynamo'>) => {
  const putOf = (Item: Row, version: number) => ({
    TableName: tableName,
    Item,
    ...(version === 1
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : { ConditionExpression: 'version = :seen', ExpressionAttributeValues: marshall({ ':seen': version - 1 }) }),
  });

  const putStock = (stock: Stock, events: readonly StockEvent[], cause: Cause) => {
    const { itemId, version } = stock;
    const outbox = stockOutbox({ subject: stockId(itemId), sequence: version, at: clock(), cause, events });
    return putOf(stockRow(stock, outbox), version);
  };

  return { putOf, putStock };
};
