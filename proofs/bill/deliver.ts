import { marshall } from '@aws-sdk/util-dynamodb';
import { ADDRESS } from '../actors/address.ts';
import { namesOf } from '../simulation/names.ts';
import type { Cloud } from './cloud.ts';
import { makeCloud } from './cloud.ts';
import type { BillJob } from './job.ts';
import type { Totals } from './price.ts';

/** Two lines an order, as the demo's. */
const ITEMS = ['espresso-blend', 'house-filter'].map((id) => ({
  ...{ id, title: `Coffee ${id}, 500 g`, category: 'coffee', priceMinor: 1290, currency: 'EUR', vatClass: 'reduced' },
  stock: 100_000,
}));
const WISHES = ITEMS.map(({ id }, index) => ({ id, count: 1 + index }));
const CUSTOMER = {
  customerId: '2c2d5168-3f16-4654-b1ec-17ebcd6a26cf',
  email: 'robin@example.com',
  name: 'Robin Winter',
};

const CALLBACKS = [
  ['orderPacked', 'POST /orderpacked/{orderId}', 'warehouse', {}],
  ['orderShipped', 'POST /ordershipped/{orderId}', 'courier', { carrier: 'Demo Express', trackingNumber: 'DX-6633' }],
  ['orderDelivered', 'POST /orderdelivered/{orderId}', 'courier', {}],
] as const;

interface Answer {
  readonly statusCode: number;
  readonly body: string;
}

/** Takes orders from placed to delivered, over and over, as customers and partners do. */
const makeShop = async (cloud: Cloud, { model }: BillJob) => {
  const names = namesOf(model);
  let requests = 0;

  const request = async (key: string, routeKey: string, more: object): Promise<Record<string, unknown>> => {
    requests += 1;
    cloud.engine.meter.count('http-request', 1, 'orders');
    const answer = (await cloud.call(names.fn('orders', key), {
      ...{ version: '2.0', routeKey, isBase64Encoded: false, pathParameters: {} },
      requestContext: { requestId: `req-${requests}` },
      ...more,
    })) as Answer;
    if (answer.statusCode >= 300) throw new Error(`${routeKey} answered ${answer.statusCode} ${answer.body}`);
    return JSON.parse(answer.body) as Record<string, unknown>;
  };

  const keyIn = (partner: string): string => {
    const secret = cloud.admin('secretsmanager', 'GetSecretValue', { SecretId: names.secretId(partner) });
    return (JSON.parse((secret as { readonly SecretString: string }).SecretString) as { readonly key: string }).key;
  };

  const keys = { warehouse: keyIn('warehouse'), courier: keyIn('courier') };

  const place = async (): Promise<string> => {
    const { orderId } = await request('placeOrder', 'POST /orders', {
      headers: { 'content-type': 'application/json', 'idempotency-key': `key-${requests}` },
      body: JSON.stringify({ items: WISHES, shippingAddress: ADDRESS }),
      requestContext: {
        requestId: `req-${requests}`,
        authorizer: { jwt: { claims: { sub: CUSTOMER.customerId, token_use: 'access' } } },
      },
    });
    return String(orderId);
  };

  const report = async (orderId: string, [key, routeKey, partner, body]: (typeof CALLBACKS)[number]): Promise<void> => {
    const { result } = await request(key, routeKey, {
      pathParameters: { orderId },
      headers: { 'content-type': 'application/json', authorization: keys[partner] },
      body: JSON.stringify(body),
    });
    if (result !== 'applied') throw new Error(`${routeKey} of ${orderId} was ${String(result)}.`);
  };

  const Item = marshall({ ...CUSTOMER, version: 1, createdAt: '2026-01-01T00:00:00.000Z' });
  cloud.admin('dynamodb', 'PutItem', { TableName: names.table('CustomersTable'), Item });
  await cloud.call(names.fn('catalog', 'importItems'), { items: ITEMS });
  await cloud.settle();

  return async (orders: number): Promise<void> => {
    const ids: string[] = [];
    for (let index = 0; index < orders; index += 1) ids.push(await place());
    await cloud.settle();
    for (const callback of CALLBACKS) {
      for (const id of ids) await report(id, callback);
      await cloud.settle();
    }
    for (const orderId of ids) {
      const read = { TableName: names.table('OrdersTable'), Key: marshall({ pk: `order/${orderId}` }) };
      const { Item: order } = cloud.admin('dynamodb', 'GetItem', read) as { Item?: Record<string, { S?: string }> };
      if (order?.['status']?.S !== 'delivered') throw new Error(`${orderId} is ${String(order?.['status']?.S)}.`);
    }
  };
};

/** What the meter counts while so many orders are delivered. The first order, which fetches secrets, is not counted. */
export const countDelivered = async (job: BillJob): Promise<Totals> => {
  const cloud = await makeCloud(job);
  const deliver = await makeShop(cloud, job);
  await deliver(1);
  cloud.engine.meter.reset();
  if (job.traffic === 'busy') await deliver(job.orders);
  else for (let order = 0; order < job.orders; order += 1) await deliver(1);
  return cloud.engine.meter.totals();
};
