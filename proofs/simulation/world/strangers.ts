import { canariesOfPerson, contactOf, PEOPLE } from './people.ts';
import { persistently, request } from './world.ts';
import type { Request, World } from './world.ts';

/** What somebody tries with an order that is not theirs: function, request. */
const attempts = (orderId: string, owner: string): Readonly<Record<string, readonly [string, Request]>> => ({
  cancelOrder: ['orders', { routeKey: 'POST /orders/{id}/cancellation', path: { id: orderId } }],
  changeAddress: [
    'orders',
    {
      routeKey: 'PUT /orders/{id}/shipping-address',
      path: { id: orderId },
      body: JSON.stringify({ name: 'Stranger', street: 'Elsewhere', city: 'Bern', postalCode: '1', country: 'CH' }),
    },
  ],
  listOrders: ['orders', { routeKey: 'GET /orders', query: { customerId: owner } }],
  getTimeline: ['timeline', { routeKey: 'GET /orders/{id}/timeline', path: { id: orderId } }],
  listAttention: ['timeline', { routeKey: 'GET /ops/attention' }],
  closeAttention: [
    'timeline',
    {
      routeKey: 'POST /ops/attention/{id}/closing',
      path: { id: `${orderId}.1.0` },
      body: JSON.stringify({ note: 'Nothing to see.' }),
    },
  ],
  listReturns: ['returns', { routeKey: 'GET /orders/{id}/returns', path: { id: orderId } }],
  requestReturn: [
    'returns',
    {
      routeKey: 'POST /orders/{id}/returns',
      path: { id: orderId },
      body: JSON.stringify({ lines: [{ itemId: 'pen', count: 1 }] }),
    },
  ],
  approveReturn: [
    'returns',
    { routeKey: 'POST /returns/{id}/approval', path: { id: `ret_${orderId.slice('ord_'.length)}_1` } },
  ],
  downloadInvoice: ['invoice', { routeKey: 'GET /orders/{id}/invoice', path: { id: orderId } }],
});

/** Another customer tries something with this order: it is not there for them, and nothing happens. */
export const trespass = async (world: World, orderId: string, owner: string, after: number): Promise<void> => {
  const { simulator, checks } = world;
  await simulator.sleep(after);
  const { customerId } = simulator.random.pick(PEOPLE.filter((person) => person.customerId !== owner));
  const [key, [service, asked]] = simulator.random.pick(Object.entries(attempts(orderId, owner)));
  const answer = await persistently(world, () => request(world, service, key, { ...asked, as: customerId }));
  if (answer === undefined) return;
  const text = JSON.stringify(answer.body);
  checks.that(
    '11-privacy',
    (answer.status === 404 || answer.status === 403) &&
      !canariesOfPerson(contactOf(owner)).some((one) => text.includes(one)),
    () => `${key} about an order of ${owner} answers ${customerId} with ${String(answer.status)}`,
    orderId,
  );
};
