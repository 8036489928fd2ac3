import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll } from '@jest/globals';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { writeClock } from '../../proofs/actors/clock.ts';
import { type Customer, newCustomer, signIn } from '../../proofs/actors/customer.ts';
import { type Feed, followFeed, type Happening } from '../../proofs/actors/feed.ts';
import { eventHappens, placeOrder } from '../../proofs/actors/order.ts';
import { call, describePlatform, LOCAL_OPERATOR, partnerKey, type Platform } from '../../proofs/actors/platform.ts';
import { until } from '@orderwire/local-cloud/dev/until';

interface Ready {
  readonly apiUrl: string;
  readonly awsUrl: string;
  readonly staff: { readonly email: string; readonly password: string };
}

/** A platform of its own, started as `npm start` does, and who acts on it. */
export interface World {
  readonly platform: Platform;
  readonly feed: Feed;
  readonly keys: { readonly warehouse: string; readonly courier: string };
  readonly staffToken: string;
  readonly customer: () => Promise<Customer>;
  /** Lists an item of its own with so much stock, and waits until orders and inventory know it. */
  readonly item: (stock: number, more?: object) => Promise<string>;
  /** Waits until nothing runs and nothing falls due within a second. */
  readonly settled: () => Promise<void>;
  /** Messages that could not be taken in, over all dead-letter queues. */
  readonly deadLetters: () => Promise<number>;
  /** Answers of 500 and above, functions that failed and what was dropped, since the start. */
  readonly failures: () => readonly string[];
  /**
   * Puts the platform's clock forward, where it was started with one that can be.
   * @returns a token of staff: older ones of anybody live for an hour
   */
  readonly later: (milliseconds: number) => Promise<string>;
  /** Ctrl-C. @returns the exit code; null when it had to be killed after ten seconds */
  readonly stop: () => Promise<number | null>;
}

type Environment = Readonly<Record<string, string>>;

interface Started {
  readonly ready: Ready;
  readonly child: ChildProcess;
}

/** Its clock goes ahead as it is told to. */
const startMovable = async (environment: Environment): Promise<Started> => {
  const folder = mkdtempSync(join(tmpdir(), 'orderwire-clock-'));
  const preload = `--require ${JSON.stringify(writeClock(folder, 0))}`;
  const started = await start({ ...environment, NODE_OPTIONS: preload }, ['ipc']);
  // Threads that it starts later load the script, too.
  started.child.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return started;
};

const start = async (environment: Environment, more: readonly 'ipc'[] = []): Promise<Started> => {
  const child = spawn(
    process.execPath,
    ['scripts/run.mjs', 'start', '--json', '--no-watch', '--memory', '--port', '0', '--aws-port', '0'],
    {
      cwd: process.cwd(),
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', ...more],
    },
  );
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('npm start has no output.');
  let said = '';
  stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const ended = once(child, 'exit').then(() => {
    throw new Error(`npm start ended before it was ready:\n${said}`);
  });
  const line = once(createInterface({ input: stdout }), 'line') as Promise<[string]>;
  ended.catch(() => undefined);
  const [text] = await Promise.race([line, ended]);
  return { ready: JSON.parse(text) as Ready, child };
};

/** What a partner that was away makes wait for longer is not waited for. */
const SETTLED_WITHIN_MS = 1_000;

interface Info {
  readonly idle: boolean;
  readonly running: unknown;
  readonly pending: unknown;
  readonly queues: readonly { readonly name: string; readonly deadLetter: boolean; readonly visible: number }[];
}

const isFailure = ({ kind, detail }: Happening): boolean =>
  kind === 'failure' || (kind === 'request' && Number(detail['status']) >= 500);

/**
 * A platform that nobody can use is ended at once: it would keep Jest waiting.
 * @param environment settings of the shop
 * @param hasClock whether its clock can be put forward
 */
