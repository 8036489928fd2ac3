import { join } from 'node:path';
import { makeEndpoints } from '@orderwire/http/endpoint';
import { makeDynamoDb } from '@orderwire/local-cloud/engine/dynamodb/dynamodb';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { makeFakeClock, makeRecorder } from '@orderwire/testing/fakes';
import { tableFrom } from '@orderwire/testing/table-definition';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { dynamoItems } from '../adapters/dynamo-items.ts';
import { makeImportItems } from '../application/import-items.ts';
import { makeGetItem, makeListItems } from '../handlers/http.ts';
import { makeImport } from '../handlers/import-items.ts';
import { onStockLevelChanged } from '../handlers/on-stock-level-changed.ts';

/** An entry of an import. */
export const mug = {
  ...{ id: 'mug', title: 'Mug', category: 'kitchen', price: 1_290, currency: 'EUR', taxRate: 1_900, stock: 3 },
};

interface Body {
  readonly code?: string;
  readonly id?: string;
  readonly availability?: string;
  readonly items?: readonly { readonly id: string }[];
  readonly cursor?: string;
}

/** The service on a table of its own. */
export const aService = () => {
  const { clock } = makeFakeClock();
  const recorder = makeRecorder();
  const { operations } = makeDynamoDb({
    environment: { now: clock, random: () => 0.5 },
    tables: [tableFrom(join(__dirname, '../../resources.yml'), 'ItemsTable')],
    meter: { count: () => undefined, totals: () => ({}), reset: () => undefined },
    ownerOf: () => 'catalog',
  });
  const items = dynamoItems({ dynamo: makeEngineClient(operations).client, tableName: 'ItemsTable', clock });
  const endpoints = makeEndpoints(recorder);
  const [listItems, getItem] = [makeListItems({ endpoints, items }), makeGetItem({ endpoints, items })];
  const ask = async (handler: typeof listItems, more: object) => {
    const event = { requestContext: { requestId: 'r' }, headers: {}, ...more } as unknown as APIGatewayProxyEventV2;
    const { statusCode, body = '' } = await handler(event);
    return { status: statusCode, body: JSON.parse(body) as Body };
  };
  const level = onStockLevelChanged(items);
  return {
    items,
    importItems: makeImport({ importItems: makeImportItems({ items }), log: recorder.log }),
    lines: recorder.lines,
    list: (query: Readonly<Record<string, string>> = {}) => ask(listItems, { queryStringParameters: query }),
    get: (id: string) => ask(getItem, { pathParameters: { id } }),
    stock: (available: number, sequence: number, itemId = 'mug') => {
      const [subject, at] = [`stock/${itemId}`, '2026-03-01T12:00:00.000Z'];
      const meta = {
        ...{ id: `${subject}#${sequence}#0`, type: 'StockLevelChanged', version: 1, source: 'orderwire.inventory' },
        ...{ subject, sequence, occurredAt: at, correlationId: 'c', causationId: 'c' },
        actor: { type: 'system', id: 'inventory' },
      };
      const data = { itemId, onHand: available, reserved: 0, available };
      return level.react({ meta, data }, { attempt: 1 });
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
