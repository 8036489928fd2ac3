import { newCustomer } from '../actors/customer.ts';
import { eventOf, followFeed } from '../actors/feed.ts';
import { type Recipe, untilSeen } from './recipe.ts';

const EVENT = `
/** Who signs in for the first time is greeted. */
export const CustomerGreeted = defineEvent({
  type: 'CustomerGreeted',
  version: 1,
  source: 'orderwire.customers',
  data: z.object({ customerId: identifier }),
  noReader: 'For the shop’s own subscribers; no service of ours needs to know.',
});
`;

const EXAMPLE = {
  meta: {
    id: '7b42bda4-c86b-4976-ae33-5ac98e0b83db#1#1',
    type: 'CustomerGreeted',
    version: 1,
    source: 'orderwire.customers',
    subject: '7b42bda4-c86b-4976-ae33-5ac98e0b83db',
    sequence: 1,
    occurredAt: '2026-03-02T09:10:22.090Z',
    correlationId: 'JKJZ4gB9vHcEScg=',
    causationId: 'JKJZ4gB9vHcEScg=',
    actor: { type: 'customer', id: '7b42bda4-c86b-4976-ae33-5ac98e0b83db' },
  },
  data: { customerId: '7b42bda4-c86b-4976-ae33-5ac98e0b83db' },
};

/** "Add an event": a customer who signs in for the first time is greeted. */
export const anEvent: Recipe = {
  name: 'an event',
  edits: [
    {
      file: 'events-schema/src/customers.ts',
      changes: [{ find: '\n/** The subject is the customer', replace: `${EVENT}\n/** The subject is the customer` }],
    },
    { file: 'events-schema/examples/CustomerGreeted.v1.json', text: `${JSON.stringify(EXAMPLE, null, 2)}\n` },
    {
      file: 'services/customers/src/adapters/dynamo-customers.ts',
      changes: [
        { find: 'import { CustomerErased,', replace: 'import { CustomerGreeted, CustomerErased,' },
        {
          find: 'typeof CustomerErased>(',
          replace: 'typeof CustomerErased | typeof CustomerGreeted>(CustomerGreeted, ',
        },
        {
          find: `events: [{ type: 'CustomerRegistered',`,
          replace: `events: [{ type: 'CustomerGreeted', data: { customerId } }, { type: 'CustomerRegistered',`,
        },
      ],
    },
  ],
  commands: ['schemas'],
  seen: async (platform) => {
    const types: string[] = [];
    const feed = await followFeed(platform, (happening) => types.push(String(eventOf(happening)?.meta.type)));
    try {
      await newCustomer(platform, 'recipe@shop.test', 'Robin Winter');
      await untilSeen('the event on the bus', () => Promise.resolve(types.includes('CustomerGreeted')));
    } finally {
      feed.close();
    }
  },
};
