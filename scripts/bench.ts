import { resolve } from 'node:path';
import { numberOf } from '@orderwire/local-cloud/dev/number-option';
import { Problem } from '@orderwire/local-cloud/dev/problem';
import { DEFAULT_PARTS, type Part } from '../bench/measures.ts';
import { bench } from '../bench/run.ts';
import { proof } from './lib/command.ts';

const HELP = `npm run bench -- [name …] [--baseline DIR] [--runs N] [--json]

Measures how fast, how large and how dear this is: each figure by its median, how far the runs lie apart, and its goal.
  name        only these parts: throughput, memory, restart, edge, bill, simulator, bundles, publisher, growth (all but growth)
  --baseline  another checkout, installed: it is measured side by side, run by run
  --runs      runs of each (5)
  --save      writes docs/performance.md with its pictures and docs/performance.json: what was measured takes the place of
              what stands there, the rest stays
  --json      one object on standard output, nothing else there (npm run --silent bench -- --json)
`;

const OPTIONS = {
  baseline: { type: 'string' },
  runs: { type: 'string', default: '5' },
  save: { type: 'boolean', default: false },
} as const;

const PARTS: readonly Part[] = [...DEFAULT_PARTS, 'growth'];

const partsOf = (names: readonly string[]): readonly Part[] =>
  names.map((name) => {
    const part = PARTS.find((one) => one === name);
    if (part !== undefined) return part;
    throw new Problem(`The bench has no part "${name}".`, `take some of ${PARTS.join(', ')}.`);
  });

/** Ends with 0 only if everything that was asked for was measured. A goal that is missed says so in its row. */
export const main = proof(
  HELP,
  OPTIONS,
  ({ values, names, root, terminal }) => {
    const parts = names.length === 0 ? DEFAULT_PARTS : partsOf(names);
    const runs = numberOf('runs', values.runs, 'npm run bench -- --runs 5', { most: 1_000 });
    const baseline = values.baseline === undefined ? undefined : resolve(root, values.baseline);
    return bench({ parts, runs, baseline, saves: values.save }, { root, terminal });
  },
  { takesNames: true },
);
