import { isLow, type Stock } from '../domain/stock.ts';

/** What staff see of an item's stock. */
export const levelOf = (stock: Stock) => {
  const { itemId, onHand, reserved, available, shipped, lowAt = 0, version } = stock;
  return { itemId, onHand, reserved, available, shipped, lowAt, isLow: isLow(stock), version };
};
