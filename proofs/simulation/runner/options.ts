import { parseArgs } from 'node:util';
import { FAULT_KINDS } from '@orderwire/local-cloud/simulator/faults';
import type { Fault, FaultKind } from '@orderwire/local-cloud/simulator/faults';
import { Problem } from '@orderwire/local-cloud/dev/problem';

export const HELP = `npm run simulate -- [--seeds N] [--seed S] [--orders N] [--faults a,b] [--time-budget 5m] [--bugs] [--json]

Plays orders on the real services and the local cloud's engine under a virtual clock, with faults, and checks what we
promise. The same seed and code make the same run.
  --seeds        how many runs (2000; 1 with --seed)
  --seed         the first seed (1); with it alone, exactly this run
  --orders       orders per run (20)
  --faults       only these kinds of fault: ${FAULT_KINDS.join(', ')}
  --plan         with --seed: exactly these faults, as a failure prints them
  --time-budget  stops after this time: 30s, 5m, 1h
  --trace        prints everything that happens (with --seed)
  --crash-points every single crash: each function, each of its calls, before and after
  --bugs         plants each bug of the bug bank, and counts the seeds until an invariant catches it
  --only         with --bugs: only bugs whose name has this in it
  --workers      threads (one per core)
  --json         one object on standard output, nothing else there
`;

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
  readonly only: string | undefined;
  readonly workers: number | undefined;
  readonly isJson: boolean;
}

const numberOf = (name: string, text: string): number => {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= 1 && value < 2 ** 32) return value;
  throw new Problem(`--${name} takes a whole number from 1 on, not "${text}".`, `npm run simulate -- --${name} 100`);
};

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

/** Undefined: only the help is wanted. @throws Problem */
export const readOptions = (args: readonly string[]): Options | undefined => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string' },
      seed: { type: 'string' },
      orders: { type: 'string', default: '20' },
      faults: { type: 'string' },
      plan: { type: 'string' },
      'time-budget': { type: 'string' },
      trace: { type: 'boolean', default: false },
      'crash-points': { type: 'boolean', default: false },
      bugs: { type: 'boolean', default: false },
      only: { type: 'string' },
      workers: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    seeds: numberOf('seeds', values.seeds ?? (values.seed === undefined ? '2000' : '1')),
    seed: numberOf('seed', values.seed ?? '1'),
    orders: numberOf('orders', values.orders),
    kinds: kindsOf(values.faults),
    plan: planOf(values.plan),
    timeBudgetMs: budgetOf(values['time-budget']),
    isTraced: values.trace,
    mode: values.bugs ? 'bugs' : values['crash-points'] ? 'crash-points' : 'seeds',
    only: values.only,
    workers: values.workers === undefined ? undefined : numberOf('workers', values.workers),
    isJson: values.json,
  };
};
