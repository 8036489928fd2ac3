import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { orderNumberOf } from '@orderwire/money/order-number';
import type { KeyPage, OrderSearch, Span } from '../application/ports.ts';
import {
  boundsOf,
  LOT_INDEX,
  type Lot,
  lotsIn,
  monthsDown,
  orderIdOf,
  pageOf,
  orderKey,
  firstIdAt,
  rowKey,
} from './keys.ts';

/** So many months are looked through at once, and for one page. */
const MONTHS_AT_ONCE = 3;

/**
 * All orders by month, and within it in lots by the first character of their number: so one index that holds keys only is enough
 * for both, an order is written there once, and a busy month has as many partitions as that character has values.
 */
export const dynamoOrderSearch = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}): OrderSearch => {
  /** Ids of a lot, newest first. @param after an id in the span, of whichever lot: a page begins behind any key */
  const idsIn = async (lot: Lot, span: Span, limit?: number, after?: string): Promise<readonly string[]> => {
    const ids: string[] = [];
    const page = pageOf(span, after);
    if (page === undefined) return ids;
    let start = page.after === undefined ? undefined : { ...rowKey(orderKey(page.after)), lot: { S: lot } };
    do {
      const { Items = [], LastEvaluatedKey } = await deps.dynamo.send(
        new QueryCommand({
          TableName: deps.tableName,
          IndexName: LOT_INDEX,
          KeyConditionExpression: 'lot = :lot AND pk BETWEEN :first AND :last',
          ExpressionAttributeValues: { ':lot': { S: lot }, ...boundsOf(span) },
          ScanIndexForward: false,
          ...(limit !== undefined && { Limit: limit }),
          ...(start && { ExclusiveStartKey: start }),
        }),
      );
      ids.push(...Items.map(({ pk }) => orderIdOf(pk?.S ?? '')));
      start = LastEvaluatedKey as typeof start;
    } while (start && (limit === undefined || ids.length < limit));
    return ids;
  };

  return {
    inSpan: async (span, limit, after): Promise<KeyPage> => {
      const found: string[] = [];
      const months = monthsDown(span, after);
      for (const month of months.slice(0, MONTHS_AT_ONCE)) {
        const lots = await Promise.all(lotsIn(month).map((lot) => idsIn(lot, span, limit + 1, after)));
        found.push(...lots.flat().sort().reverse());
        if (found.length > limit) return { orderIds: found.slice(0, limit), last: found[limit - 1] };
      }
      const next = months[MONTHS_AT_ONCE - 1];
      const isAll = months.length <= MONTHS_AT_ONCE;
      return { orderIds: found, ...(!isAll && next !== undefined && { last: firstIdAt(next) }) };
    },

    withNumber: async (number, span) => {
      const months = monthsDown(span);
      for (let at = 0; at < months.length; at += MONTHS_AT_ONCE) {
        const lots = months
          .slice(at, at + MONTHS_AT_ONCE)
          .flatMap((month) => lotsIn(month).filter((lot) => lot.endsWith(number.charAt(0))));
        const ids = (await Promise.all(lots.map((lot) => idsIn(lot, span)))).flat();
        const meant = ids.filter((orderId) => orderNumberOf(orderId) === number);
        if (meant.length > 0) return meant;
      }
      return [];
    },
  };
};
