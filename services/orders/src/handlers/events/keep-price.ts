import type { Prices } from '../../application/ports.ts';
import type { Price } from '../../domain/pricing.ts';

/** Takes over what an item costs from an event that says it whole; the item's version decides which one stays. */
export const keepPrice =
  (prices: Pick<Prices, 'keep'>) =>
  ({ meta, data }: { readonly meta: { readonly sequence: number }; readonly data: Price }): Promise<void> => {
    const { itemId, title, price, taxRate, currency } = data;
    return prices.keep({ itemId, title, price, taxRate, currency }, meta.sequence);
  };
