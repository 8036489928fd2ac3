import { resolve } from 'node:path';
import { numberOf } from '@orderwire/local-cloud/dev/number-option';
import { Problem } from '@orderwire/local-cloud/dev/problem';
import { proveCounts } from '../bench/counts.ts';
import { PARTS, type Part } from '../bench/measures.ts';
import { bench } from '../bench/run.ts';
import { proof } from './lib/command.ts';

const HELP = `npm run bench -- [name …] [--baseline DIR] [--runs N] [--json]

             -- --counts [--json]

Measures how fast, how large and how dear this is: each figure by its median, how far the runs lie apart, and its goal.
  name        only these parts: throughput, memory, restart, edge, bill, simulator, bundles, publisher, placing
              (all of these); or growth: one run, hours
  --baseline  another checkout, installed: it is measured side by side, run by run
  --runs      runs of each (5)
  --save      writes docs/performance.md with its pictures and docs/performance.json: what was measured takes the place of
              what stands there, the rest stays
  --orders    of growth: CPU per order, rate and memory at 10², 10³ … up to so many (100000)
  --counts    instead: holds operations, requests and bytes against the limits in bench/counts.ts; no times, half a minute
  --json      one object on standard output, nothing else there (npm run --silent bench -- --json)

It ends with 0 when everything that was asked for was measured. A goal that is missed is no failure: its row has met: false.
All parts take half an hour on an idle machine with two cores, most of it orders: 600 for throughput, 1,000 for memory, 2,500
for restart. CPU, counts and bytes bear a busy machine; rates by the clock do not.
`;

const OPTIONS = {
  baseline: { type: 'string' },
  runs: { type: 'string', default: '5' },
  orders: { type: 'string', default: '100000' },
  save: { type: 'boolean', default: false },
  counts: { type: 'boolean', default: false },
} as const;

const NAMES: readonly Part[] = [...PARTS, 'growth'];

const partsOf = (names: readonly string[]): readonly Part[] =>
  names.map((name) => {
    const part = NAMES.find((one) => one === name);
    if (part !== undefined) return part;
    throw new Problem(`The bench has no part "${name}".`, `take some of ${NAMES.join(', ')}.`);
  });

/** Ends with 0 only if everything that was asked for was measured. A goal that is missed says so in its row. */
export const main = proof(
  HELP,
  OPTIONS,
  ({ values, names, root, terminal }) => {
    if (values.counts) return proveCounts(root);
    const parts = names.length === 0 ? PARTS : partsOf(names);
    const runs = numberOf('runs', values.runs, 'npm run bench -- --runs 5', { most: 1_000 });
    const orders = numberOf('orders', values.orders, 'npm run bench -- growth --orders 1000', { least: 100 });
    const baseline = values.baseline === undefined ? undefined : resolve(root, values.baseline);
    return bench({ parts, runs, orders, baseline, saves: values.save }, { root, terminal });
  },
  { takesNames: true },
);
