import { proveStory } from '../proofs/story/prove.ts';
import { proof } from './lib/command.ts';

const HELP = `npm run story -- [--json]

Tells the whole life of orders on the packaged bundles, over HTTP: every cell of the callback table and every arrow of the
state machine, each with an order of its own, and one order that is short-picked, goes in two parcels, fails once, is
delivered and partly returned. Its books must agree with each other and with the payment provider's ledger.
  --json  one object on standard output: {ok, commit, seconds, skipped, orderId, cells: {of, reached, missing}, timeline,
          money: {ordered, captured, refunded, kept}, ledger: {captured, refunded}, differences, arrows, faults}; all but
          cells, arrows and faults are of that one order
`;

export const main = proof(HELP, {}, proveStory);
