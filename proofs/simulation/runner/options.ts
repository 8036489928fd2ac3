import type { parseArgs } from 'node:util';
import { numberOf } from '@orderwire/local-cloud/dev/number-option';
import { FAULT_KINDS } from '@orderwire/local-cloud/simulator/faults';
import type { Fault, FaultKind } from '@orderwire/local-cloud/simulator/faults';
import { Problem } from '@orderwire/local-cloud/dev/problem';

export interface Options {
  readonly seeds: number;
  readonly seed: number;
  readonly orders: number;
  readonly kinds: readonly FaultKind[] | undefined;
  /** Exactly these faults instead of drawn ones. */
  readonly plan: readonly Fault[] | undefined;
  readonly timeBudgetMs: number;
  readonly isTraced: boolean;
  readonly mode: 'seeds' | 'crash-points' | 'bugs';
  /** So many crashes at each place; all when it is left out. */
  readonly times: number;
  readonly only: string | undefined;
  readonly workers: number | undefined;
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

const budgetOf = (text: string | undefined): number => {
  if (text === undefined) return Infinity;
  const [, amount = '', unit = ''] = /^(\d+)([smh])$/.exec(text) ?? [];
  const each = UNITS[unit];
  if (each !== undefined) return Number(amount) * each;
  throw new Problem(
    `--time-budget takes a time such as 30s, 5m or 1h, not "${text}".`,
    'npm run simulate -- --time-budget 5m',
  );
};

const kindsOf = (text: string | undefined): readonly FaultKind[] | undefined => {
  if (text === undefined) return undefined;
  return text.split(',').map((name) => {
    const kind = FAULT_KINDS.find((one) => one === name);
    if (kind !== undefined) return kind;
    throw new Problem(`There is no fault "${name}".`, `take some of ${FAULT_KINDS.join(', ')}.`);
  });
};

const planOf = (text: string | undefined): readonly Fault[] | undefined => {
  if (text === undefined) return undefined;
  try {
    const plan: unknown = JSON.parse(text);
    if (Array.isArray(plan)) return plan as readonly Fault[];
  } catch {
    // Falls through: what is no JSON is no list either.
  }
  throw new Problem(
    '--plan takes the list of faults that a failure prints.',
    "npm run simulate -- --seed 1 --plan '[]'",
  );
};

export const OPTIONS = {
  seeds: { type: 'string' },
  seed: { type: 'string' },
  orders: { type: 'string', default: '20' },
  faults: { type: 'string' },
  plan: { type: 'string' },
  'time-budget': { type: 'string' },
  trace: { type: 'boolean', default: false },
  'crash-points': { type: 'boolean', default: false },
  times: { type: 'string' },
  bugs: { type: 'boolean', default: false },
  only: { type: 'string' },
  workers: { type: 'string' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

const wholeNumber = (name: string, text: string): number =>
  numberOf(name, text, `npm run simulate -- --${name} 100`, { most: 2 ** 32 - 1 });

/** What somebody asked for. @throws Problem */
export const optionsOf = (values: Values): Options => {
  return {
    seeds: wholeNumber('seeds', values.seeds ?? (values.seed === undefined ? '2000' : '1')),
    seed: wholeNumber('seed', values.seed ?? '1'),
    orders: wholeNumber('orders', values.orders),
    kinds: kindsOf(values.faults),
    plan: planOf(values.plan),
    timeBudgetMs: budgetOf(values['time-budget']),
    isTraced: values.trace,
    mode: values.bugs ? 'bugs' : values['crash-points'] ? 'crash-points' : 'seeds',
    times: values.times === undefined ? Infinity : wholeNumber('times', values.times),
    only: values.only,
    workers: values.workers === undefined ? undefined : wholeNumber('workers', values.workers),
  };
};