export const startWorld = async (environment: Environment = {}, hasClock = false): Promise<World> => {
  const { ready, child } = await (hasClock ? startMovable(environment) : start(environment));
  try {
    return await enter(ready, child);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
};

const enter = async (ready: Ready, child: ChildProcess): Promise<World> => {
  const platform = await describePlatform(ready.apiUrl);
  const failures: string[] = [];
  const feed = await followFeed(platform, (happening) => {
    if (isFailure(happening)) failures.push(happening.title);
  });
  const staffToken = await signIn(platform, ready.staff.email, ready.staff.password);
  const info = async (): Promise<Info> =>
    (await call<Info>(`${platform.awsUrl}/_local/info.json?within=${SETTLED_WITHIN_MS}`)).body;
  const settled = async (): Promise<void> => {
    let last: Info | undefined;
    await until('the platform to settle', async () => (last = await info()).idle).catch((error: unknown) => {
      const { running, pending } = last ?? {};
      throw new Error(`Still going on: ${JSON.stringify({ running, pending })}`, { cause: error });
    });
  };
  const lambda = new LambdaClient({
    region: 'eu-central-1',
    endpoint: platform.awsUrl,
    credentials: LOCAL_OPERATOR,
  });
  let people = 0;
  let items = 0;
  return {
    platform,
    feed,
    keys: { warehouse: await partnerKey(platform, 'warehouse'), courier: await partnerKey(platform, 'courier') },
    staffToken,
    settled,
    failures: () => failures,
    customer: () => {
      people += 1;
      return newCustomer(platform, `customer${people}@example.com`, `Customer ${people}`);
    },
    item: async (stock, more = {}) => {
      items += 1;
      const id = `test-item-${items}`;
      const wished = {
        id,
        title: `Test item ${items}`,
        category: 'test',
        priceMinor: 1000,
        currency: 'EUR',
        vatClass: 'standard',
        stock,
      };
      const { Payload } = await lambda.send(
        new InvokeCommand({
          FunctionName: 'orderwire-catalog-local-importItems',
          Payload: JSON.stringify({ items: [{ ...wished, ...more }] }),
        }),
      );
      const said = Payload?.transformToString() ?? '';
      if ((JSON.parse(said) as { added?: number }).added !== 1) throw new Error(`Importing answered ${said}`);
      await settled();
      return id;
    },
    deadLetters: async () =>
      (await info()).queues.filter((queue) => queue.deadLetter).reduce((sum, { visible }) => sum + visible, 0),
    later: async (milliseconds) => {
      const moved = once(child, 'message');
      child.send(milliseconds);
      await moved;
      return signIn(platform, ready.staff.email, ready.staff.password);
    },
    stop: async () => {
      feed.close();
      lambda.destroy();
      if (child.exitCode !== null) return child.exitCode;
      const exit = once(child, 'exit') as Promise<[number | null]>;
      child.kill('SIGINT');
      const forced = setTimeout(() => child.kill('SIGKILL'), 10_000);
      const [code] = await exit;
      clearTimeout(forced);
      return code;
    },
  };
};

/** What most journeys begin with; set before the first test of the file. */
interface Shop {
  world: World;
  customer: Customer;
  item: string;
  /** Places an order of one such item, and waits until it is confirmed. @returns its id */
  readonly confirmedOrder: () => Promise<string>;
}

/**
 * A platform for all tests of a file, with a customer and so many of one item.
 * @param open the platform; one that others share is stopped by whom it belongs to
 */
export const openShop = (stock: number, open?: () => Promise<World>): Shop => {
  const shop = {
    confirmedOrder: async () => {
      const { body } = await placeOrder(shop.world.platform, shop.customer, [{ id: shop.item, count: 1 }]);
      await eventHappens(shop.world.feed, body.orderId, 'OrderConfirmed');
      return body.orderId;
    },
  } as Shop;
  beforeAll(async () => {
    shop.world = await (open ?? startWorld)();
    shop.customer = await shop.world.customer();
    shop.item = await shop.world.item(stock);
  }, 120_000);
  if (!open) afterAll(() => shop.world.stop());
  return shop;
};
