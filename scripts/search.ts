import { numberOf } from '@orderwire/local-cloud/dev/number-option';
import { bundleSizes } from '@orderwire/local-cloud/dev/packaging/bundle-sizes';
import { packageServices } from '@orderwire/local-cloud/dev/packaging/package-services';
import { proveSearch } from '../proofs/search/prove.ts';
import { proof } from './lib/command.ts';

const HELP = `npm run search -- [--bench] [--cases N] [--seed N] [--json]

Looks for 10,000 real products as shoppers type: the beginning of a name, with one wrong, missing, extra or swapped letter, German
compounds, without accents. An item is found when it stands on the first page. At least 97 % of each kind must be, 95 % of the
answers within 15 ms of CPU (a busy machine only ever adds to the clock).
  --bench  what it does anyway
  --cases  how many of each kind (500)
  --seed   of what is drawn (7)
  --json   one object on standard output: {ok, commit, seconds, skipped, items, recall: {prefix, wrong, missing, extra, swapped},
           compounds, accents, p95Ms, coldMs, bytes, coldBilled, queries, missed}
`;

const OPTIONS = {
  bench: { type: 'boolean', default: false },
  cases: { type: 'string', default: '500' },
  seed: { type: 'string', default: '7' },
} as const;

export const main = proof(HELP, OPTIONS, async ({ values, root, terminal }) => {
  const example = 'npm run search -- --help';
  const { compose } = await packageServices({ root, terminal });
  const [{ bytes } = { bytes: 0 }] = bundleSizes(root, compose).filter(({ service }) => service === 'catalog');
  const cases = numberOf('cases', values.cases, example, { most: 1e5 });
  return proveSearch(root, cases, numberOf('seed', values.seed, example, { most: 1e9 }), bytes);
});
