import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { marshall } from '@aws-sdk/util-dynamodb';
import { ofType, packagedIn } from '@orderwire/local-cloud/dev/packaging/packaged';
import { type Context, eachTurn, type Turn } from '../context.ts';
import { probe, unpackBundle } from '../probe.ts';
import { PROBED, startStub } from '../stub.ts';

const ADDRESS = { street: 'Marktplatz 1', city: 'Ulm', postalCode: '89073', country: 'DE' };

/** An order of two lines by somebody who is known, as API Gateway hands it over. */
const REQUEST = {
  ...{ version: '2.0', routeKey: 'POST /orders', headers: { 'content-type': 'application/json' } },
  body: JSON.stringify({
    items: [
      { id: 'tea', count: 2 },
      { id: 'mug', count: 1 },
    ],
    payment: { method: 'card', token: 'tok_ok' },
  }),
  isBase64Encoded: false,
  requestContext: {
    requestId: 'bench',
    authorizer: { jwt: { claims: { sub: 'cus_bench', token_use: 'access' } } },
  },
};

const PROFILE = marshall({
  ...{ customerId: 'cus_bench', email: 'ada@example.com', name: 'Ada Lovelace', phone: '+49 731 123456' },
  defaultAddress: { name: 'Ada Lovelace', ...ADDRESS },
});

/** What any checkout keeps of an item: fields under the names that they had and have. */
const priceOf = (pk: string) =>
  marshall({
    ...{ pk, sequence: 1, itemId: pk.split('/').at(-1), title: 'An item of the bench', currency: 'EUR' },
    ...{ price: 1_290, taxRate: 1_900, priceMinor: 1_290, vatRate: 19_000, vatClass: 'standard', category: 'bench' },
  });

interface BatchGet {
  readonly RequestItems: Readonly<
    Record<string, { readonly Keys: readonly { readonly pk: { readonly S: string } }[] }>
  >;
}

/** The two tables, as the function reads them; every write is taken. */
const answerTo = (input: unknown, operation: string): object => {
  if (operation === 'GetItem') return { Item: PROFILE };
  if (operation !== 'BatchGetItem') return {};
  const tables = Object.entries((input as BatchGet).RequestItems);
  return {
    Responses: Object.fromEntries(tables.map(([name, { Keys }]) => [name, Keys.map(({ pk }) => priceOf(pk.S))])),
    UnprocessedKeys: {},
  };
};

/** What the shop's settings say by default; a checkout from before took none of them. */
const SHOP = {
  ...{ PRICES: 'gross', SHOP_COUNTRY: 'DE', SHOP_CURRENCY: 'EUR', SHOP_LANGUAGE: 'en' },
  ...{ SHIPPING_TAX: 'shared', ONE_STOP_SHOP: 'no', SMALL_BUSINESS: 'none', VAT_RATES: 'none' },
};

/** The settings that the function was packaged with; a name for what only a deployment knows. */
const settingsOf = (root: string): Record<string, string> => {
  const orders = packagedIn(root).filter(({ service }) => service === 'orders');
  const placing = orders
    .flatMap((service) => ofType(service, 'AWS::Lambda::Function'))
    .find(([, { Handler }]) => String(Handler).endsWith('.placeOrder'));
  const { Variables = {} } = (placing?.[1]['Environment'] ?? {}) as { Variables?: Readonly<Record<string, unknown>> };
  const known = ([name, value]: [string, unknown]) => [name, typeof value === 'string' ? value : 'bench'];
  return Object.fromEntries(Object.entries(Variables).map(known)) as Record<string, string>;
};

const measureTurn = async ({ roots, samples, folder, say }: Context, { root, side, run }: Turn): Promise<void> => {
  say(`placing an order, run ${run + 1}: ${side}`);
  const own = join(folder, `placing-${side}-${run}`);
  mkdirSync(own);
  const request = join(own, 'request.json');
  writeFileSync(request, JSON.stringify(REQUEST));
  const aws = await startStub(answerTo);
  try {
    const files = [unpackBundle(root, 'orders', 'placeOrder', own), request];
    const environment = { ...settingsOf(root), ...SHOP, ...PROBED, AWS_ENDPOINT_URL: aws.url };
    samples.add('placing', side, Number(await probe(roots.ours, 'place', files, environment)));
  } finally {
    aws.stop();
  }
};

/** The packaged function that places an order, with the AWS SDK and HTTP. */
export const measurePlacing = (context: Context): Promise<void> =>
  eachTurn(context, (turn) => measureTurn(context, turn));
