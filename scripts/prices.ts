import { numberOf, seedOf } from '@orderwire/local-cloud/dev/number-option';
import { provePrices } from '../proofs/prices/prove.ts';
import { proof } from './lib/command.ts';

const HELP = `npm run prices -- [--cases N] [--seed N] [--json]

Prices generated baskets, ships them in parts and refunds these in parts, and holds what they cost against the rules, worked
out once more in fractions: every currency, gross and net prices, rates, discounts, shipping. Parts must add up to their
whole in every field, and each must be a document by EN 16931.
  --cases  how many baskets (10000)
  --seed   of the generator; another one every time if left out
  --json   one object on standard output: {ok, commit, seconds, skipped, cases, currencies, rates, gross, net, discounted,
           shipments, refunds, seed, mismatches, roundTrips: {asked, same}}
`;

const OPTIONS = { cases: { type: 'string', default: '10000' }, seed: { type: 'string' } } as const;

export const main = proof(HELP, OPTIONS, ({ values }) => {
  const example = 'npm run prices -- --help';
  return Promise.resolve(
    provePrices(numberOf('cases', values.cases, example, { most: 1e7 }), seedOf(values.seed, example)),
  );
});
