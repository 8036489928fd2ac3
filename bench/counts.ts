import type { Found } from '@orderwire/local-cloud/dev/verdict';
import { npmJson } from './npm-json.ts';
import type { BillReport } from './parts/bill.ts';
import { bundlesOf } from './parts/bundles.ts';

/**
 * What a change must not pass by far: counts, which no busy machine disturbs. Small steps are held elsewhere: the bill to the
 * unit by `proofs/bill/counts.json`, times by the whole bench. Who has to raise one says why in the commit.
 */
export const LIMITS = {
  'billable operations of an order, busy': 170,
  'billable operations of an order, quiet': 240,
  'Lambda requests of an order, quiet': 50,
  'SQS requests of an order, quiet': 85,
  'events of an order': 20,
  'write units of an order': 70,
  'bytes of the largest bundle without PDF': 450_000,
  'bytes of the invoice’s bundle': 700_000,
} as const;

export type Counted = Readonly<Record<keyof typeof LIMITS, number>>;

export interface Count {
  readonly name: keyof typeof LIMITS;
  readonly count: number;
  readonly limit: number;
  /** Nothing counted is a fault as well: then the counting is broken. */
  readonly holds: boolean;
}

export const held = (counted: Counted): readonly Count[] =>
  (Object.keys(LIMITS) as (keyof typeof LIMITS)[]).map((name) => {
    const [count, limit] = [counted[name], LIMITS[name]];
    return { name, count, limit, holds: count > 0 && count <= limit };
  });

interface Billed {
  readonly bill: BillReport;
  /** Traffic → service → unit → per order. */
  readonly counts: { readonly quiet: Readonly<Record<string, Readonly<Record<string, number>>>> };
}

const countAll = async (root: string): Promise<Counted> => {
  const { bill, counts } = (await npmJson<Billed>(root, 'bill')).body;
  const sumOf = (unit: string): number =>
    Object.values(counts.quiet).reduce((sum, units) => sum + (units[unit] ?? 0), 0);
  const bundles = await bundlesOf(root);
  const largest = Math.max(...[...bundles].filter(([service]) => service !== 'invoice').map(([, bytes]) => bytes));
  return {
    'billable operations of an order, busy': bill.busy.operations,
    'billable operations of an order, quiet': bill.quiet.operations,
    'Lambda requests of an order, quiet': sumOf('lambda-request'),
    'SQS requests of an order, quiet': sumOf('sqs-request'),
    'events of an order': sumOf('event-64kb'),
    'write units of an order': sumOf('wru'),
    'bytes of the largest bundle without PDF': largest,
    'bytes of the invoice’s bundle': bundles.get('invoice') ?? 0,
  };
};

/** Holds every count against its limit. */
export const proveCounts = async (root: string): Promise<Found> => {
  const counts = held(await countAll(root));
  return {
    holds: counts.every(({ holds }) => holds),
    report: { counts },
    lines: (_verdict, paint) =>
      counts.map(({ name, count, limit, holds }) => {
        const text = `  ${name.padEnd(42)}${String(count).padStart(9)} of at most ${limit}`;
        return holds ? text : paint('red', `${text}: too many, or none`);
      }),
  };
};
