import {
  GetItemCommand,
  PutItemCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { batchGet } from '@orderwire/store/batch-get';
import { cancellationReasons, conditionFailedAt, isConditionFailed } from '@orderwire/store/dynamo-errors';
import { retryConflicts } from '@orderwire/store/retry-conflicts';
import {
  StockCommitted,
  StockReleased,
  StockReservationFailed,
  StockReserved,
  StockReturned,
} from '@orderwire/events-schema/inventory';
import type { Cause } from '@orderwire/events-schema/cause';
import { makeOutbox } from '@orderwire/store/outbox';
import type { Stocks } from '../application/stocks.ts';
import type { Change, ReservationEventDefinition } from '../domain/reservation.ts';
import type { ReturnedChange } from '../domain/returned.ts';
import { levelChanged, type Stock, type StockChange } from '../domain/stock.ts';
import {
  itemKey,
  reservationId,
  reservationKey,
  reservationOf,
  reservationRow,
  returnedId,
  returnedRow,
  type Row,
  stockOf,
} from './stock-rows.ts';
import { makeStockWrites, type StockTable } from './stock-writes.ts';

const reservationOutbox = makeOutbox<ReservationEventDefinition>(
  StockReserved,
  StockReservationFailed,
  StockReleased,
  StockCommitted,
);

const returnedOutbox = makeOutbox(StockReturned);

/** A popular item is in many transactions at once, and each that conflicts has lost only milliseconds. */
const MAX_ATTEMPTS = 8;

/** The Stock table: a row per item, a row per reservation under its order's id, and a row for what came back each time. */
export const dynamoStocks = (table: StockTable): Stocks => {
  const { dynamo, tableName, clock } = table;
  const { putOf, putStock } = makeStockWrites(table);

  const putReservation = ({ reservation, events }: Change, cause: Cause) => {
    const { orderId, version } = reservation;
    const write = { subject: reservationId(orderId), sequence: version, at: clock(), cause, events };
    return putOf(reservationRow(reservation, events.length > 0 ? reservationOutbox(write) : undefined), version);
  };

  const stockAction = (change: StockChange, cause: Cause): TransactWriteItem =>
    change.kind === 'announced'
      ? { Put: putStock(change.after, change.events, cause) }
      : { Update: { TableName: tableName, ...quietUpdate(change) } };

  const putReturned = ({ returned, events }: ReturnedChange, cause: Cause) => {
    const outbox = returnedOutbox({ subject: returnedId(returned), sequence: 1, at: clock(), cause, events });
    return putOf(returnedRow(returned, outbox), 1);
  };

  /** `row_moved`: somebody else has written this row. */
  const saveWith = async (
    row: ReturnType<typeof putOf>,
    stock: readonly StockChange[],
    cause: Cause,
  ): Promise<'saved' | 'row_moved' | 'stock_moved'> => {
    try {
      if (stock.length === 0) {
        // A transaction would cost twice as much and add nothing.
        await retryConflicts(() => dynamo.send(new PutItemCommand(row)), MAX_ATTEMPTS);
      } else {
        const TransactItems = [{ Put: row }, ...stock.map((change) => stockAction(change, cause))];
        await retryConflicts(() => dynamo.send(new TransactWriteItemsCommand({ TransactItems })), MAX_ATTEMPTS);
      }
      return 'saved';
    } catch (error) {
      if (isConditionFailed(error) || conditionFailedAt(error, 0)) return 'row_moved';
      if (cancellationReasons(error)?.some((_, index) => conditionFailedAt(error, index))) return 'stock_moved';
      throw error;
    }
  };

  return {
    // Consistent, because a decision stands on it: a stale level would fail an order that could be filled.
    levels: async (itemIds) =>
      new Map((await batchGet(dynamo, tableName, itemIds.map(itemKey), { ConsistentRead: true })).map(entryOf)),

    reservation: async (orderId) => {
      const read = { TableName: tableName, Key: reservationKey(orderId), ConsistentRead: true };
      const { Item } = await dynamo.send(new GetItemCommand(read));
      return Item && reservationOf(Item);
    },

    begin: async (stock, cause) => {
      const put = new PutItemCommand(putStock(stock, [levelChanged(stock)], cause));
      await retryConflicts(() => dynamo.send(put), MAX_ATTEMPTS).catch((error: unknown) => {
        if (!isConditionFailed(error)) throw error;
      });
    },

    save: async (change, cause) => {
      const saved = await saveWith(putReservation(change, cause), change.stock, cause);
      return saved === 'row_moved' ? 'reservation_moved' : saved;
    },

    saveReturned: async (change, cause) => {
      const saved = await saveWith(putReturned(change, cause), change.stock, cause);
      return saved === 'row_moved' ? 'known' : saved;
    },
  };
};

const entryOf = (row: Row): readonly [string, Stock] => {
  const stock = stockOf(row);
  return [stock.itemId, stock];
};

/** The row's events, if any, were those of the write before: this one causes none. */
const quietUpdate = ({ itemId, add, where, lowAt }: Extract<StockChange, { kind: 'quiet' }>) => {
  const amounts = Object.entries(add);
  const bounds = where.flatMap(({ attribute, above, upTo }) => [
    ...(above === undefined ? [] : [{ attribute, is: '>', than: above }]),
    ...(upTo === undefined ? [] : [{ attribute, is: '<=', than: upTo }]),
  ]);
  const asked = bounds.map(({ attribute, is }, index) => `#${attribute} ${is} :bound${index}`);
  // The bounds stand on the threshold as it was read.
  const threshold = lowAt === 0 ? ['attribute_not_exists(lowAt)'] : ['lowAt = :lowAt'];
  return {
    Key: itemKey(itemId),
    UpdateExpression: `ADD version :one, ${amounts.map(([name]) => `#${name} :${name}`).join(', ')} REMOVE outbox`,
    ConditionExpression: [...asked, ...(lowAt === undefined ? [] : threshold)].join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(
      [...amounts.map(([name]) => name), ...where.map(({ attribute }) => attribute)].map((name) => [`#${name}`, name]),
    ),
    ExpressionAttributeValues: marshall({
      ':one': 1,
      ...(lowAt !== undefined && lowAt > 0 && { ':lowAt': lowAt }),
      ...Object.fromEntries(bounds.map(({ than }, index) => [`:bound${index}`, than])),
      ...Object.fromEntries(amounts.map(([name, amount]) => [`:${name}`, amount])),
    }),
  };
};
