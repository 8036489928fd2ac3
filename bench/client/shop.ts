import { setTimeout as pause } from 'node:timers/promises';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Wish } from '../../proofs/actors/order.ts';
import { describePlatform, LOCAL_OPERATOR, type Platform } from '../../proofs/actors/platform.ts';

/** As many as the sample catalogue has, so that orders meet at the same items as often; of these there is always enough. */
const ITEMS = Array.from({ length: 56 }, (_, index) => ({
  ...{
    id: `bench-item-${index}`,
    title: `Item ${index} of the bench`,
    category: 'bench',
    type: 'thing',
    brand: 'Bench',
  },
  ...{ description: 'Made for being ordered.', currency: 'EUR', stock: 1_000_000 },
}));

/** How a checkout wants to be told what an item costs: as today, or as before prices had two fields. */
const PRICED = [
  { priceMinor: 1290, vatClass: 'reduced' },
  { priceMinor: 1290, vatRate: 7_000 },
  { price: 1290, taxRate: 700 },
] as const;

/** Two lines each, spread over the items, as the demo's orders are. */
export const wishesOf = (index: number): readonly Wish[] =>
  [0, 1].map((line) => ({ id: ITEMS[(index * 2 + line) % ITEMS.length]?.id ?? '', count: 1 + line }));

/** Lists the items as an operator would, in whichever form the checkout takes. @throws Error when it takes neither */
export const listItems = async ({ awsUrl }: Platform): Promise<void> => {
  const client = new LambdaClient({ region: 'eu-central-1', endpoint: awsUrl, credentials: LOCAL_OPERATOR });
  const FunctionName = 'orderwire-catalog-local-importItems';
  const said: string[] = [];
  try {
    for (const priced of PRICED) {
      const Payload = JSON.stringify({ items: ITEMS.map((item) => ({ ...item, ...priced })) });
      const answer = await client.send(new InvokeCommand({ FunctionName, Payload }));
      const text = Buffer.from(answer.Payload ?? []).toString('utf8');
      if (answer.FunctionError === undefined && ((JSON.parse(text) as { refused?: number }).refused ?? 0) === 0) return;
      said.push(text.slice(0, 500));
    }
  } finally {
    client.destroy();
  }
  throw new Error(`Listing the items failed: ${said.join('\n')}`);
};

/** Of work that is due later, retries of what failed among it. */
const AHEAD_MS = 60_000;
const SETTLE_LIMIT_MS = 300_000;
const ASKED_EVERY_MS = 100;

/** Until nothing runs and nothing falls due within a minute. @throws Error after five minutes */
export const settled = async (platform: Platform): Promise<void> => {
  const limit = performance.now() + SETTLE_LIMIT_MS;
  while (!(await describePlatform(platform.apiUrl, AHEAD_MS)).idle) {
    if (performance.now() > limit) throw new Error('The platform did not come to rest within five minutes.');
    await pause(ASKED_EVERY_MS);
  }
};
