import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Customer, newCustomer, signIn } from '../proofs/actors/customer.ts';
import { type Feed, followFeed, orderOf } from '../proofs/actors/feed.ts';
import type { Wish } from '../proofs/actors/order.ts';
import { call, describePlatform, partnerKey, type Platform } from '../proofs/actors/platform.ts';
import { type Bill, billOf, type Totals } from '../proofs/actors/bill.ts';
import { downloadInvoice, type Journey, makeJourney } from '../proofs/actors/journey.ts';
import { runJourneys, summarise, type Summary } from '../proofs/actors/run.ts';
import { lineOf, summaryLines } from './demo/show.ts';
import { type Level, levelOf, stockProblems } from '../proofs/actors/stock.ts';
import {
  createUser,
  CUSTOMER,
  importCatalogue,
  settle,
  STAFF,
  startPlatform,
} from '@orderwire/local-cloud/dev/platform/platform';
import { guarded, Problem } from '@orderwire/local-cloud/dev/problem';
import { makeTerminal, type Terminal } from '@orderwire/local-cloud/dev/terminal';
import { verdictOf } from '@orderwire/local-cloud/dev/verdict';

const HELP = `npm run demo -- [--orders N] [--concurrency C] [--url URL] [--bill] [--json]

Takes orders from placed to delivered over real HTTP: as a customer, as the warehouse and as the courier.
  --orders       how many orders (1); one is shown as it happens
  --concurrency  how many at once (1)
  --url          the API of a running platform (npm start); otherwise the demo starts one of its own
  --bill         what AWS would bill per order
  --json         one object on standard output, nothing else there (npm run --silent demo -- --json)
`;

interface Options {
  readonly orders: number;
  readonly concurrency: number;
  readonly url: string | undefined;
  readonly bill: boolean;
  readonly json: boolean;
}

const countOf = (name: string, text: string): number => {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= 100_000) return count;
  throw new Problem(`--${name} takes a number from 1 to 100,000, not "${text}".`, `npm run demo -- --${name} 1`);
};

const readOptions = (args: readonly string[]): Options | undefined => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      orders: { type: 'string', default: '1' },
      concurrency: { type: 'string', default: '1' },
      url: { type: 'string' },
      bill: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    orders: countOf('orders', values.orders),
    concurrency: countOf('concurrency', values.concurrency),
    url: values.url?.replace(/\/$/, ''),
    bill: values.bill,
    json: values.json,
  };
};

interface Host {
  readonly platform: Platform;
  readonly stop: () => Promise<void>;
}

/** A platform of the demo's own, filled with the sample catalogue. */
const hostOwn = async (root: string, terminal: Terminal): Promise<Host> => {
  const server = await startPlatform({ root, terminal, apiPort: 0, awsPort: 0 });
  await importCatalogue(server, root);
  createUser(server, STAFF, 'staff');
  createUser(server, CUSTOMER);
  await settle(server);
  return { platform: await describePlatform(server.apiUrl), stop: () => server.stop() };
};

const hostOf = async ({ url }: Options, root: string, terminal: Terminal): Promise<Host> =>
  url === undefined
    ? hostOwn(root, terminal)
    : { platform: await describePlatform(url), stop: () => Promise.resolve() };

interface ListedItem {
  readonly id: string;
  readonly availability: string;
}

/** Items with plenty of stock, as the customer finds them by browsing, page by page. */
const browse = async (platform: Platform): Promise<readonly string[]> => {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { status, body } = await call<{ items: readonly ListedItem[]; cursor?: string }>(
      `${platform.apiUrl}/items?limit=100${query}`,
    );
    if (status !== 200) throw new Problem(`Browsing answered ${status}.`, `look at ${platform.awsUrl}/_local/logs.`);
    ids.push(...body.items.filter(({ availability }) => availability === 'in_stock').map(({ id }) => id));
    cursor = body.cursor;
  } while (cursor !== undefined);
  return ids.filter((id) => !id.startsWith('limited-'));
};

/** Two lines each, spread over the catalogue. */
const wishesFrom =
  (ids: readonly string[]) =>
  (index: number): readonly Wish[] =>
    [0, 1].map((line) => ({ id: ids[(index * 2 + line) % ids.length] ?? '', count: 1 + line }));

