import { once } from '@orderwire/kernel/lazy';
import { consumer } from '@orderwire/lambda/consumer';
import { http } from '@orderwire/lambda/http';
import { publisher } from '@orderwire/lambda/publisher';
import type { Outside } from '@orderwire/lambda/outside';
import { fingerprintOf } from '@orderwire/http/fingerprint';
import { dynamoMovements } from './adapters/dynamo-movements.ts';
import { dynamoStocks } from './adapters/dynamo-stocks.ts';
import { staffChanges } from './adapters/staff-changes.ts';
import { stockAttention } from './adapters/stock-attention.ts';
import { makeMoveStock } from './application/move-stock.ts';
import { makeReceive } from './application/receive.ts';
import { makeReservations } from './application/reservations.ts';
import { subscriptions } from './handlers/events/subscriptions.ts';
import { correctStock } from './handlers/http/correct-stock.ts';
import { getStock } from './handlers/http/get-stock.ts';
import { listStock } from './handlers/http/list-stock.ts';
import { receiveGoods } from './handlers/http/receive-goods.ts';
import { stockHistory } from './handlers/http/stock-history.ts';

/** Everything that the inventory is. */
export const compose = (outside: Outside<'dynamo' | 'eventBridge' | 'sqs'>) => {
  const { config, clients, clock } = outside;
  const table = once(() => ({ dynamo: clients.dynamo(), tableName: config.required('STOCK_TABLE'), clock }));
  const stocks = once(() => dynamoStocks(table()));
  const movements = once(() => dynamoMovements(table()));
  const raise = once(() => stockAttention(table()));
  const moveStock = once(() => makeMoveStock({ stocks: stocks(), movements: movements(), raise: raise(), clock }));
  const reading = () => ({ stocks: stocks(), movements: movements() });

  return {
    getStock: http(outside, getStock, reading),
    listStock: http(outside, listStock, reading),
    stockHistory: http(outside, stockHistory, reading),
    correctStock: http(outside, correctStock, () => ({ moveStock: moveStock() })),
    receiveGoods: http(outside, receiveGoods, () => ({ moveStock: moveStock(), fingerprintOf })),
    consume: consumer(outside, () =>
      subscriptions({
        receive: makeReceive({ stocks: stocks() }),
        state: moveStock().state,
        reservations: makeReservations({ stocks: stocks(), raise: raise() }),
      }),
    ),
    publish: publisher('inventory', outside, { staffChanges }),
  };
};
