import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STAFF } from '@orderwire/local-cloud/dev/platform/platform';
import { Problem } from '@orderwire/local-cloud/dev/problem';
import type { Terminal } from '@orderwire/local-cloud/dev/terminal';
import type { Found } from '@orderwire/local-cloud/dev/verdict';
import { type Bill, billOf, type Totals } from '../bill/price.ts';
import { type Customer, newCustomer, signIn } from './customer.ts';
import { type Feed, followFeed, orderOf } from './feed.ts';
import { type Host, hostOwn, settled } from './host.ts';
import { downloadInvoice, type Journey, makeJourney } from './journey.ts';
import type { Wish } from './order.ts';
import { call, describePlatform, partnerKey, type Platform } from './platform.ts';
import { runJourneys, summarise, type Summary } from './run.ts';
import { lineOf, summaryLines } from './show.ts';
import { type Level, levelOf, stockProblems } from './stock.ts';

interface Asked {
  readonly orders: number;
  readonly concurrency: number;
  /** The API of a running platform; without it one is started for the demo. */
  readonly url: string | undefined;
  readonly bill: boolean;
  /** The invoice of a single order is left as a file. */
  readonly keepsInvoice: boolean;
}

const hostOf = async ({ url }: Asked, root: string, terminal: Terminal): Promise<Host> =>
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

/** A partner that is down makes wait for longer: not for that. */
const SETTLED_WITHIN_MS = 60_000;

interface Act extends Asked {
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
  await settled(platform, SETTLED_WITHIN_MS);
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
  await settled(platform, SETTLED_WITHIN_MS);
  const { body: totals } = await call<Totals>(`${platform.awsUrl}/_local/meter.json`);
  feed.close();

  const summary = await summarise(platform, orders, outcome);
  const delivered = outcome.journeys.flatMap(({ wishes }) => wishes);
  const [first] = outcome.journeys;
  if (first && orders === 1 && act.keepsInvoice) await saveInvoice(act, first.customer, first.journey);
  return {
    ...summary,
    problems: [...summary.problems, ...(await stockProblems(platform, staffToken, before, delivered))],
    ...(act.bill && { bill: billOf(totals, Math.max(1, summary.delivered)) }),
  };
};

/** Every order is delivered, and stock, payment, invoice and mails agree with it. */
export const proveJourneys = async (
  asked: Asked,
  { root, terminal, shown }: { readonly root: string; readonly terminal: Terminal; readonly shown: Terminal },
): Promise<Found> => {
  const host = await hostOf(asked, root, terminal);
  try {
    const report = await perform({ ...asked, platform: host.platform, terminal: shown, root });
    return {
      holds: report.delivered === asked.orders && report.problems.length === 0,
      report,
      lines: (_verdict, paint) => summaryLines(report, report.bill, paint),
    };
  } finally {
    await host.stop();
  }
};
