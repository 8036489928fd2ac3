import { headOf, timeOf } from '@orderwire/kernel/ids';
import { ORDER_NUMBER_CHARACTERS, orderNumberOf } from '@orderwire/money/order-number';
import type { Span } from '../application/ports.ts';

/** The table's key attribute. What kind of row it is stands before the slash. */
export const orderKey = (orderId: string): string => `order/${orderId}`;
export const itemKey = (itemId: string): string => `item/${itemId}`;
export const productKey = (productId: string): string => `product/${productId}`;
export const discountKey = (code: string): string => `code/${code}`;
export const discountCodeIn = (pk: string): string => pk.slice('code/'.length);
export const placingKey = (customerId: string, key: string): string => `placed/${customerId}/${key}`;

/** The key of a row, as DynamoDB has it. */
export const rowKey = (pk: string) => ({ pk: { S: pk } });

export const orderIdOf = (pk: string): string => pk.slice('order/'.length);

/** Orders that must be looked at later, sorted by that time. Sparse: most orders are in it for a second only. */
export const DUE_INDEX = 'byDueTime';
export const CUSTOMER_INDEX = 'byCustomer';
/** Discount codes, and no other rows. */
export const DISCOUNT_INDEX = 'discounts';

/** All orders, by month and the first character of their number. */
export const LOT_INDEX = 'byLot';

/** `2611R`: of November 2026, with a number that begins with R. */
export type Lot = string;

const monthOf = (time: number): string => new Date(time).toISOString().slice(2, 7).replace('-', '');

/** Never changes: it comes from the id alone. */
export const lotOf = (orderId: string): Lot => `${monthOf(timeOf(orderId))}${orderNumberOf(orderId).charAt(0)}`;

/** @param month any time in it */
export const lotsIn = (month: number): readonly Lot[] =>
  Array.from(ORDER_NUMBER_CHARACTERS, (character) => `${monthOf(month)}${character}`);

/** The first moments of the months that a span touches, the last one first. @param after an order: none that is younger */
export const monthsDown = ({ from, to }: Span, after?: string): readonly number[] => {
  const months: number[] = [];
  const latest = Math.min(to - 1, after === undefined ? Infinity : timeOf(after));
  for (let time = latest; time >= from; time = (months.at(-1) ?? 0) - 1) {
    const day = new Date(time);
    months.push(Date.UTC(day.getUTCFullYear(), day.getUTCMonth()));
  }
  return months;
};

/** The id before all orders of this moment: none has it. */
export const firstIdAt = (time: number): string => `ord_${headOf(time)}${'0'.repeat(16)}`;

/**
 * Where a page begins: DynamoDB takes no key outside of the span.
 * @param after the last order of the page before
 * @returns undefined where nothing is left of the span
 */
export const pageOf = (span: Span, after?: string): { readonly after?: string } | undefined => {
  const time = after === undefined ? Infinity : timeOf(after);
  if (span.from >= span.to || time < span.from) return undefined;
  return after === undefined || time >= span.to ? {} : { after };
};

/** The keys of orders in a span, as values of `:first` and `:last`. */
export const boundsOf = ({ from, to }: Span) => ({
  ':first': { S: orderKey(firstIdAt(from)) },
  ':last': { S: orderKey(firstIdAt(to)) },
});

/**
 * One partition of an index takes 1,000 writes a second, and each order enters and leaves the due index once.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
 */
export const DUE_SHARDS = ['0', '1', '2', '3'] as const;

/** Spreads by the last character of the id, which is random. */
export const dueShardOf = (orderId: string): string =>
  DUE_SHARDS[orderId.charCodeAt(orderId.length - 1) % DUE_SHARDS.length] ?? DUE_SHARDS[0];
