import { call } from '../actors/platform.ts';
import type { Recipe } from './recipe.ts';

const HANDLER = `import { amountMinor, currency } from '@orderwire/events-schema/common';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { Items } from '../../application/items.ts';

export const getPrice = route({
  method: 'GET',
  paths: ['/items/{id}/price'],
  callers: 'anyone',
  answers: { 200: z.strictObject({ priceMinor: amountMinor, currency }) },
  refusals: { ITEM_NOT_FOUND: { status: 404, detail: 'There is no such item.' } },
}).handledBy(async ({ items }: { readonly items: Pick<Items, 'find'> }, { path: { id } }) => {
  const item = await items.find(id);
  return item
    ? { status: 200, body: { priceMinor: item.priceMinor, currency: item.currency } }
    : { refusal: 'ITEM_NOT_FOUND' };
});
`;

const FUNCTION = `  getPrice:
    handler: src/lambda.getPrice
    description: Tells what an item costs.
    environment: { ITEMS_TABLE: !Ref ItemsTable }
    iamRoleStatements:
      - Effect: Allow
        Action: dynamodb:GetItem
        Resource: !GetAtt ItemsTable.Arn
    events:
      - httpApi: { method: get, path: '/items/{id}/price' }

`;

/** "Add an endpoint": the price of an item. */
export const anEndpoint: Recipe = {
  name: 'an endpoint',
  edits: [
    { file: 'services/catalog/src/handlers/http/get-price.ts', text: HANDLER },
    {
      file: 'services/catalog/src/service.ts',
      changes: [
        {
          find: `import { getItem } from './handlers/http/get-item.ts';\n`,
          replace: `import { getItem } from './handlers/http/get-item.ts';\nimport { getPrice } from './handlers/http/get-price.ts';\n`,
        },
        {
          find: '    getItem: http(',
          replace: '    getPrice: http(outside, getPrice, () => ({ items: items() })),\n    getItem: http(',
        },
      ],
    },
    { file: 'services/catalog/src/lambda.ts', changes: [{ find: 'getItem,', replace: 'getItem, getPrice,' }] },
    {
      file: 'services/catalog/serverless.yml',
      changes: [{ find: '  importItems:\n', replace: `${FUNCTION}  importItems:\n` }],
    },
  ],
  seen: async ({ apiUrl }) => {
    const { body } = await call<{ items: readonly { id: string; priceMinor: number }[] }>(`${apiUrl}/items`);
    const [item] = body.items;
    const answer = await call<{ priceMinor?: number }>(`${apiUrl}/items/${String(item?.id)}/price`);
    if (item === undefined || answer.body.priceMinor !== item.priceMinor) throw new Error(JSON.stringify(answer.body));
    const nothing = await call<{ code?: string }>(`${apiUrl}/items/nothing/price`);
    if (nothing.body.code !== 'ITEM_NOT_FOUND') throw new Error(JSON.stringify(nothing.body));
  },
};
