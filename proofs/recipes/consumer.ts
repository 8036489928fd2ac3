import { newCustomer } from '../actors/customer.ts';
import { placeOrder } from '../actors/order.ts';
import { call } from '../actors/platform.ts';
import { type Recipe, untilSeen } from './recipe.ts';

/** Later than any level that inventory tells: what the recipe notes stays. */
const LAST = 1_000_000;

/** "Subscribe a service to an event": the catalogue shows what has just been ordered as sold out. */
export const aConsumer: Recipe = {
  name: 'a consumer of an event',
  edits: [
    {
      file: 'services/catalog/serverless.yml',
      changes: [
        {
          find: 'sources: [orderwire.inventory]\n    events: [StockLevelChanged]',
          replace: 'sources: [orderwire.inventory, orderwire.orders]\n    events: [StockLevelChanged, OrderPlaced]',
        },
      ],
    },
    {
      file: 'services/catalog/src/handlers/events/subscriptions.ts',
      changes: [
        {
          find: `import { on,`,
          replace: `import { OrderPlaced } from '@orderwire/events-schema/orders';\nimport { on,`,
        },
        {
          find: '\n];',
          replace: `
  on(OrderPlaced, async ({ data }) => {
    for (const { itemId } of data.lines) await deps.items.noteAvailable(itemId, 0, ${LAST});
  }),
];`,
        },
      ],
    },
  ],
  seen: async (platform) => {
    const { apiUrl } = platform;
    const { body } = await call<{ items: readonly { id: string }[] }>(`${apiUrl}/items`);
    const id = String(body.items[0]?.id);
    const customer = await newCustomer(platform, 'recipe@shop.test', 'Robin Winter');
    const payment = { method: 'card', token: 'tok_ok' };
    const { status } = await placeOrder(platform, customer, [{ id, count: 1 }], { payment });
    if (status !== 201) throw new Error(`Placing the order answered ${status}.`);
    await untilSeen('the item to be sold out', async () => {
      const item = await call<{ availability?: string }>(`${apiUrl}/items/${id}`);
      return item.body.availability === 'sold_out';
    });
  },
};
