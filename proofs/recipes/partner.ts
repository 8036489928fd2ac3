import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { until } from '@orderwire/local-cloud/dev/until';
import { newCustomer } from '../actors/customer.ts';
import { callBack, placeOrder } from '../actors/order.ts';
import { call, partnerKey, type Platform } from '../actors/platform.ts';
import type { Followed } from './copy.ts';
import { follow, type Recipe, untilSeen } from './recipe.ts';

/** A second courier. */
const NAME = 'express';
const ENTRY = `  {
    "name": "${NAME}",
    "toldBy": "delivery",
    "webhooks": ["order.packed", "order.cancelled"],
    "callbacks": ["shipped", "delivered"]
  }`;

const EDITS: Recipe['edits'] = [
  {
    file: 'shared/partners/src/partners.json',
    changes: [
      {
        find: '"callbacks": ["shipped", "delivered"]\n  }',
        replace: `"callbacks": ["shipped", "delivered"]\n  },\n${ENTRY}`,
      },
    ],
  },
  {
    file: 'settings.yml',
    changes: [
      {
        find: '  COURIER_WEBHOOK_URL:',
        replace: '  EXPRESS_WEBHOOK_URL: https://express.example.com/orderwire\n  COURIER_WEBHOOK_URL:',
      },
    ],
  },
];

interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The partner's own system: takes every webhook, and keeps it. */
const startReceiver = async () => {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers as Received['headers'], body });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/webhooks`, received, stop: () => server.close() };
};

interface Packed {
  readonly type: string;
  readonly data: { readonly orderId: string; readonly callbacks: Readonly<Record<string, string>> };
}

const must = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(`The new partner: ${what}.`);
};

/** An order that the warehouse has packed. */
const packedOrder = async (platform: Platform) => {
  const customer = await newCustomer(platform, 'robin@example.com', 'Robin Winter');
  const { body } = await call<{ items: readonly { id: string; availability: string }[] }>(`${platform.apiUrl}/items`);
  const id = body.items.find(({ availability }) => availability === 'in_stock')?.id ?? '';
  const placed = await placeOrder(platform, customer, [{ id, count: 1 }]);
  must(placed.status === 201, `an order is answered ${placed.status}`);
  const { orderId } = placed.body;
  const ask = <Body>(path: string) =>
    call<Body>(`${platform.apiUrl}/orders/${orderId}${path}`, { token: customer.token });
  const isNow = (status: string): Promise<boolean> =>
    untilSeen(`${orderId} to be ${status}`, async () => (await ask<{ status: string }>('')).body.status === status);
  await isNow('confirmed');
  await callBack(platform, 'orderpacked', orderId, await partnerKey(platform, 'warehouse'));
  return { orderId, ask, isNow };
};

/** The partner is told, signed by its own key, and reports with that key; what it reports moves the order. */
const takePart = async (platform: Platform, received: readonly Received[]): Promise<void> => {
  const { orderId, ask, isNow } = await packedOrder(platform);
  const webhook = await until(`a webhook to ${NAME}`, () => received[0]);
  const key = await partnerKey(platform, NAME);
  const told = new Webhook(Buffer.from(key).toString('base64')).verify(webhook.body, webhook.headers) as Packed;
  must(told.type === 'order.packed' && told.data.orderId === orderId, `is told ${webhook.body}`);
  const id = webhook.headers['webhook-id'];
  must(id === `whk_${orderId}_${NAME}_packed`, `its webhook is called ${id}`);
  const refused = await callBack(platform, 'orderpacked', orderId, key);
  must(refused.status === 403, `what it may not report is answered ${refused.status}`);
  for (const what of ['shipped', 'delivered']) {
    const answer = await call(told.data.callbacks[what] ?? '', { headers: { authorization: key }, body: {} });
    must(answer.status === 200, `"${what}" is answered ${answer.status} ${JSON.stringify(answer.body)}`);
    await isNow(what);
  }
  await untilSeen(`the timeline to name ${NAME} as who did it`, async () =>
    JSON.stringify((await ask('/timeline')).body).includes(`{"type":"partner","id":"${NAME}"}`),
  );
  const courier = await call<readonly object[]>(`${platform.awsUrl}/_local/partners/courier/webhooks.json`);
  must(courier.body.length === 1, `beside it the courier got ${courier.body.length} webhooks`);
};

export const PARTNER = 'a partner';

/** "Add a partner": a second courier, which gets its webhooks at a system of its own and reports with its own key. */
export const addAPartner = async (root: string): Promise<Followed> => {
  const { url, received, stop } = await startReceiver();
  return follow(root, {
    name: PARTNER,
    edits: EDITS,
    environment: { EXPRESS_WEBHOOK_URL: url },
    seen: (platform) => takePart(platform, received),
  }).finally(stop);
};
