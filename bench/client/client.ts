/**
 * Plays customers and partners in a process of its own, so that its CPU is nobody else's. The bench forks it and sends it
 * what to do; each message is answered by one.
 */
import type { Totals } from '../../proofs/bill/price.ts';
import { type Customer, newCustomer } from '../../proofs/actors/customer.ts';
import { followFeed } from '../../proofs/actors/feed.ts';
import { call, describePlatform, partnerKey } from '../../proofs/actors/platform.ts';
import type { Ask, Driven, Told } from './messages.ts';
import { type Delivered, deliverOrder, type Deps } from './order.ts';
import { listItems, settled, wishesOf } from './shop.ts';

interface Opened extends Deps {
  readonly customers: readonly Customer[];
}

/** A machine may be slow: what comes late counts as late, not as lost. */
const WAIT_MS = 300_000;

let opened: Opened | undefined;
/** Over all drives, so that no two orders in a row want the same items. */
let ordered = 0;

const open = async (apiUrl: string, wanted: number): Promise<Opened> => {
  const platform = await describePlatform(apiUrl);
  await listItems(platform);
  const customers: Customer[] = [];
  const run = Date.now().toString(36);
  for (let index = 0; index < wanted; index += 1)
    customers.push(await newCustomer(platform, `robin.${run}.${index}@example.com`, 'Robin Winter'));
  const keys = { warehouse: await partnerKey(platform, 'warehouse'), courier: await partnerKey(platform, 'courier') };
  await settled(platform);
  return { platform, customers, keys, feed: await followFeed(platform, undefined, WAIT_MS) };
};

const drive = async (shop: Opened, orders: number, concurrency: number): Promise<Driven> => {
  const { platform, customers } = shop;
  await call(`${platform.awsUrl}/_local/meter/reset`, { method: 'POST' });
  const delivered: Delivered[] = [];
  const begun = performance.now();
  let left = orders;
  await Promise.all(
    customers.slice(0, concurrency).map(async (customer) => {
      for (; left > 0;) {
        left -= 1;
        delivered.push(await deliverOrder(shop, customer, wishesOf(ordered++)));
      }
    }),
  );
  const deliveredSeconds = (performance.now() - begun) / 1000;
  await settled(platform);
  const settledSeconds = (performance.now() - begun) / 1000;
  const { body: meter } = await call<Totals>(`${platform.awsUrl}/_local/meter.json`);
  return {
    ...{ orders, deliveredSeconds, settledSeconds, meter },
    confirmedMs: delivered.map(({ confirmedMs }) => confirmedMs),
    deliveredMs: delivered.map(({ deliveredMs }) => deliveredMs),
  };
};

const answer = async (ask: Ask): Promise<Told> => {
  if (ask.kind === 'open') {
    opened = await open(ask.apiUrl, ask.customers);
    return { kind: 'opened' };
  }
  if (opened === undefined) throw new Error('A platform has to be opened before it is driven.');
  return { kind: 'driven', driven: await drive(opened, ask.orders, ask.concurrency) };
};

process.on('message', (ask: Ask) => {
  void answer(ask)
    .catch((error: unknown): Told => ({
      kind: 'failed',
      error: error instanceof Error ? error.message : String(error),
    }))
    .then((told) => process.send?.(told));
});
process.on('disconnect', () => process.exit(0));
