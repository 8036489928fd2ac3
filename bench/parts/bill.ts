import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { billOf } from '../../proofs/bill/price.ts';
import { type Context, eachTurn, type Turn } from '../context.ts';
import { startClient } from '../drive.ts';
import { npmJson } from '../npm-json.ts';
import { start, stop } from '../platform.ts';

export interface Counted {
  readonly operations: number;
  readonly usdPerMillion: number;
}

export interface BillReport {
  readonly busy: Counted;
  readonly quiet: Counted;
  readonly byService: Readonly<Record<string, unknown>>;
}

/** Where a bill cannot be counted without a clock: so many orders over HTTP, as full as the machine makes its batches. */
const DRIVEN = { busy: { orders: 120, concurrency: 40 }, quiet: { orders: 10, concurrency: 1 } } as const;

const hasCommand = (root: string, name: string): boolean => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  return scripts[name] !== undefined;
};

/** Over HTTP, by the platform's own meter. */
const drivenBill = async ({ roots, folder }: Context, { root, side }: Turn): Promise<BillReport> => {
  const running = await start({ root, data: join(folder, `bill-${side}`), folder });
  const client = await startClient(roots.ours, running.apiUrl, DRIVEN.busy.concurrency);
  const bill = async ({ orders, concurrency }: { readonly orders: number; readonly concurrency: number }) =>
    billOf((await client.drive(orders, concurrency)).meter, orders);
  try {
    // The first order starts the functions and fetches their secrets.
    await client.drive(1, 1);
    const [quiet, busy] = [await bill(DRIVEN.quiet), await bill(DRIVEN.busy)];
    const services = Object.keys(quiet.byService);
    const usdOf = ({ byService }: typeof quiet, service: string): number =>
      byService[service]?.usdPerMillionOrdersWithoutMails ?? 0;
    return {
      busy: { operations: busy.operations, usdPerMillion: busy.usdPerMillionOrdersWithoutMails },
      quiet: { operations: quiet.operations, usdPerMillion: quiet.usdPerMillionOrdersWithoutMails },
      byService: Object.fromEntries(
        services.map((service) => [service, { busy: usdOf(busy, service), quiet: usdOf(quiet, service) }]),
      ),
    };
  } finally {
    client.close();
    await stop(running);
  }
};

const takeBill = async (context: Context, turn: Turn): Promise<BillReport> =>
  hasCommand(turn.root, 'bill')
    ? (await npmJson<{ readonly bill: BillReport }>(turn.root, 'bill')).body.bill
    : drivenBill(context, turn);

/** Counts, not times: one run says all. */
export const measureBills = (context: Context): Promise<void> =>
  eachTurn({ ...context, runs: 1 }, async (turn) => {
    const { samples, say, extra } = context;
    const { side, root } = turn;
    say(`bill: ${side}${hasCommand(root, 'bill') ? '' : ', over HTTP'}`);
    const bill = await takeBill(context, turn);
    extra[side === 'ours' ? 'bill' : 'billOfBaseline'] = bill;
    for (const traffic of ['busy', 'quiet'] as const) {
      samples.add(`operations-${traffic}`, side, bill[traffic].operations);
      samples.add(`usd-${traffic}`, side, bill[traffic].usdPerMillion);
    }
  });
