import { Problem } from '@orderwire/local-cloud/dev/problem';
import { proveErasure } from '../proofs/erasure/prove.ts';
import { proof } from './lib/command.ts';

const HELP = `npm run erase -- --rehearse [--json]

Rehearses the erasure of a customer on the packaged bundles: somebody lives through all there is (profile, orders that end in
every way, returns, mails) with a word of its own in every field, is erased while an order and a return are open, and these end.
Then everything that the local cloud remembers is walked for the words: tables, streams, queues, archives, buckets, user pools,
secrets, schedules, what is in flight, and the logs.
  --rehearse  has to be said: customers of a shop are erased with DELETE /customers/{id}
  --json      one object on standard output: {ok, commit, seconds, skipped, canaries, storesWalked: [], found: [{store, canaries}], handedOut: [],
              expiring: [{store, called, days}], answered}; canaries counts those that still stand where they expire, found is what
              stays, and answered is what DELETE said
`;

export const main = proof(HELP, { rehearse: { type: 'boolean', default: false } }, ({ values, ...given }) => {
  if (!values.rehearse)
    throw new Problem('Nothing is erased by this command.', 'rehearse it: npm run erase -- --rehearse');
  return proveErasure(given);
});