/** Not for what a partner that is down makes wait for longer. */
const settled = async (platform: Platform): Promise<void> => {
  while (!(await describePlatform(platform.apiUrl, 60_000)).idle)
    await new Promise((resolve) => setTimeout(resolve, 20));
};

interface Act extends Options {
  readonly platform: Platform;
  readonly terminal: Terminal;
  readonly root: string;
}

const signUpAll = async ({ platform, orders, concurrency }: Act): Promise<readonly Customer[]> => {
  const run = Date.now().toString(36);
  const customers: Customer[] = [];
  for (let index = 0; index < Math.min(orders, concurrency); index += 1)
    customers.push(await newCustomer(platform, `robin.${run}.${index}@example.com`, 'Robin Winter'));
  return customers;
};

const follow = async ({ platform, orders, terminal }: Act): Promise<Feed> => {
  const startedAt = Date.now();
  return followFeed(platform, (happening) => {
    const worthALine = orderOf(happening) !== undefined || happening.kind !== 'event';
    if (orders === 1 && worthALine) terminal.line(lineOf(happening, startedAt, terminal.paint));
  });
};

const saveInvoice = async (act: Act, customer: Customer, { orderId }: Journey): Promise<void> => {
  const file = join(act.root, '.orderwire', `invoice-${orderId}.pdf`);
  writeFileSync(file, await downloadInvoice(act.platform, customer, orderId));
  act.terminal.line(`\n  the invoice is in ${file}`);
};

type Report = Summary & { readonly bill?: Bill };

const perform = async (act: Act): Promise<Report> => {
  const { platform, orders, terminal } = act;
  const customers = await signUpAll(act);
  const staffToken = await signIn(platform, STAFF.email, STAFF.password);
  const ids = await browse(platform);
  const wishesOf = wishesFrom(ids);
  const ordered = [
    ...new Set(
      Array.from({ length: orders }, (_, index) => wishesOf(index))
        .flat()
        .map(({ id }) => id),
    ),
  ];
  const before = new Map<string, Level>();
  for (const id of ordered) before.set(id, await levelOf(platform, staffToken, id));
  const keys = {
    warehouse: await partnerKey(platform, 'warehouse'),
    courier: await partnerKey(platform, 'courier'),
  };
  await settled(platform);
  await call(`${platform.awsUrl}/_local/meter/reset`, { method: 'POST' });

  const feed = await follow(act);
  const outcome = await runJourneys({
    journey: makeJourney({ platform, feed, keys }),
    customers,
    orders,
    wishesOf,
    onProgress: (done) => {
      if (orders > 1) terminal.live(`  ${done} of ${orders} orders …`);
    },
  });
  await settled(platform);
  const { body: totals } = await call<Totals>(`${platform.awsUrl}/_local/meter.json`);
  feed.close();

  const summary = await summarise(platform, orders, outcome);
  const delivered = outcome.journeys.flatMap(({ wishes }) => wishes);
  const [first] = outcome.journeys;
  if (first && orders === 1 && !act.json) await saveInvoice(act, first.customer, first.journey);
  return {
    ...summary,
    problems: [...summary.problems, ...(await stockProblems(platform, staffToken, before, delivered))],
    ...(act.bill && { bill: billOf(totals, Math.max(1, summary.delivered)) }),
  };
};

/** Ends with 0 only if every order was delivered and stock, payment, invoice and mails agree with it. */
export const main = (args: readonly string[], root: string): Promise<number> =>
  guarded(async () => {
    const options = readOptions(args);
    if (!options) {
      process.stdout.write(HELP);
      return 0;
    }
    const terminal = makeTerminal(options.json ? process.stderr : process.stdout);
    const begun = performance.now();
    const host = await hostOf(options, root, makeTerminal());
    try {
      const report = await perform({ ...options, platform: host.platform, terminal, root });
      const verdict = verdictOf(root, begun, report.delivered === options.orders && report.problems.length === 0);
      if (options.json) process.stdout.write(`${JSON.stringify({ ...verdict, ...report })}\n`);
      else for (const line of summaryLines(report, report.bill, terminal.paint)) terminal.line(line);
      return verdict.ok ? 0 : 1;
    } finally {
      await host.stop();
    }
  });
