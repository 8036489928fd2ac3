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

/**
 * One partition of an index takes 1,000 writes a second, and each order enters and leaves the due index once.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
 */
export const DUE_SHARDS = ['0', '1', '2', '3'] as const;

/** Spreads by the last character of the id, which is random. */
export const dueShardOf = (orderId: string): string =>
  DUE_SHARDS[orderId.charCodeAt(orderId.length - 1) % DUE_SHARDS.length] ?? DUE_SHARDS[0];
