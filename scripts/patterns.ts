import { numberOf, seedOf } from '@orderwire/local-cloud/dev/number-option';
import { provePatterns } from '../local-cloud/conformance/patterns/compare.ts';
import { proof } from './lib/command.ts';

const HELP = `npm run patterns -- [--cases N] [--seed N] [--json]

Holds generated pairs of an event pattern and an event against AWS's own matcher (software.amazon.event.ruler 2.1.0), which
Maven brings into a temporary folder. Needs Java 17 or newer, and Maven. Fails when the two answer differently and
local-cloud/README.md does not say so.
  --cases  how many pairs (20000)
  --seed   of the generator; another one every time if left out
  --json   one object on standard output: {ok, commit, seconds, skipped, cases, seed, same, matched, unsteady, known, different}
`;

const OPTIONS = { cases: { type: 'string', default: '20000' }, seed: { type: 'string' } } as const;

export const main = proof(HELP, OPTIONS, ({ values, root }) => {
  const example = 'npm run patterns -- --help';
  const cases = numberOf('cases', values.cases, example, { most: 1e9 });
  return Promise.resolve(provePatterns(root, cases, seedOf(values.seed, example)));
});
