import { join } from 'node:path';
import { makeDynamoDb } from '@orderwire/local-cloud/engine/dynamodb/dynamodb';
import { heldToRoutes } from '@orderwire/testing/answers';
import { aDetail } from '@orderwire/testing/batch';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { makeOutside } from '@orderwire/testing/outside';
import { aRequest } from '@orderwire/testing/request';
import { tableFrom } from '@orderwire/testing/table-definition';
import { dynamoItems } from '../adapters/dynamo-items.ts';
import { subscriptions } from '../handlers/events/subscriptions.ts';
import { compose } from '../service.ts';

/** An entry of an import. */
export const mug = {
  ...{ id: 'mug', title: 'Mug', category: 'kitchen', priceMinor: 1_290, currency: 'EUR', stock: 3 },
  vatClass: 'standard' as const,
};

interface Body {
  readonly code?: string;
  readonly id?: string;
  readonly brand?: string;
  readonly description?: string;
  readonly availability?: string;
  readonly items?: readonly { readonly id: string; readonly availability: string }[];
  readonly count?: number;
  readonly facets?: Readonly<Record<string, readonly { readonly value: string; readonly count: number }[]>>;
  readonly cursor?: string;
}

/** The service on a table of its own. */
export const aService = () => {
  const { operations } = makeDynamoDb({
    environment: { now: () => 0, random: () => 0.5 },
    tables: [tableFrom(join(__dirname, '../../resources.yml'), 'ItemsTable')],
    meter: { count: () => undefined, totals: () => ({}), reset: () => undefined },
    ownerOf: () => 'catalog',
  });
  const dynamo = makeEngineClient(operations).client;
  const { outside, lines, advance } = makeOutside({
    environment: { ITEMS_TABLE: 'ItemsTable', SHOP_CURRENCY: 'CHF', DELIVER_WITHIN: '5 days', SHOP_TIME_ZONE: 'UTC' },
    clients: { dynamo },
  });
  const functions = heldToRoutes(compose(outside));
  const { importItems } = functions;
  const items = dynamoItems({ dynamo, tableName: 'ItemsTable', clock: outside.clock });
  type Called = 'listItems' | 'getItem' | 'createItem' | 'changeItem' | 'retireItem' | 'importProducts';
  const call = async (name: Called, request: Parameters<typeof aRequest>[0]) => {
    const answer = await functions[name](aRequest(request));
    const { statusCode, headers } = answer;
    return { answer, statusCode, headers, body: JSON.parse(answer.body ?? '{}') as Body };
  };
  const ask = async (name: Called, request: Parameters<typeof aRequest>[0]) => {
    const { statusCode: status, body } = await call(name, request);
    return { status, body };
  };
  return {
    items,
    importItems,
    call,
    lines,
    /** A list may be a second old: it is asked for later. */
    list: (query: Readonly<Record<string, string>> = {}) => {
      advance(1_000);
      return ask('listItems', { query });
    },
    advance,
    get: (id: string) => ask('getItem', { path: { id } }),
    stock: (available: number, sequence: number, itemId = 'mug') => {
      const data = { itemId, onHand: available, reserved: 0, available };
      const detail = aDetail('StockLevelChanged', 'orderwire.inventory', `stock/${itemId}`, data, sequence);
      const [onStockLevelChanged] = subscriptions({ items });
      return onStockLevelChanged?.react(detail, { attempt: 1 });
    },
    row: (itemId: string) =>
      operations.GetItem({ TableName: 'ItemsTable', Key: { itemId: { S: itemId } }, ConsistentRead: true }).Item,
  };
};

/** The service with items of these ids. */
export const withItems = async (...ids: readonly string[]) => {
  const service = aService();
  await service.importItems({ items: ids.map((id) => ({ ...mug, id })) });
  return service;
};
