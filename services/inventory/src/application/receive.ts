import type { Cause } from '@orderwire/events-schema/cause';
import { stockReceived } from '../domain/stock.ts';
import type { Stocks } from './stocks.ts';

/** The first delivery of an item that is new in the catalogue. Whoever comes second meets the item's row. */
export const makeReceive =
  ({ stocks }: { readonly stocks: Stocks }) =>
  (itemId: string, count: number, cause: Cause): Promise<void> =>
    stocks.begin(stockReceived(itemId, count), cause);

export type Receive = ReturnType<typeof makeReceive>;
