import { numberOf, seedOf } from '@orderwire/local-cloud/dev/number-option';
import { proveDocuments } from '../proofs/prices/documents/prove.ts';
import { proof } from './lib/command.ts';

const HELP = `npm run documents -- [--cases N] [--seed N] [--json]

Writes generated baskets, their shipments and their refunds as invoices and credit notes in CII, and asks the official rules
of EN 16931 (1.3.15, by phive-rules 4.2.0) of each. One that is wrong on purpose must be refused. Maven brings the rules into a
temporary folder; needs Java 17 or newer. Left out: currencies of three or four decimals, and rates below half a percent,
which the norm cannot say, and STN, XAD and XCG, which its list lacks.
  --cases  how many baskets (300)
  --seed   of the generator; another one every time if left out
  --json   one object on standard output: {ok, commit, seconds, skipped, cases, seed, documents, accepted, bites, refused}
`;

const OPTIONS = { cases: { type: 'string', default: '300' }, seed: { type: 'string' } } as const;

export const main = proof(HELP, OPTIONS, ({ values, root }) => {
  const example = 'npm run documents -- --help';
  return Promise.resolve(proveDocuments(root, numberOf('cases', values.cases, example), seedOf(values.seed, example)));
});
