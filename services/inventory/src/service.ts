import { once } from '@orderwire/kernel/lazy';
import { consumer } from '@orderwire/lambda/consumer';
import { http } from '@orderwire/lambda/http';
import { publisher } from '@orderwire/lambda/publisher';
import type { Outside } from '@orderwire/lambda/outside';
import { dynamoStocks } from './adapters/dynamo-stocks.ts';
import { stockAttention } from './adapters/stock-attention.ts';
import { makeReceive } from './application/receive.ts';
import { makeReservations } from './application/reservations.ts';
import { subscriptions } from './handlers/events/subscriptions.ts';
import { getStock } from './handlers/http/get-stock.ts';

/** Everything that the inventory is. */
export const compose = (outside: Outside<'dynamo' | 'eventBridge' | 'sqs'>) => {
  const { config, clients, clock } = outside;
  const table = once(() => ({ dynamo: clients.dynamo(), tableName: config.required('STOCK_TABLE'), clock }));
  const stocks = once(() => dynamoStocks(table()));
  return {
    getStock: http(outside, getStock, () => ({ stocks: stocks() })),
    consume: consumer(outside, () =>
      subscriptions({
        receive: makeReceive({ stocks: stocks() }),
        reservations: makeReservations({ stocks: stocks(), raise: stockAttention(table()) }),
      }),
    ),
    publish: publisher('inventory', outside),
  };
};
