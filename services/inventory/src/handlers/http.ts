import type { makeEndpoints } from '@orderwire/http/endpoint';
import type { Problem } from '@orderwire/http/problem';
import type { Stocks } from '../application/stocks.ts';

const NOT_FOUND: Problem = { status: 404, code: 'ITEM_NOT_FOUND', detail: 'There is no such item in stock.' };

/** As in the events; a longer one cannot be an item’s, and DynamoDB would refuse it as a key. */
const MAX_ID = 200;

/** `GET /stock/{itemId}`: the level just now, for staff. */
export const makeGetStock = (deps: {
  readonly endpoints: ReturnType<typeof makeEndpoints>;
  readonly stocks: Pick<Stocks, 'levels'>;
}) =>
  deps.endpoints.staff({}, async ({ path }) => {
    const itemId = path['itemId'] ?? '';
    if (itemId === '' || itemId.length > MAX_ID) return { problem: NOT_FOUND };
    const stock = (await deps.stocks.levels([itemId])).get(itemId);
    return stock ? { status: 200, body: stock } : { problem: NOT_FOUND };
  });
